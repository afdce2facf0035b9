"""The edits that one genuine copy of a spun text calls for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from cleaners.draft import Edit
from cleaners.paraphrase.alignment import (
    Alignment,
    Difference,
    are_synonyms_of_a_spinner,
    forms_of,
)
from cleaners.paraphrase.copied_words import RULE, SPACES, CopiedWords
from cleaners.paraphrase.copy_segments import Segment, has_fact
from cleaners.paraphrase.lexicon import MAX_PHRASE_WORDS, Lexicon, Phrase
from cleaners.paraphrase.spun_numbers import is_same_number
from cleaners.paraphrase.words import Word

# Confidence (0..1) of a pair that the lexicon has, and of any other if all words around it match.
# It reaches the threshold of both operating points. No source is recorded.
KNOWN_PAIR_CONFIDENCE = 0.98
# Confidence (0..1) of any other pair if no word around it matches; it rises with those that do. No
# source is recorded.
UNKNOWN_PAIR_CONFIDENCE = 0.9


@dataclass(frozen=True, slots=True)
class CopyRepair:
    """A spun text with one copy, and the alignment of the two."""

    text: str
    copy: str
    alignment: Alignment
    lexicon: Lexicon

    @property
    def _copied(self) -> CopiedWords:
        """What writes words of the copy into the text."""
        return CopiedWords(self.text, self.copy)

    def differences(self, gaps: Sequence[Difference]) -> Iterator[Difference]:
        """Yield the gaps around which the copy has the same words, or their originals."""
        known: set[int] = set()
        for gap in gaps:
            known.update(self._known_words(gap))
        return self.alignment.in_agreement(gaps, known)

    def edits(self, difference: Difference) -> Iterator[Edit]:
        """Yield the edits that the copy calls for in one difference."""
        segment = Segment(*self.alignment.words_of(difference))
        if not segment.copy_words:
            yield from self._removal(difference)
        elif not segment.words:
            yield from self._widened_pair(difference)
        elif self._is_same_number(segment):
            yield self._copied.edit(segment, KNOWN_PAIR_CONFIDENCE)
        else:
            yield from self._replacements(difference, segment)

    def _replacements(self, difference: Difference, segment: Segment) -> Iterator[Edit]:
        """Yield the edits of a difference with words in both texts."""
        pairs, rest = self._split(segment)
        if self._is_other_number(rest):
            return
        for pair in pairs:
            if self._is_inside_a_line(pair):
                yield self._copied.edit(pair, KNOWN_PAIR_CONFIDENCE)
        if self._is_same_number(rest):
            yield self._copied.edit(rest, KNOWN_PAIR_CONFIDENCE)
        elif not difference.is_at_edge and self._is_plausible(rest):
            confidence = _unknown_pair_confidence(difference.agreement)
            yield self._copied.edit(rest, confidence)

    def _split(self, segment: Segment) -> tuple[list[Segment], Segment]:
        """Split off pairs of the lexicon that leave no number, nor words without a counterpart."""
        pairs, rest = segment.split_known_pairs(self.lexicon)
        while pairs and self._is_other_number(rest):
            rest = rest.joined(pairs.pop())  # "20 years" for "two decades"
        is_left_over = bool(rest.words) and not rest.copy_words
        if is_left_over and self._is_plausible(segment):  # "could also" for "may"
            return [], segment
        return pairs, rest

    def _known_words(self, difference: Difference) -> Iterator[int]:
        """Yield the positions of words for which the copy has the originals of the lexicon."""
        segment = Segment(*self.alignment.words_of(difference))
        _, rest = segment.split_known_pairs(self.lexicon)
        unknown = {word.start for word in rest.words}
        for position in range(difference.start, difference.end):
            if self.alignment.words[position].start not in unknown:
                yield position

    def respellings(self) -> Iterator[Edit]:
        """Yield the edits of matching words that are in braces, or "a" for "an"."""
        words = self.alignment.words
        copy_words = self.alignment.copy_words
        for match in self.alignment.matches:
            word = words[match.text]
            if word.kind != "braced" and word.form != "a":
                continue
            segment = Segment([word], [copy_words[match.copy]])
            edit = self._copied.edit(segment, KNOWN_PAIR_CONFIDENCE)
            if self._is_respelling(edit):
                yield edit

    def _is_respelling(self, edit: Edit) -> bool:
        """Return whether an edit changes more than case."""
        written = self.text[edit.start : edit.end]
        return edit.text.lower() != written.lower()

    def _removal(self, difference: Difference) -> Iterator[Edit]:
        """Remove words that belong to those around them: "tons of of", "brand new" for "new"."""
        words = self.alignment.words
        start = difference.start
        end = difference.end
        if self._belongs_to_words_before(start, end):
            before = words[start - 1]
            last = words[end - 1]
            yield _remove(before.end, last.end)
            return
        first = words[start]
        if self.text[first.start].islower() and self._belongs_to_words_after(
            start, end
        ):
            after = words[end]
            yield _remove(first.start, after.start)
            return
        yield from self._widened_pair(difference)

    def _widened_pair(self, difference: Difference) -> Iterator[Edit]:
        """Add or remove words that the lexicon has with those around them: "one in every of"."""
        for before, after in product(range(MAX_PHRASE_WORDS), repeat=2):
            wider = self._widened(difference, before, after)
            if self._is_known_pair(wider, before, after):
                yield self._copied.edit(wider, KNOWN_PAIR_CONFIDENCE)
                return

    def _widened(self, difference: Difference, before: int, after: int) -> Segment:
        """Return a difference with words on both sides."""
        start = max(0, difference.start - before)
        copy_start = max(0, difference.copy_start - before)
        return Segment(
            self.alignment.words[start : difference.end + after],
            self.alignment.copy_words[copy_start : difference.copy_end + after],
        )

    def _is_known_pair(self, segment: Segment, first: int, last: int) -> bool:
        """Return whether the lexicon has a pair whose first and last words match."""
        return (
            segment.has_same_ends(first, last)
            and self._has_pair(forms_of(segment.words), forms_of(segment.copy_words))
            and self._is_inside_a_line(segment)
        )

    def _has_pair(self, phrase: Phrase, original: Phrase) -> bool:
        """Return whether the lexicon has a pair."""
        candidates = self.lexicon.candidates.get(phrase, ())
        return any(candidate.phrase == original for candidate in candidates)

    def _belongs_to_words_before(self, start: int, end: int) -> bool:
        """Return whether the words from `start` to `end` add nothing to those before."""
        words = self.alignment.words
        for first in range(max(0, start - MAX_PHRASE_WORDS), start):
            if self._is_redundant(words[first:end], words[first:start]):
                return True
        return False

    def _belongs_to_words_after(self, start: int, end: int) -> bool:
        """Return whether the words from `start` to `end` add nothing to those after."""
        words = self.alignment.words
        furthest = min(len(words), end + MAX_PHRASE_WORDS)
        for last in range(end + 1, furthest + 1):
            if self._is_redundant(words[start:last], words[end:last]):
                return True
        return False

    def _is_redundant(self, words: Sequence[Word], shorter: Sequence[Word]) -> bool:
        """Return whether a phrase says no more than a part of it.

        So says the lexicon, or the phrase is the part written twice.
        """
        phrase = forms_of(words)
        part = forms_of(shorter)
        is_doubled = phrase == part + part
        return (is_doubled or self._has_pair(phrase, part)) and _is_phrase(
            self.text, words, SPACES
        )

    def _is_same_number(self, segment: Segment) -> bool:
        """Return whether the text writes a number of the copy in another way."""
        written = _written_words(self.text, segment.words)
        copied = _written_words(self.copy, segment.copy_words)
        return is_same_number(written, copied)

    def _is_other_number(self, segment: Segment) -> bool:
        """Return whether there is a number that is not known to be the same in the copy."""
        return segment.has_number and not self._is_same_number(segment)

    def _is_plausible(self, segment: Segment) -> bool:
        """Return whether a spinner, and no person, can have made a pair that the lexicon lacks."""
        return (
            segment.longest <= MAX_PHRASE_WORDS
            and are_synonyms_of_a_spinner(segment.words, segment.copy_words)
            and self._is_inside_a_line(segment)
            and not has_fact(self.text, segment.words)
            and not has_fact(self.copy, segment.copy_words)
        )

    def _is_inside_a_line(self, segment: Segment) -> bool:
        """Return whether only words would change, and no end of a line or sentence."""
        is_text_phrase = _is_phrase(self.text, segment.words, SPACES)
        return is_text_phrase and _is_phrase(self.copy, segment.copy_words)


def _written_words(text: str, words: Sequence[Word]) -> str:
    """Return some words of a text as they are written, in lower case."""
    if not words:
        return ""
    written = text[words[0].start : words[-1].end]
    return written.lower().replace("’", "'")


def _unknown_pair_confidence(agreement: float) -> float:
    """Return the confidence (0..1) of a pair that the lexicon lacks, by its agreement (0..1)."""
    most_extra = KNOWN_PAIR_CONFIDENCE - UNKNOWN_PAIR_CONFIDENCE
    confidence = UNKNOWN_PAIR_CONFIDENCE + most_extra * agreement
    return round(confidence, 3)


def _remove(start: int, end: int) -> Edit:
    """Return the edit that removes a part of the text."""
    return Edit(start, end, "", RULE, KNOWN_PAIR_CONFIDENCE)


def _is_phrase(text: str, words: Sequence[Word], spaces: str | None = None) -> bool:
    """Return whether only `spaces` separate words; None stands for all white space."""
    gaps = (text[before.end : after.start] for before, after in pairwise(words))
    return not any(gap.strip(spaces) for gap in gaps)

"""Align a spun text with a genuine copy of it, word by word.

The alignment yields the places that differ between words that agree. `copies` repairs a text from
them, and `phrase_pairs` makes pairs for a lexicon of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from cleaners.paraphrase.lexicon import MAX_PHRASE_WORDS, Phrase
from cleaners.paraphrase.words import Word, sentences

# Words on each side of a difference that are compared. No source is recorded.
CONTEXT_WORDS = 4
# Share of the context words that must match (0..1); a spinner changes 41 % of all words, so much of
# a true context differs too. No source of the value is recorded.
MIN_AGREEMENT = 0.35
# Share of the words of the shorter text that must match, in order (0..1). Dialect A changes .26 to
# .56 of the words of a text.
MIN_MATCHING_SHARE = 0.4
UNSPUN_KINDS = frozenset(("number", "numeral", "fraction", "fixed", "quote", "comma"))


class Match(NamedTuple):
    """A word that a text and its copy share: its position in each."""

    text: int
    copy: int

    def words_until(self, following: Match) -> int:
        """Count the words between two matches, in the text or the copy: what has more."""
        words = following.text - self.text - 1
        copy_words = following.copy - self.copy - 1
        return max(words, copy_words)


BEFORE_ALL = Match(-1, -1)  # in place of the match before the first


class Difference(NamedTuple):
    """A place where a text and its copy differ, as positions of words.

    The words `start` to `end` of the text are in place of `copy_start` to `copy_end` of the copy.
    `agreement` (0..1) is the share of the words around that match. A difference `is_at_edge` if
    the text begins or ends there.
    """

    start: int
    end: int
    copy_start: int
    copy_end: int
    agreement: float
    is_at_edge: bool

    def joined(self, following: Difference) -> Difference:
        """Return this difference and a following one as one, with the words between."""
        return self._replace(
            end=following.end,
            copy_end=following.copy_end,
            agreement=min(self.agreement, following.agreement),
            is_at_edge=self.is_at_edge or following.is_at_edge,
        )


@dataclass(frozen=True, slots=True)
class Alignment:
    """The words of a text and of its copy, and the words that match, in order."""

    words: list[Word]
    copy_words: list[Word]
    matches: list[Match]

    @classmethod
    def of(cls, text: str, copy: str) -> Alignment:
        """Align two texts."""
        words = list(chain.from_iterable(sentences(text)))
        copy_words = list(chain.from_iterable(sentences(copy)))
        matches = _matches(forms_of(words), forms_of(copy_words))
        return cls(words, copy_words, _shift_matches(matches, words))

    def differences(self) -> Iterator[Difference]:
        """Yield the short differences between words that match.

        Yield nothing if one text is no copy of the other.
        """
        gaps = self.gaps(MAX_PHRASE_WORDS)
        return self.in_agreement(gaps, frozenset())

    def gaps(self, longest: int) -> Iterator[Difference]:
        """Yield the gaps between words that match, of at most so many words; no agreement yet.

        Yield nothing if one text is no copy of the other.
        """
        if not self._is_of_a_copy():
            return
        after_all = Match(len(self.words), len(self.copy_words))
        matches = [BEFORE_ALL, *self.matches, after_all]
        for before, after in pairwise(matches):
            words = before.words_until(after)
            if 1 <= words <= longest:
                yield self._gap(before, after)

    def in_agreement(
        self, gaps: Iterable[Difference], explained: Collection[int]
    ) -> Iterator[Difference]:
        """Yield the gaps between which enough words match, or are `explained` otherwise."""
        matched = self._matched_with_margins()
        for position in explained:
            matched[position + CONTEXT_WORDS] = True
        for gap in gaps:
            agreement = _agreement(matched, gap)
            if agreement >= MIN_AGREEMENT:
                yield gap._replace(agreement=agreement)

    def words_of(self, difference: Difference) -> tuple[list[Word], list[Word]]:
        """Return the words of a difference in the text, and in the copy."""
        return (
            self.words[difference.start : difference.end],
            self.copy_words[difference.copy_start : difference.copy_end],
        )

    def _is_of_a_copy(self) -> bool:
        """Return whether enough words match for one text to be a copy of the other."""
        shorter = min(len(self.words), len(self.copy_words))
        return len(self.matches) >= MIN_MATCHING_SHARE * shorter

    def _gap(self, before: Match, after: Match) -> Difference:
        """Return what lies between two matches, with no agreement yet."""
        begins_text = before.text < 0
        ends_text = after.text == len(self.words)
        return Difference(
            start=before.text + 1,
            end=after.text,
            copy_start=before.copy + 1,
            copy_end=after.copy,
            agreement=0.0,
            is_at_edge=begins_text or ends_text,
        )

    def _matched_with_margins(self) -> list[bool]:
        """Return whether each word of the text matches, and False for a margin on each side."""
        matched = [False] * (len(self.words) + 2 * CONTEXT_WORDS)
        for match in self.matches:
            matched[match.text + CONTEXT_WORDS] = True
        return matched


def are_synonyms_of_a_spinner(
    words: Sequence[Word], copy_words: Sequence[Word]
) -> bool:
    """Return whether a spinner can have put `words` for `copy_words`.

    Spinners neither insert words nor change numbers, addresses and punctuation.
    """
    if not words or not copy_words:
        return False
    return all(word.kind not in UNSPUN_KINDS for word in (*words, *copy_words))


def forms_of(words: Sequence[Word]) -> Phrase:
    """Return the forms of words."""
    return tuple(word.form for word in words)


def _matches(words: Phrase, copy_words: Phrase) -> list[Match]:
    """Return the words that two texts share in the alignment with the fewest edits."""
    matches: list[Match] = []
    blocks = Levenshtein.opcodes(words, copy_words)
    for block in blocks:
        if block.tag != "equal":
            continue
        matched = range(block.src_start, block.src_end)
        copy_matched = range(block.dest_start, block.dest_end)
        matches += map(Match, matched, copy_matched)
    return matches


def _agreement(matched: Sequence[bool], difference: Difference) -> float:
    """Return the share of the words around a difference that match.

    `matched` has CONTEXT_WORDS of margin on each side.
    """
    before = difference.start
    after = difference.end + CONTEXT_WORDS
    words_before = matched[before : before + CONTEXT_WORDS]
    words_after = matched[after : after + CONTEXT_WORDS]
    matching_words = sum(words_before) + sum(words_after)
    return matching_words / (2 * CONTEXT_WORDS)


def _shift_matches(matches: Sequence[Match], words: Sequence[Word]) -> list[Match]:
    """Move matches so that a replaced phrase is not split.

    Of two equal words around words that only the text has, match the second if a difference comes
    before the first. In "in the course of the last year" for "during the last year" that is the
    second "the".
    """
    shifted = []
    previous = BEFORE_ALL
    for match, following in pairwise(matches):
        previous = _shifted(previous, match, following, words)
        shifted.append(previous)
    shifted += matches[-1:]  # nothing follows the last match
    return shifted


def _shifted(
    previous: Match, match: Match, following: Match, words: Sequence[Word]
) -> Match:
    """Return a match, moved to just before the following one if that keeps a phrase together."""
    if not _may_shift(previous, match, following):
        return match
    last_before = following.text - 1
    last_form = words[last_before].form
    if last_form != words[match.text].form:
        return match
    return Match(last_before, match.copy)


def _may_shift(previous: Match, match: Match, following: Match) -> bool:
    """Return whether a difference comes before a match, and only the text has words after it."""
    text_has_more = following.text > match.text + 1
    copy_has_more = following.copy > match.copy + 1
    if copy_has_more or not text_has_more:
        return False
    return previous.words_until(match) > 0

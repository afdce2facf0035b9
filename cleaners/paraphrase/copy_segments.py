"""Words of a spun text and those of a genuine copy in their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cleaners.paraphrase.alignment import forms_of
from cleaners.paraphrase.lexicon import Lexicon, Phrase
from cleaners.paraphrase.words import Word

# Number words and negations: in an edited copy they are other facts.
COUNTS_AND_NEGATIONS = frozenset(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty
    ninety hundred hundreds thousand thousands million millions billion billions first second
    third fourth fifth half quarter dozen dozens once twice no not never""".split()  # noqa: SIM905  # a list of 50 strings reads badly
)
NUMBERS = frozenset(("number", "numeral", "fraction"))  # kinds of words


class Split(NamedTuple):
    """A pair of the lexicon at an end of a segment, and the rest of the segment."""

    pair: Segment
    rest: Segment


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of a text, and those of its copy in their place."""

    words: list[Word]
    copy_words: list[Word]

    @property
    def longest(self) -> int:
        """Count the words of the text or the copy: what has more."""
        return max(len(self.words), len(self.copy_words))

    @property
    def has_number(self) -> bool:
        """Whether the text or the copy has a number."""
        return any(word.kind in NUMBERS for word in (*self.words, *self.copy_words))

    def joined(self, other: Segment) -> Segment:
        """Return this segment with one that was split off its beginning or end."""
        first, last = (other, self) if other._is_before(self) else (self, other)
        return Segment(first.words + last.words, first.copy_words + last.copy_words)

    def _is_before(self, rest: Segment) -> bool:
        """Whether this comes before a rest, which may lack words of the text or of the copy."""
        if rest.words:
            return self.words[0].start < rest.words[0].start
        return self.copy_words[0].start < rest.copy_words[0].start

    def has_same_ends(self, first: int, last: int) -> bool:
        """Return whether text and copy have the `first` and the `last` words in common."""
        words = forms_of(self.words)
        copy_words = forms_of(self.copy_words)
        if min(len(words), len(copy_words)) < first + last:
            return False
        if words[:first] != copy_words[:first]:
            return False
        return words[::-1][:last] == copy_words[::-1][:last]

    def split_known_pairs(self, lexicon: Lexicon) -> tuple[list[Segment], Segment]:
        """Split off the pairs of the lexicon at either end; return them, and what is left."""
        pairs: list[Segment] = []
        rest = self
        while True:
            split = rest.split_longest_pair(lexicon)
            if split is None:
                return pairs, rest
            pair, rest = split
            pairs.append(pair)

    def split_longest_pair(self, lexicon: Lexicon) -> Split | None:
        """Split off the longest pair of the lexicon at the beginning or end, if there is any."""
        for size in range(len(self.words), 0, -1):
            split = self._split_start(size, lexicon) or self._split_end(size, lexicon)
            if split:
                return split
        return None

    def _split_start(self, size: int, lexicon: Lexicon) -> Split | None:
        """Split off the first `size` words if the copy has one of their originals there."""
        for original in _originals(self.words[:size], lexicon):
            copy_size = len(original)
            if forms_of(self.copy_words[:copy_size]) == original:
                first, rest = self._split_at(size, copy_size)
                return Split(first, rest)
        return None

    def _split_end(self, size: int, lexicon: Lexicon) -> Split | None:
        """Split off the last `size` words if the copy has one of their originals there."""
        for original in _originals(self.words[-size:], lexicon):
            copy_size = len(original)
            if forms_of(self.copy_words[-copy_size:]) == original:
                rest, last = self._split_at(-size, -copy_size)
                return Split(last, rest)
        return None

    def _split_at(self, at: int, copy_at: int) -> tuple[Segment, Segment]:
        """Split the words and the copy's words in two."""
        before = Segment(self.words[:at], self.copy_words[:copy_at])
        after = Segment(self.words[at:], self.copy_words[copy_at:])
        return before, after


def _originals(words: Sequence[Word], lexicon: Lexicon) -> list[Phrase]:
    """Return the originals that the lexicon has for some words, if any."""
    spun = forms_of(words)
    candidates = lexicon.candidates.get(spun, ())
    return [candidate.phrase for candidate in candidates]


def has_fact(text: str, words: Sequence[Word]) -> bool:
    """Return whether any of some words is capitalised, a number or a negation."""
    return any(
        text[word.start].isupper() or word.form in COUNTS_AND_NEGATIONS
        for word in words
    )

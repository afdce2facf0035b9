"""A known name that was found in a sentence, whatever words stand for its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cleaners.paraphrase.chosen_readings import DecodedPlace
from cleaners.paraphrase.words import Word

# Posterior (0..1) of a word of a known name: of 166 names found so on 62 real pages that the
# lexicon knew nothing of, all were right.
NAME_POSTERIOR = 0.99


class Spelling(NamedTuple):
    """A word of a name, and the words that stand for it at a place of a sentence."""

    start: int
    end: int
    original: str

    def is_written(self, sentence: Sequence[Word]) -> bool:
        """Return whether the word stands there as it should."""
        return self.end - self.start == 1 and sentence[self.start].form == self.original


@dataclass(frozen=True, slots=True)
class FoundName:
    """A known name in a sentence, with the spelling of each of its words."""

    spellings: Sequence[Spelling]
    changed: Sequence[Spelling]

    @property
    def words(self) -> range:
        """The positions of its words in the sentence."""
        return range(self.spellings[0].start, self.spellings[-1].end)

    @property
    def rank(self) -> tuple[int, int, Sequence[Spelling]]:
        """The key that sorts the longest name first, and of these the one least changed."""
        return -len(self.words), len(self.changed), self.spellings

    def places(self) -> Iterator[DecodedPlace]:
        """Yield the places whose words are not those of the name."""
        for start, end, original in self.changed:
            hypotheses = ((original, NAME_POSTERIOR), (None, 1 - NAME_POSTERIOR))
            yield DecodedPlace(start, end, hypotheses, NAME_POSTERIOR)

    @classmethod
    def of(cls, spellings: Sequence[Spelling], sentence: Sequence[Word]) -> FoundName:
        """Return a name that is read from a sentence."""
        changed = [each for each in spellings if not each.is_written(sentence)]
        return cls(spellings, changed)

"""What a text said at each of its places, added up over all ways to read it so.

"field workplace" is "box office" as a phrase of the lexicon, and word by word. Both are one
reading. So a phrase with as many words as its original speaks for each of them, if each is a pair
of the lexicon: "now not" is "no longer" only as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from cleaners.paraphrase.language_model import FloatArray
from cleaners.paraphrase.lattice import Lattice

Posteriors = dict[str, float]
"""The posterior of each original of a place."""

Place = tuple[int, int]
"""Start and end of words of a text, as places of the lattice."""

KnowsPair = Callable[[str, str], bool]
"""Whether the lexicon has a pair of single words, given the spun one and its original."""

# Posterior (0..1) below which an edge is left out: it can hardly move a sum.
LEAST_POSTERIOR = 0.02


@dataclass(slots=True)
class Readings:
    """The summed posteriors of all originals, by place.

    `forms` are the words of the text by place, and `staying` the posteriors that they stay.
    """

    forms: Sequence[str]
    staying: list[float]
    knows_pair: KnowsPair
    by_place: dict[Place, Posteriors] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        lattice: Lattice,
        posteriors: FloatArray,
        originals: Sequence[str | None],
        forms: Sequence[str],
        knows_pair: KnowsPair,
    ) -> Readings:
        """Add up the posteriors of a lattice's edges; `originals` are by hypothesis."""
        readings = cls(forms, _staying(lattice, posteriors), knows_pair)
        is_likely = (posteriors >= LEAST_POSTERIOR) & ~lattice.is_identity
        likely = np.flatnonzero(is_likely)
        starts = lattice.starts + lattice.rows["shared_before"]
        ends = lattice.ends - lattice.rows["shared_after"]
        columns = (lattice.hypotheses, starts, ends, posteriors)
        edges = [column[likely].tolist() for column in columns]
        for hypothesis, start, end, posterior in zip(*edges, strict=True):
            original = originals[hypothesis]
            assert original, "only replacements have an original"
            if end - start == 1:
                readings._add_reading((start, end), original, posterior)
            else:
                readings._add_phrase(start, end, original, posterior)
        return readings

    def _add_phrase(
        self, start: int, end: int, original: str, posterior: float
    ) -> None:
        """Add an edge to its place, or to the place of each of its words."""
        words = original.split()
        if not self._is_word_by_word(words, start, end):
            self._add_reading((start, end), original, posterior)
            return
        for place, word in enumerate(words, start):
            if self._stays(place, word):
                self.staying[place] += posterior
            else:
                self._add_reading((place, place + 1), word, posterior)

    def _is_word_by_word(self, words: Sequence[str], start: int, end: int) -> bool:
        """Return whether each word of a phrase has one of the original in its place."""
        written = self.forms[start:end]
        if len(words) != len(written):
            return False
        places = enumerate(words, start)
        return all(self._is_pair(place, word) for place, word in places)

    def _is_pair(self, place: int, word: str) -> bool:
        """Return whether a word stays, or is an original of the one in its place."""
        return self._stays(place, word) or self.knows_pair(self.forms[place], word)

    def _stays(self, place: int, word: str) -> bool:
        """Return whether a word of an original is in the text already."""
        form = "a" if word == "an" else word
        return self.forms[place] == form

    def _add_reading(self, place: Place, original: str, posterior: float) -> None:
        sums = self.by_place.setdefault(place, {})
        sums[original] = sums.get(original, 0.0) + posterior

    def stays(self, place: Place) -> float:
        """Return the posterior that the words of a place stay."""
        start, end = place
        return min(self.staying[start:end])


def _staying(lattice: Lattice, posteriors: FloatArray) -> list[float]:
    """Return the posterior that the word at each place stays, 0 where it was pruned."""
    is_identity = lattice.is_identity
    size = int(lattice.ends[-1]) + 1
    staying = np.zeros(size)
    staying[lattice.starts[is_identity]] = posteriors[is_identity]
    found: list[float] = staying.tolist()
    return found

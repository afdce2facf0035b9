"""How usual each reading of a place is near the words around it, as those were likely written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, repeat
from typing import NamedTuple

import numpy as np

from cleaners.paraphrase.language_model import FloatArray, IntArray
from cleaners.paraphrase.readings import Place, Readings
from cleaners.paraphrase.word_vectors import WordVectors
from cleaners.paraphrase.words import forms

WINDOW = (
    8  # words on each side that count; of 3, 5, 8 and 15, the best on held-out pages
)
# Posterior (0..1) from which an original stands for the words of its place.
LIKELY = 0.5


class Reading(NamedTuple):
    """A reading of a place; None means that its words stay."""

    place: Place
    original: str | None


class NearbyWords:
    """The words near each place of a text, and the readings of some places."""

    def __init__(
        self, readings: Readings, places: Iterable[Place], vectors: WordVectors
    ) -> None:
        self._readings = readings
        self._vectors = vectors
        self._size = len(readings.forms)
        self._asked = [
            Reading(place, original)
            for place in places
            for original in (None, *readings.by_place[place])
        ]

    def fit(self, place: Place, original: str | None) -> float:
        """Return how usual a reading is near the other words of the text."""
        return self._fits.get((place, original), 0.0)

    @cached_property
    def _fits(self) -> Mapping[tuple[Place, str | None], float]:
        """The fit of each reading."""
        words = list(map(self._words_of, self._asked))
        own = self._sums(words)
        around = self._around()
        products: FloatArray = np.einsum("ij,ij->i", own, around)
        return dict(zip(self._asked, products.tolist(), strict=True))

    def _words_of(self, reading: Reading) -> Sequence[str]:
        """Return the words of a reading; no vector tells a number from the words for it."""
        if reading.original is None or reading.original[:1].isdigit():
            start, end = reading.place
            return self._readings.forms[start:end]
        return forms(reading.original)

    def _sums(self, groups: Sequence[Sequence[str]]) -> FloatArray:
        """Return the summed vectors of groups of words."""
        words = chain.from_iterable(groups)
        numbers = self._vectors.numbers(words)
        group_of = chain.from_iterable(
            repeat(number, len(group)) for number, group in enumerate(groups)
        )
        return self._vectors.sums(numbers, list(group_of), len(groups))

    def _around(self) -> FloatArray:
        """Return the summed vectors of the words around the place of each reading."""
        places = [reading.place for reading in self._asked]
        starts, ends = np.array(places).reshape(-1, 2).T
        firsts = np.maximum(starts - WINDOW, 0)
        lasts = np.minimum(ends + WINDOW, self._size)
        return self._between(firsts, starts) + self._between(ends, lasts)

    def _between(self, starts: IntArray, ends: IntArray) -> FloatArray:
        """Return the summed vectors of the words from some places to others."""
        between: FloatArray = self._sums_up_to[ends] - self._sums_up_to[starts]
        return between

    @cached_property
    def _sums_up_to(self) -> FloatArray:
        """The summed vectors of all words before each place."""
        by_place = self._sums(list(self._likely_words()))
        before_all = np.zeros_like(by_place[:1])
        up_to: FloatArray = np.vstack([before_all, np.cumsum(by_place, axis=0)])
        return up_to

    def _likely_words(self) -> Iterator[Sequence[str]]:
        """Yield the words that likely were at each place; a phrase has all at its first."""
        likely = self._likely_originals()
        end = 0
        for at, form in enumerate(self._readings.forms):
            if at < end:
                yield ()
            elif at in likely:
                end, original = likely[at]
                yield forms(original)
            else:
                yield (form,)

    def _likely_originals(self) -> Mapping[int, tuple[int, str]]:
        """Return the end and the original of each place that likely was another, by its start."""
        likely = {}
        for (start, end), posteriors in self._readings.by_place.items():
            original = max(posteriors, key=posteriors.__getitem__)
            if posteriors[original] > LIKELY:
                likely[start] = (end, original)
        return likely

"""What the readings of a text's places say of each other, as features of each."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from math import log

from cleaners.paraphrase.nearby_words import NearbyWords
from cleaners.paraphrase.page_support import Outcome, PageSupport
from cleaners.paraphrase.page_words import PageWords
from cleaners.paraphrase.pair_trust import Familiarity, PairTrust
from cleaners.paraphrase.quotation_density import QuotationDensity
from cleaners.paraphrase.readings import Place, Readings
from cleaners.paraphrase.word_vectors import WordVectors

LEAST_POSTERIOR = 0.002  # 0..1; keeps logarithms finite
# Posterior (0..1) that an original of a place must have for the place to be weighed at all.
LEAST_CHANCE = 0.1
# Features of a place, by name: its words, how well its likeliest pair is known, and what the other
# places with pairs known as well say for a change.
WORD_FEATURES = ("name", "title", "quotation", "single")
PAIR_FEATURES = tuple(f"{each}_pair" for each in Familiarity)
SUPPORT_FEATURES = tuple(f"{each}_support" for each in Familiarity)
PLACE_FEATURES = (*WORD_FEATURES, *PAIR_FEATURES, *SUPPORT_FEATURES)

Values = tuple[float, ...]
"""The values of some features, in the order of their names."""


class PageReadings:
    """The readings of a text, and what each says of the others."""

    def __init__(
        self,
        readings: Readings,
        page: PageWords,
        trust: PairTrust,
        vectors: WordVectors,
    ) -> None:
        self.page = page
        self._trust = trust
        self.readings = readings
        self.places = {
            place: tuple(page.forms[place[0] : place[1]])
            for place, posteriors in readings.by_place.items()
            if max(posteriors.values()) >= LEAST_CHANCE
        }
        self._form_places = Counter(self.places.values())
        self._nearby = NearbyWords(readings, self.places, vectors)

    @cached_property
    def _quotations(self) -> QuotationDensity:
        """How densely spun each quotation is."""
        return QuotationDensity.of(self.readings, self.page)

    @cached_property
    def _support(self) -> PageSupport:
        """What the places say for pairs, by how well these are known."""
        outcomes = map(self._outcome, self.places)
        return PageSupport(dict(zip(self.places, outcomes, strict=True)))

    def _outcome(self, place: Place) -> Outcome:
        """Return what the decoder says of a place."""
        posteriors = self.readings.by_place[place]
        original = max(posteriors, key=posteriors.__getitem__)
        return Outcome(
            familiarity=self._trust.familiarity(self.places[place], original),
            replaced=max(posteriors[original], LEAST_POSTERIOR),
            stays=max(self.readings.stays(place), LEAST_POSTERIOR),
        )

    def place_values(self, place: Place) -> Values:
        """Return what speaks for any change of a place."""
        familiarity, support = self.support(place)
        is_familiarity = [each is familiarity for each in Familiarity]
        pairs = map(float, is_familiarity)
        supports = (support * each for each in is_familiarity)
        return (*self.word_values(place), *pairs, *supports)

    def support(self, place: Place) -> tuple[Familiarity, float]:
        """Return how well a place's pair is known, and what others say for a change, in nats."""
        return self._support.of(place)

    def word_values(self, place: Place) -> Values:
        """Return what the words of a place, and where they stand, say for any change."""
        start, end = place
        name = self.page.are_names(start, end)
        title = start in self.page.title_places
        density = self._quotations.around(place)
        single = self._form_places[self.places[place]] == 1
        return (
            float(name),
            float(title),
            density,
            float(single),
        )

    def stays(self, place: Place) -> float:
        """Return the posterior, in nats, that the words of a place stay."""
        posterior = self.readings.stays(place)
        return log(max(posterior, LEAST_POSTERIOR))

    def replaced(self, place: Place, original: str) -> float:
        """Return the posterior, in nats, of an original of a place."""
        posterior = self.readings.by_place[place].get(original, 0.0)
        return log(max(posterior, LEAST_POSTERIOR))

    def nearby(self, place: Place, original: str | None) -> float:
        """Return how usual an original, or None for the words themselves, is near the others."""
        return self._nearby.fit(place, original)

"""What the readings of a text's places say of each other, as features of each."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from math import log

from cleaners.paraphrase.page_words import PageWords
from cleaners.paraphrase.quotation_density import QuotationDensity
from cleaners.paraphrase.readings import Place, Readings

LEAST_POSTERIOR = 0.002  # 0..1; keeps logarithms finite
# Posterior (0..1) that an original of a place must have for the place to be weighed at all.
LEAST_CHANCE = 0.1
# Features of a place, by name.
PLACE_FEATURES = ("name", "title", "quotation", "single")

Values = tuple[float, ...]
"""The values of some features, in the order of their names."""


class PageReadings:
    """The readings of a text, and what each says of the others."""

    def __init__(self, readings: Readings, page: PageWords) -> None:
        self._page = page
        self.readings = readings
        self.places = {
            place: tuple(page.forms[place[0] : place[1]])
            for place, posteriors in readings.by_place.items()
            if max(posteriors.values()) >= LEAST_CHANCE
        }
        self._form_places = Counter(self.places.values())

    @cached_property
    def _quotations(self) -> QuotationDensity:
        """How densely spun each quotation is."""
        return QuotationDensity.of(self.readings, self._page)

    def place_values(self, place: Place) -> Values:
        """Return what speaks for any change of a place."""
        start, end = place
        name = self._page.are_names(start, end)
        title = start in self._page.title_places
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

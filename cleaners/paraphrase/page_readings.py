"""What the readings of a text's places say of each other, as features of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from math import log, log1p

from cleaners.paraphrase.lexicon import Phrase
from cleaners.paraphrase.page_words import PageWords
from cleaners.paraphrase.quotation_density import QuotationDensity
from cleaners.paraphrase.readings import Place, Readings

LEAST_POSTERIOR = 0.002  # 0..1; keeps logarithms finite
# Posterior (0..1) that an original of a place must have for the place to be weighed at all.
LEAST_CHANCE = 0.05
# Places of a form that its votes are divided by, besides the others: few others say little.
VOTE_PRIOR_PLACES = 0.5
LEAST_VOTE = 0.02  # 0..1; keeps logarithms finite
# Features of a place, of an original at a place, and of staying there, by name.
PLACE_FEATURES = ("name", "title", "quotation", "single")
ORIGINAL_FEATURES = ("posterior", "in_text", "vote")
STAYING_FEATURES = ("stays_posterior",)

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
        self._votes = self._count_votes()

    def _count_votes(self) -> Mapping[tuple[Phrase, str], float]:
        """Sum the posteriors of each pair over the places of its form."""
        votes: dict[tuple[Phrase, str], float] = {}
        for place, form in self.places.items():
            if self._form_places[form] == 1:
                continue
            found = self.readings.by_place[place]
            for original, posterior in found.items():
                pair = (form, original)
                so_far = votes.get(pair, 0.0)
                votes[pair] = so_far + posterior
        return votes

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

    def original_values(self, place: Place, original: str, posterior: float) -> Values:
        """Return what speaks for an original of a place, in this text."""
        count = min(map(self._page.count, original.split()))
        return (
            log(max(posterior, LEAST_POSTERIOR)),
            log1p(count) if count else 0.0,
            self._vote(self.places[place], original, posterior),
        )

    def staying_values(self, place: Place) -> Values:
        """Return what speaks for leaving a place as it is."""
        return (log(max(self.readings.stays(place), LEAST_POSTERIOR)),)

    def _vote(self, form: Phrase, original: str, posterior: float) -> float:
        """Compare a posterior with that of the same original at the other places of its form."""
        others = self._form_places[form] - 1
        if not others:
            return 0.0
        elsewhere = self._votes[form, original] - posterior
        share = elsewhere + VOTE_PRIOR_PLACES * posterior + LEAST_VOTE
        return log(share / (others + VOTE_PRIOR_PLACES) / (posterior + LEAST_VOTE))

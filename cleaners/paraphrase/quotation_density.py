"""How densely spun each quotation of a text is: some spinners leave what people said alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from cleaners.paraphrase.page_words import PageWords, Segment
from cleaners.paraphrase.readings import Place, Readings

# Share of replaced words (0..1) of a usual quotation of a spun text, and the largest that counts.
USUAL_DENSITY = 0.25
LARGEST_DENSITY = 0.6
# Replaced words, and all words, that are added to a quotation before the two are compared.
PRIOR_REPLACED = 0.5
PRIOR_WORDS = 2.0


@dataclass(frozen=True, slots=True)
class QuotationDensity:
    """The quotation of each place that is in one, and how many of its words are replaced."""

    changed: Sequence[float]
    quotation_of: Mapping[int, Segment]
    replaced_in: Mapping[Segment, float]

    @classmethod
    def of(cls, readings: Readings, page: PageWords) -> QuotationDensity:
        """Count the words that are likely replaced in each quotation."""
        quotation_of: dict[int, Segment] = {}
        for quotation in page.quotations:
            places = range(quotation.start, quotation.end)
            quotation_of.update(dict.fromkeys(places, quotation))
        changed = _changed(readings, quotation_of)
        replaced_in = {
            quotation: sum(changed[quotation.start : quotation.end])
            for quotation in page.quotations
        }
        return cls(changed, quotation_of, replaced_in)

    def around(self, place: Place) -> float:
        """Compare the other words of a place's quotation with a usual one, in nats; 0 outside."""
        start, end = place
        quotation = self.quotation_of.get(start)
        if quotation is None:
            return 0.0
        own = sum(self.changed[start:end])
        replaced = self.replaced_in[quotation] - own
        replaced += PRIOR_REPLACED
        words = quotation.end - quotation.start
        words -= end - start
        density = replaced / (words + PRIOR_WORDS)
        density = min(LARGEST_DENSITY, density)
        return log(density / USUAL_DENSITY)


def _changed(readings: Readings, asked: Mapping[int, Segment]) -> list[float]:
    """Return the posterior that the word at each place was another, 0 if it is not asked for."""
    changed = [0.0] * len(readings.forms)
    for (start, end), posteriors in readings.by_place.items():
        if start in asked:
            _add(changed, range(start, end), sum(posteriors.values()))
    return [min(1.0, each) for each in changed]


def _add(values: list[float], places: Iterable[int], value: float) -> None:
    for place in places:
        values[place] += value

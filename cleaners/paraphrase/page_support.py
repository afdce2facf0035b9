"""How much a text supports the pairs of its places, by how well copies have shown such pairs.

A spinner may know fewer words than the lexicon, or others. Where pairs that one copy has shown read
badly all over a text, those that read well are likely chance. No place supports itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log

from cleaners.paraphrase.pair_trust import Familiarity

# Replaced places, and unreplaced ones, that are added before the two are compared; chosen on
# held-out pages, where 1 and 10 did as well.
PRIOR_PLACES = 3.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """The decoder's posteriors (0..1) that a place was replaced, by its best pair, and that not."""

    familiarity: Familiarity
    replaced: float
    stays: float


class PageSupport:
    """The summed outcomes of a text's places, by the familiarity of their pairs."""

    def __init__(self, outcomes: Mapping[tuple[int, int], Outcome]) -> None:
        self._outcomes = outcomes
        self._replaced = dict.fromkeys(Familiarity, PRIOR_PLACES)
        self._stays = dict.fromkeys(Familiarity, PRIOR_PLACES)
        for outcome in outcomes.values():
            self._replaced[outcome.familiarity] += outcome.replaced
            self._stays[outcome.familiarity] += outcome.stays

    def of(self, place: tuple[int, int]) -> tuple[Familiarity, float]:
        """Return the familiarity of a place, and what others of it say for a change, in nats."""
        own = self._outcomes[place]
        replaced = self._replaced[own.familiarity] - own.replaced
        stays = self._stays[own.familiarity] - own.stays
        return own.familiarity, log(replaced / stays)

"""The readings that were chosen at each place, and the places of a text that they change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple, Protocol, TypeVar

from cleaners.paraphrase.readings import Place

RankedHypotheses = tuple[tuple[str | None, float], ...]
"""Originals with their posteriors, likeliest first; None means that the words stay."""

Scores = dict[str | None, float]
"""A value for each reading of a place; None means that the words stay."""


class DecodedPlace(NamedTuple):
    """A place that is likely spun, and the posterior distribution over its originals.

    `start` and `end` are positions of words in their sentence.
    """

    start: int
    end: int
    hypotheses: RankedHypotheses

    @property
    def original(self) -> str | None:
        """The most likely original."""
        return self.hypotheses[0][0]

    @property
    def posterior(self) -> float:
        """The posterior of the most likely original."""
        return self.hypotheses[0][1]

    @property
    def words(self) -> range:
        """The positions of its words in their sentence."""
        return range(self.start, self.end)

    def moved(self, by: int) -> DecodedPlace:
        """Return the same place, so many words further on."""
        return self._replace(start=self.start + by, end=self.end + by)


class CoversWords(Protocol):
    """What stands at some words of a sentence or a text."""

    @property
    def words(self) -> range:
        """Their positions."""


Covering = TypeVar("Covering", bound=CoversWords)


@dataclass(frozen=True, slots=True)
class ChosenReadings:
    """The posteriors of all readings by place."""

    by_place: Mapping[Place, Scores]

    def likely(self, threshold: float) -> list[DecodedPlace]:
        """Return the places with an original that reaches the threshold, without overlaps.

        The likelier of two places that overlap is returned, and of those the first.
        """
        ranked = sorted(self._reaching(threshold), key=_rank)
        return sorted(without_overlaps(ranked), key=attrgetter("start"))

    def _reaching(self, threshold: float) -> Iterator[DecodedPlace]:
        """Yield the places whose likeliest reading is an original that reaches the threshold."""
        for (start, end), posteriors in self.by_place.items():
            place = DecodedPlace(start, end, _ranked(posteriors))
            if place.original and place.posterior >= threshold:
                yield place


def without_overlaps(ranked: Iterable[Covering]) -> list[Covering]:
    """Return those that share no word with one before them, in the same order."""
    taken: set[int] = set()
    apart = []
    for each in ranked:
        if taken.isdisjoint(each.words):
            taken.update(each.words)
            apart.append(each)
    return apart


def _rank(place: DecodedPlace) -> tuple[float, int, int]:
    """Return the key that sorts the likeliest place first."""
    return -place.posterior, place.start, place.end


def _ranked(posteriors: Scores) -> RankedHypotheses:
    """Sort originals by posterior, then by name."""
    by_rank = sorted(
        posteriors.items(),
        key=lambda hypothesis: (-hypothesis[1], hypothesis[0] or ""),
    )
    return tuple(by_rank)

"""The readings that were chosen at each place, and the places of a text that they change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

from cleaners.paraphrase.readings import Place

RankedHypotheses = tuple[tuple[str | None, float], ...]
"""Originals with their posteriors, likeliest first; None means that the words stay."""

Scores = dict[str | None, float]
"""A value for each reading of a place; None means that the words stay."""


class DecodedPlace(NamedTuple):
    """A place that is likely spun, and the posterior distribution over its originals.

    `start` and `end` are positions of words in their sentence. `posterior` is what the chooser gave
    the most likely original; the distribution has what the second look made of it.
    """

    start: int
    end: int
    hypotheses: RankedHypotheses
    posterior: float

    @property
    def original(self) -> str | None:
        """The most likely original."""
        return self.hypotheses[0][0]

    @property
    def confidence(self) -> float:
        """The probability that the most likely original restores the place."""
        return self.hypotheses[0][1]

    @property
    def words(self) -> range:
        """The positions of its words in their sentence."""
        return range(self.start, self.end)


LEAST_REST = 1e-9  # of a distribution; a guard against a division by zero


class Proposal(NamedTuple):
    """A place that may be edited, and its likeliest original.

    `start` and `end` are positions of words in their text; `hypotheses` begin with the original.
    `stays` is the posterior that the words stay.
    """

    start: int
    end: int
    hypotheses: RankedHypotheses
    stays: float

    @property
    def original(self) -> str:
        """The most likely original."""
        original, _ = self.hypotheses[0]
        assert original, "a proposal has an original"
        return original

    @property
    def posterior(self) -> float:
        """The posterior of the most likely original."""
        return self.hypotheses[0][1]

    def in_sentence(self, start: int, confidence: float) -> DecodedPlace:
        """Return the place by the positions of words in the sentence that starts at `start`.

        What is left beside the confidence is divided among the other readings.
        """
        first, end = self.start - start, self.end - start
        (best, posterior), *others = self.hypotheses
        scale = (1 - confidence) / max(1 - posterior, LEAST_REST)
        scaled = ((reading, scale * each) for reading, each in others)
        hypotheses = ((best, confidence), *scaled)
        return DecodedPlace(first, end, hypotheses, posterior)


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

    def proposals(self, threshold: float) -> Iterator[Proposal]:
        """Yield the places whose likeliest original reaches a threshold; they may overlap."""
        for (start, end), posteriors in self.by_place.items():
            ranked = _original_first(posteriors)
            proposal = Proposal(start, end, ranked, posteriors[None])
            if proposal.posterior >= threshold:
                yield proposal


def without_overlaps(ranked: Iterable[Covering]) -> list[Covering]:
    """Return those that share no word with one before them, in the same order."""
    taken: set[int] = set()
    apart = []
    for each in ranked:
        if taken.isdisjoint(each.words):
            taken.update(each.words)
            apart.append(each)
    return apart


def _original_first(posteriors: Scores) -> RankedHypotheses:
    """Sort readings by posterior, then by name, behind the likeliest original."""
    by_rank = sorted(
        posteriors.items(),
        key=lambda hypothesis: (-hypothesis[1], hypothesis[0] or ""),
    )
    best = next(each for each in by_rank if each[0])
    others = [each for each in by_rank if each is not best]
    return (best, *others)

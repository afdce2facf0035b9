"""Read a spun sentence as its most likely original, all places at once.

One swap feeds the next (data -> information -> info), so places cannot be repaired one after the
other: the channel and the language model weigh whole sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cleaners.paraphrase.document import Document
from cleaners.paraphrase.language_model import LanguageModel
from cleaners.paraphrase.lattice import lattice, prune
from cleaners.paraphrase.network import Network, networks
from cleaners.paraphrase.options import Options, Sense
from cleaners.paraphrase.words import Word


@dataclass(frozen=True, slots=True)
class Choice:
    """A place that reads as spun: the words' numbers, and the originals by posterior, best first.

    None among the `rivals` means that the words stay as they stand.
    """

    start: int
    end: int
    rivals: tuple[tuple[str | None, float], ...]

    @property
    def original(self) -> str | None:
        """The most likely reading."""
        return self.rivals[0][0]

    @property
    def posterior(self) -> float:
        """The probability of the most likely reading."""
        return self.rivals[0][1]


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence read: all that is likely, the known words that can only stand, and the best reading's gain (nats)."""

    words: Sequence[Word]
    networks: Sequence[Network]
    settled: Sequence[Sense]
    gain: float


class Decoder:
    """Reads sentences with one lexicon and one language model."""

    def __init__(self, options: Options, model: LanguageModel) -> None:
        self.options = options
        self.model = model

    def read(self, sentence: Sequence[Word]) -> Reading:
        """Weigh all readings of a sentence, knowing nothing but the sentence."""
        places = lattice(sentence, self.options)
        return Reading(sentence, *networks(places, prune(places, self.model), self.model))


def choices(reading: Reading, document: Document, floor: float) -> Iterator[Choice]:
    """Yield the places whose likeliest original, in the light of the document, reaches a posterior above a half.

    Two such places cannot overlap: each stands in more than half of all that the sentence may have said.
    """
    for network in reading.networks:
        posteriors = network.weighed(document.factors(network.edges, network.posteriors))
        standing: dict[int, float] = {}
        places: dict[tuple[int, int], dict[str | None, float]] = {}
        for (start, end, sense), posterior in zip(network.edges, posteriors, strict=True):
            if sense.original is None:
                standing[start] = posterior
            else:
                found = places.setdefault((start, end), {})
                found[sense.original] = found.get(sense.original, 0.0) + posterior
        for (start, end), found in sorted(places.items()):
            if max(found.values()) >= floor:
                found[None] = min(standing.get(at, 0.0) for at in range(start, end))
                yield Choice(start, end, _ranked(found))


def _ranked(found: dict[str | None, float]) -> tuple[tuple[str | None, float], ...]:
    return tuple(sorted(found.items(), key=lambda rival: (-rival[1], rival[0] or "")))

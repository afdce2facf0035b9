"""Read a spun text as its most likely original, all places at once.

One swap feeds the next (data -> information -> info), so places cannot be repaired one after the
other: the channel and the language model weigh whole sentences.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from cleaners.paraphrase.hypotheses import Options
from cleaners.paraphrase.language_model import END, LanguageModel, Likely, Numbers
from cleaners.paraphrase.lattice import Lattice, lattice, prune
from cleaners.paraphrase.network import Network
from cleaners.paraphrase.words import Word


class Choice(NamedTuple):
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
class Paragraph:
    """Sentences read, and their gain: how much likelier (nats) the best spun reading is than what stands."""

    sentences: Sequence[Sequence[Word]]
    words: int
    gain: float


@dataclass(frozen=True, slots=True)
class Reading:
    """A text read: all that is likely, and the places where sentences end, with one before the first."""

    paragraphs: Sequence[Paragraph]
    network: Network
    ends: Numbers


class Decoder:
    """Reads texts with one lexicon and one language model."""

    def __init__(self, options: Options, model: LanguageModel) -> None:
        self.options = options
        self.model = model

    def read(self, paragraphs: Sequence[Sequence[Sequence[Word]]]) -> Reading:
        """Weigh all readings of paragraphs, knowing nothing but their sentences."""
        whole = lattice(
            [sentence for paragraph in paragraphs for sentence in paragraph],
            self.options,
            self.model,
        )
        network = Network(prune(whole, self.model), self.model)
        words, likely = self._as_it_stands(whole)
        ends = np.flatnonzero(words == END)
        borders = ends[np.cumsum([0, *map(len, paragraphs)])]
        gains = np.diff(
            network.best_at(borders + 1, self.model.start)
        ) - np.add.reduceat(likely, borders[:-1])
        read = [
            Paragraph(sentences, sum(map(len, sentences)), gain)
            for sentences, gain in zip(paragraphs, gains.tolist(), strict=True)
        ]
        return Reading(read, network, ends)

    def _as_it_stands(self, whole: Lattice) -> tuple[Numbers, Likely]:
        """Return the words of a text, by number, and how likely (nats) each but the first is."""
        first = whole.first_edges()
        words, pairs = (
            whole.rows["numbers"][first, 0],
            whole.pairs[first[whole.left] & first[whole.right]],
        )
        alone = self.model.after_one(words[:-1], words[1:], pairs)
        before = np.where(
            words[:-1] == END, self.model.start, np.append(self.model.start, pairs[:-1])
        )
        return words, self.model.after_two(before, words[1:], alone)

    def choices(
        self, reading: Reading, posteriors: Likely, floor: float
    ) -> list[list[Choice]]:
        """Return for each sentence the places whose likeliest original reaches a posterior above a half.

        Two such places cannot overlap: each stands in more than half of all that the sentence may have said.
        """
        edges = reading.network.edges
        stands = edges.rows["stands"]
        left = dict(
            zip(edges.starts[stands].tolist(), posteriors[stands].tolist(), strict=True)
        )
        places: dict[tuple[int, int], dict[str | None, float]] = {}
        for number, start, end, posterior in _weighty(edges, posteriors, floor):
            found, original = (
                places.setdefault((start, end), {}),
                self.options.table.originals[number],
            )
            found[original] = found.get(original, 0.0) + posterior
        chosen: list[list[Choice]] = [[] for _ in reading.ends[1:]]
        ends = reading.ends.tolist()
        for (start, end), found in sorted(places.items()):
            if max(found.values()) >= floor:
                found[None] = min([left.get(at, 0.0) for at in range(start, end)])
                sentence = bisect(ends, start) - 1
                first = ends[sentence] + 1
                chosen[sentence].append(
                    Choice(start - first, end - first, _ranked(found))
                )
        return chosen


def _weighty(
    edges: Lattice, posteriors: Likely, floor: float
) -> Iterator[tuple[int, int, int, float]]:
    """Yield number, place and posterior of all that may replace words that are rather replaced than not."""
    replaces = np.flatnonzero(~edges.rows["stands"])
    rows, posteriors = edges.rows[replaces], posteriors[replaces]
    starts, ends = (
        edges.starts[replaces] + rows["lead"],
        edges.ends[replaces] - rows["trail"],
    )
    _, at = np.unique(starts << 32 | ends, return_inverse=True)
    weighty = np.bincount(at, posteriors)[at] >= floor
    found = (edges.numbers[replaces], starts, ends, posteriors)
    return zip(*(each[weighty].tolist() for each in found), strict=True)


def _ranked(found: dict[str | None, float]) -> tuple[tuple[str | None, float], ...]:
    return tuple(sorted(found.items(), key=lambda rival: (-rival[1], rival[0] or "")))

"""Decode a spun text: find its most likely original, all places at once.

One swap feeds the next (data -> information -> info), so places cannot be repaired one after the
other: the channel and the language model score whole sentences.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np

from cleaners.paraphrase.hypotheses import Hypotheses
from cleaners.paraphrase.identity_path import IdentityPath
from cleaners.paraphrase.language_model import FloatArray, IntArray, LanguageModel
from cleaners.paraphrase.lattice import Lattice, build_lattice, prune
from cleaners.paraphrase.network import Network
from cleaners.paraphrase.words import Word

RankedHypotheses = tuple[tuple[str | None, float], ...]
"""Originals with their posteriors, likeliest first; None means that the words stay."""

Paragraph = Sequence[Sequence[Word]]
"""The sentences of a paragraph."""

Posteriors = dict[str | None, float]
"""The posterior of each original of a place; None means that the words stay."""

Place = tuple[int, int]
"""Start and end of words of a text, as places of the lattice."""


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


@dataclass(frozen=True, slots=True)
class DecodedParagraph:
    """Decoded sentences, the number of their words, and their gain.

    The gain (nats) is how much likelier the best path through the lattice is than the text itself.
    """

    sentences: Paragraph
    words: int
    gain: float


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A decoded text: its paragraphs, its network, and the places where sentences end.

    `sentence_ends` is int64 of shape (sentences + 1,); the first is before the first sentence.
    """

    paragraphs: Sequence[DecodedParagraph]
    network: Network
    sentence_ends: IntArray


class Decoder:
    """Decodes texts with one lexicon and one language model."""

    def __init__(self, hypotheses: Hypotheses, model: LanguageModel) -> None:
        self.hypotheses = hypotheses
        self.model = model

    def decode(self, paragraphs: Sequence[Paragraph]) -> DecodedText:
        """Score all paths through paragraphs of sentences, each sentence on its own."""
        sentences = list(chain.from_iterable(paragraphs))
        lattice = build_lattice(sentences, self.hypotheses, self.model)
        identity = IdentityPath.of(lattice)
        network = Network(prune(lattice, self.model), self.model)
        decoded = self._decoded_paragraphs(paragraphs, network, identity)
        return DecodedText(decoded, network, identity.sentence_ends())

    def _decoded_paragraphs(
        self,
        paragraphs: Sequence[Paragraph],
        network: Network,
        identity: IdentityPath,
    ) -> list[DecodedParagraph]:
        """Return paragraphs with the number of their words and their gain (nats)."""
        ends = _paragraph_ends(paragraphs, identity.sentence_ends())
        best_scores = self._best_scores(ends, network)
        identity_scores = identity.scores(ends, self.model)
        gains = (best_scores - identity_scores).tolist()
        decoded = []
        for paragraph, gain in zip(paragraphs, gains, strict=True):
            words = sum(map(len, paragraph))
            decoded.append(DecodedParagraph(paragraph, words, gain))
        return decoded

    def _best_scores(self, ends: IntArray, network: Network) -> FloatArray:
        """Return the score (nats) of the best path through each paragraph.

        `ends` are the places where paragraphs end, with one before the first.
        """
        scores_before = network.best_at(ends + 1, self.model.start_bigram)
        return np.diff(scores_before)

    def places(
        self, decoded: DecodedText, posteriors: FloatArray, threshold: float
    ) -> list[list[DecodedPlace]]:
        """Return the places of each sentence with an original that reaches the threshold.

        Above a half, two such places cannot overlap: each is part of more than half of all paths,
        by weight. `posteriors` are those of the network's edges.
        """
        lattice = decoded.network.lattice
        unchanged = _identity_posteriors(lattice, posteriors)
        by_place = self._replacements_by_place(lattice, posteriors, threshold)
        ends = decoded.sentence_ends.tolist()
        places: list[list[DecodedPlace]] = [[] for _ in ends[1:]]
        for (start, end), replacements in sorted(by_place.items()):
            if max(replacements.values()) < threshold:
                continue
            replacements[None] = _least_posterior(unchanged, range(start, end))
            sentence = bisect(ends, start) - 1
            first_word = ends[sentence] + 1
            place = DecodedPlace(
                start=start - first_word,
                end=end - first_word,
                hypotheses=_ranked(replacements),
            )
            places[sentence].append(place)
        return places

    def _replacements_by_place(
        self, lattice: Lattice, posteriors: FloatArray, threshold: float
    ) -> dict[Place, Posteriors]:
        """Sum the posteriors of each original at each place, for places that reach the threshold.

        A place is the start and end of the words that would change.
        """
        starts = lattice.starts + lattice.rows["shared_before"]
        ends = lattice.ends - lattice.rows["shared_after"]
        replacements_only = np.flatnonzero(~lattice.is_identity)
        place_posteriors = _sums_by_place(
            starts[replacements_only],
            ends[replacements_only],
            posteriors[replacements_only],
        )
        likely = replacements_only[place_posteriors >= threshold]
        return self._sums_by_original(
            lattice.hypotheses[likely].tolist(),
            starts[likely].tolist(),
            ends[likely].tolist(),
            posteriors[likely].tolist(),
        )

    def _sums_by_original(
        self,
        hypotheses: list[int],
        starts: list[int],
        ends: list[int],
        posteriors: list[float],
    ) -> dict[Place, Posteriors]:
        """Sum the posteriors of edges by place and original."""
        originals = self.hypotheses.table.originals
        edges = zip(hypotheses, starts, ends, posteriors, strict=True)
        by_place: dict[Place, Posteriors] = {}
        for hypothesis, start, end, posterior in edges:
            original = originals[hypothesis]
            sums = by_place.setdefault((start, end), {})
            sums[original] = sums.get(original, 0.0) + posterior
        return by_place


def _paragraph_ends(
    paragraphs: Sequence[Paragraph], sentence_ends: IntArray
) -> IntArray:
    """Return the places where paragraphs end, with one before the first."""
    sentence_counts = [len(paragraph) for paragraph in paragraphs]
    sentences_before = np.cumsum([0, *sentence_counts])
    ends: IntArray = sentence_ends[sentences_before]
    return ends


def _sums_by_place(
    starts: IntArray, ends: IntArray, posteriors: FloatArray
) -> FloatArray:
    """Return for each edge the sum of the posteriors of all edges at its place."""
    places = starts << 32 | ends
    _, place_ids = np.unique(places, return_inverse=True)
    sums = np.bincount(place_ids, posteriors).astype(np.float64)
    return sums[place_ids]


def _identity_posteriors(lattice: Lattice, posteriors: FloatArray) -> dict[int, float]:
    """Return the posterior that the word at each place stays as it is."""
    places = lattice.starts[lattice.is_identity]
    stays = posteriors[lattice.is_identity]
    return dict(zip(places.tolist(), stays.tolist(), strict=True))


def _least_posterior(posteriors: Mapping[int, float], places: range) -> float:
    """Return the least posterior of some places, 0 where there is none."""
    return min([posteriors.get(place, 0.0) for place in places])


def _ranked(posteriors: Posteriors) -> RankedHypotheses:
    """Sort originals by posterior, then by name."""
    by_rank = sorted(
        posteriors.items(),
        key=lambda hypothesis: (-hypothesis[1], hypothesis[0] or ""),
    )
    return tuple(by_rank)

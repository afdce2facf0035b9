"""Find what a text may be about: `python -m flows.training.build_topics`, after the language model.

A mixture of word distributions, fitted by expectation and maximisation (Nigam et al. 2000) to the
documents that the language model was counted in. What ships is how much commoner each frequent
word is in each topic, as a logarithm in eight bits.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from flows.training.build_language_model import documents, encode, pages

TARGET = Path(__file__).parents[2] / "cleaners" / "data" / "topics.npz"
TOPICS = 16
ROUNDS = 30
STARTS = 6  # fits from different beginnings, of which the likeliest is kept
CHUNK = 400  # words of a document that are taken together
COMMON = 150  # the most frequent words say nothing about a topic
RARE = 60  # fewer sightings of a word say nothing either
ENOUGH = 15  # telling words that a chunk must hold to count
MOST = 3  # sightings of one word that count in one chunk
SMOOTHING = 50
FLATNESS = 0.5  # words of a text depend on one another: each counts half
SHOWN = 4_000  # words, by frequency, of which a topic is described
UNITS = 16  # packed units per nat

Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Counts:
    """How often (`times`) each chunk holds each telling word."""

    chunk: NDArray[np.int64]
    word: NDArray[np.int64]
    times: Reals


def main() -> None:
    """Fit the topics to the texts of BENCH_DATA that the language model was counted in, and write them."""
    bench = Path(
        os.environ.get("BENCH_DATA", Path(__file__).parents[3] / "shared" / "bench")
    )
    texts = (
        *documents(bench / "paraphrase" / "genuine"),
        *pages(bench / "html_extraction" / "gold.jsonl"),
    )
    words, stream, starts = encode(iter(texts))
    counts = counted(stream.astype(np.int64), starts.astype(np.int64))
    _, prior, lean = max(
        (fitted(counts, len(words), start) for start in range(STARTS)),
        key=lambda fit: fit[0],
    )
    np.savez_compressed(
        TARGET,
        prior=prior,
        lean=np.clip(np.rint(lean * UNITS), -127, 127).astype(np.int8),
        units=UNITS,
    )
    for topic in range(TOPICS):
        telling = np.argsort(
            -lean[topic] * (np.arange(len(words)) < SHOWN), kind="stable"
        )[:8]
        sys.stdout.write(
            f"{prior[topic]:.3f} {' '.join(words[number] for number in telling)}\n"
        )
    sys.stdout.write(f"{TARGET.stat().st_size:,} bytes in {TARGET}\n")


def counted(stream: NDArray[np.int64], starts: NDArray[np.int64]) -> Counts:
    """Count the telling words of each chunk."""
    document = np.searchsorted(starts, np.arange(len(stream)), side="right") - 1
    place = np.arange(len(stream)) - starts[document]
    _, chunk = np.unique(document << 20 | place // CHUNK, return_inverse=True)
    total = np.bincount(stream)
    tells = (stream >= COMMON) & (total[stream] >= RARE)
    pairs, times = np.unique(chunk[tells] << 16 | stream[tells], return_counts=True)
    return Counts(pairs >> 16, pairs & 0xFFFF, np.minimum(times, MOST).astype(float))


def fitted(counts: Counts, size: int, start: int) -> tuple[float, Reals, Reals]:
    """Return the fit (nats), the topics' shares, and per topic the log-ratio of each word to its use anywhere."""
    total = np.bincount(counts.word, counts.times, size)
    base = (total + 1e-9) / total.sum()
    chunks = int(counts.chunk.max()) + 1
    enough = np.bincount(counts.chunk, counts.times, chunks) >= ENOUGH
    belongs = np.random.default_rng(start).dirichlet(np.full(TOPICS, 0.3), chunks)
    lean = np.zeros((TOPICS, size))
    fit = 0.0
    for _ in range(ROUNDS):
        for topic in range(TOPICS):
            here = np.bincount(
                counts.word, counts.times * belongs[counts.chunk, topic], size
            )
            lean[topic] = np.log(
                (here + SMOOTHING * base) / (here.sum() + SMOOTHING) / base
            )
        prior = belongs[enough].mean(axis=0)
        fit, belongs = _shares(counts, lean, prior, chunks)
        belongs[~enough] = 1 / TOPICS
    return fit, prior, np.where(total > 0, lean, 0)


def _shares(
    counts: Counts, lean: Reals, prior: Reals, chunks: int
) -> tuple[float, Reals]:
    """Return how likely (nats) the topics make the chunks, and how much of each belongs to each topic."""
    rows = [
        np.bincount(counts.chunk, counts.times * topic[counts.word], chunks)
        for topic in lean
    ]
    likely = FLATNESS * np.stack(rows, axis=1) + np.log(prior)
    top = likely.max(axis=1, keepdims=True)
    shares = np.exp(likely - top)
    total = shares.sum(axis=1, keepdims=True)
    return float((np.log(total) + top).sum()), np.asarray(shares / total)


if __name__ == "__main__":
    main()

"""Find what a text may be about: `python -m flows.training.build_topics`.

A mixture of word distributions is fitted by expectation maximisation (Nigam et al. 2000) to the
documents in which the language model was counted; run it after `build_language_model`, as topics
use the numbers of its words. The result is the logarithm of how much more frequent each word is in
each topic than elsewhere, in eight bits.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from flows.training.bench_data import BENCH_DATA
from flows.training.corpus import EncodedCorpus, encode, read_documents, read_pages

TARGET = Path(__file__).parents[2] / "cleaners" / "data" / "topics.npz"
# These were chosen, not measured, where nothing else is said.
TOPICS = 16
ROUNDS = 30  # of expectation maximisation
STARTS = 6  # fits from different random starts, of which the likeliest is kept
CHUNK = 400  # words of a document that are counted together
COMMON = 150  # the most frequent words, which are typical of no topic
RARE = 60  # occurrences in the corpus; rarer words are not counted
FEWEST_WORDS = 15  # counted words of a chunk that takes part in the estimate
MOST_TIMES = 3  # occurrences of one word that count in a chunk
SMOOTHING = 50  # occurrences distributed over all words, added to each topic
CONCENTRATION = 0.3  # of the Dirichlet distribution of a random start
WORD_WEIGHT = 0.5  # of a log-likelihood: words of a text depend on one another
SMALLEST_COUNT = 1e-9  # a guard against log(0)
SHOWN_WORDS = 8  # that describe a topic in the output
SHOWN_VOCABULARY = 4_000  # most frequent words, from which these are taken
UNITS = 16  # packed units per nat
WORD_BITS = 16  # of a number of a word
LAST_WORD = (1 << WORD_BITS) - 1  # mask
LARGEST_UNIT = 127  # of a signed byte

Reals = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Counts:
    """How often (`times`) a chunk has a word; one element for each pair of chunk and word."""

    chunk: Integers
    word: Integers
    times: Reals

    def per_word(self, size: int, weights: Reals | float = 1.0) -> Reals:
        """Return the weighted number of occurrences of each word."""
        return np.asarray(np.bincount(self.word, self.times * weights, size), float)

    def per_chunk(self, weights: Reals | float = 1.0) -> Reals:
        """Return the weighted number of occurrences in each chunk."""
        return np.asarray(np.bincount(self.chunk, self.times * weights), float)


@dataclass(frozen=True, slots=True)
class TopicModel:
    """A fitted mixture.

    `log_likelihood` is in nats. `prior` has the share of each topic; `log_ratio` has the shape
    (topics, words), in nats.
    """

    log_likelihood: float
    prior: Reals
    log_ratio: Reals


def main() -> None:
    """Fit the topics to the texts of the language model, and write them."""
    corpus = _read_corpus()
    counts = count_words(corpus)
    best = fit_best(counts, len(corpus.words))
    write_topics(TARGET, best)
    for line in describe(best, corpus.words):
        sys.stdout.write(f"{line}\n")
    size = TARGET.stat().st_size
    sys.stdout.write(f"{size:,} bytes in {TARGET}\n")


def _read_corpus() -> EncodedCorpus:
    """Read the texts of the language model."""
    genuine = BENCH_DATA / "paraphrase" / "genuine"
    gold = BENCH_DATA / "html_extraction" / "gold.jsonl"
    documents = read_documents(genuine)
    pages = read_pages(gold)
    return encode([*documents, *pages])


def fit_best(counts: Counts, size: int) -> TopicModel:
    """Fit the topics from several random starts, and return the likeliest model."""
    models = [fit_topics(counts, size, start) for start in range(STARTS)]
    return max(models, key=lambda model: model.log_likelihood)


def write_topics(path: Path, model: TopicModel) -> None:
    """Write a model, with the log-ratios in UNITS per nat."""
    units = np.rint(model.log_ratio * UNITS)
    packed = np.clip(units, -LARGEST_UNIT, LARGEST_UNIT).astype(np.int8)
    np.savez_compressed(path, prior=model.prior, lean=packed, units=UNITS)


def describe(model: TopicModel, words: list[str]) -> list[str]:
    """Return for each topic its share, and the words that are most typical of it."""
    is_shown = np.arange(len(words)) < SHOWN_VOCABULARY
    lines = []
    for share, log_ratio in zip(model.prior, model.log_ratio, strict=True):
        typical = _typical_words(log_ratio * is_shown, words)
        lines.append(f"{share:.3f} {typical}")
    return lines


def _typical_words(log_ratio: Reals, words: list[str]) -> str:
    """List the words that are most typical of a topic."""
    order = np.argsort(-log_ratio, kind="stable")
    typical = [words[number] for number in order[:SHOWN_WORDS]]
    return " ".join(typical)


def count_words(corpus: EncodedCorpus) -> Counts:
    """Count the words of each chunk that are neither common nor rare."""
    keys = _counted_keys(corpus)
    pairs, times = np.unique(keys, return_counts=True)
    return Counts(
        chunk=pairs >> WORD_BITS,
        word=pairs & LAST_WORD,
        times=np.minimum(times, MOST_TIMES).astype(float),
    )


def _counted_keys(corpus: EncodedCorpus) -> Integers:
    """Return the number of chunk and word as one, for each word that is counted."""
    stream = corpus.stream.astype(np.int64)
    starts = corpus.starts.astype(np.int64)
    chunk = _chunk_numbers(starts, len(stream))
    keys = chunk << WORD_BITS | stream
    return keys[_is_counted(stream)]


def _is_counted(stream: Integers) -> NDArray[np.bool_]:
    """Return for each word of the stream whether it is neither common nor rare."""
    occurrences = np.bincount(stream)
    is_rare = occurrences < RARE
    return (stream >= COMMON) & ~is_rare[stream]


def _chunk_numbers(starts: Integers, size: int) -> Integers:
    """Return the number of the chunk of each word in the stream."""
    place = np.arange(size)
    document = np.searchsorted(starts, place, side="right") - 1
    chunk_of_document = (place - starts[document]) // CHUNK
    key = document << 20 | chunk_of_document
    _, chunk = np.unique(key, return_inverse=True)
    return np.asarray(chunk)


def fit_topics(counts: Counts, size: int, start: int) -> TopicModel:
    """Fit the topics from the random start of a seed; `size` is the number of words."""
    total = counts.per_word(size)
    base = _smoothed(total)
    is_unused = _are_short(counts)
    shares = _random_shares(start, len(is_unused))
    log_likelihood = 0.0
    for _ in range(ROUNDS):
        log_ratio = _log_ratios(counts, shares, base)
        prior = shares[~is_unused].mean(axis=0)
        log_joint = _log_joint(counts, log_ratio, prior)
        log_likelihood, shares = _topic_shares(log_joint)
        shares[is_unused] = 1 / TOPICS
    seen_ratio = np.where(total > 0, log_ratio, 0)
    return TopicModel(log_likelihood, prior, seen_ratio)


def _smoothed(total: Reals) -> Reals:
    """Return the share of each word of all words; none is 0."""
    shares: Reals = (total + SMALLEST_COUNT) / total.sum()
    return shares


def _are_short(counts: Counts) -> NDArray[np.bool_]:
    """Return for each chunk whether it has too few words for the estimate."""
    return counts.per_chunk() < FEWEST_WORDS


def _random_shares(seed: int, chunks: int) -> Reals:
    random = np.random.default_rng(seed)
    concentration = np.full(TOPICS, CONCENTRATION)
    return random.dirichlet(concentration, chunks)


def _log_ratios(counts: Counts, shares: Reals, base: Reals) -> Reals:
    """Return for each topic the logarithm of each word's frequency there over `base`.

    `shares` has the shape (chunks, topics): how much of a chunk belongs to a topic.
    """
    rows = []
    for topic in range(TOPICS):
        in_topic = counts.per_word(len(base), shares[counts.chunk, topic])
        smoothed = in_topic + SMOOTHING * base
        rows.append(np.log(smoothed / (in_topic.sum() + SMOOTHING) / base))
    return np.stack(rows)


def _log_joint(counts: Counts, log_ratio: Reals, prior: Reals) -> Reals:
    """Return the log-probability (nats) of each chunk together with each topic."""
    log_words = [counts.per_chunk(topic[counts.word]) for topic in log_ratio]
    weighted = WORD_WEIGHT * np.stack(log_words, axis=1)
    return np.asarray(weighted + np.log(prior))


def _topic_shares(log_joint: Reals) -> tuple[float, Reals]:
    """Return the log-likelihood (nats) of the chunks, and the share of each chunk in each topic."""
    largest = log_joint.max(axis=1, keepdims=True)
    shares = np.exp(log_joint - largest)
    total = shares.sum(axis=1, keepdims=True)
    log_total = np.log(total) + largest
    return float(log_total.sum()), np.asarray(shares / total)


if __name__ == "__main__":
    main()

"""Build the word vectors of the paraphrase stage: `python -m flows.training.build_word_vectors`.

Two words have similar vectors where they stand near the same words. They come from the texts of the
language model: how much oftener than by chance two words are near each other (positive pointwise
mutual information), reduced to a few dimensions (singular value decomposition). Every word is one
of the language model, so at least three documents have it, and no text can be read back.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.linalg import svds

from cleaners.paraphrase import language_model
from flows.training.bench_data import BENCH_DATA
from flows.training.build_language_model import PAGE_WEIGHT
from flows.training.corpus import encode, read_documents, read_pages

TARGET = Path(__file__).parents[2] / "cleaners" / "data" / "word_vectors.npz"
WORDS = (
    30_000  # the most frequent words of the language model; rarer ones have no vector
)
WINDOW = 5  # words on each side that count as near
LEAST_PLACES = (
    1.0  # summed weight of a pair of words that counts: that of two neighbours
)
# Exponent of the frequency of the words around, as in word2vec: rare ones say less.
CONTEXT_POWER = 0.75
DIMENSIONS = 64
# Exponent of the singular values, chosen on held-out pages: .5 weighs the largest too much.
VALUE_POWER = 0.25
FIRST_WORD = (
    2  # number of the first word: 0 is the end of a sentence, 1 any unknown word
)
LARGEST_BYTE = 127
LARGEST_PERCENTILE = 99.99  # of the values; larger ones are cut off
FIXED_START = 1.0  # of each value of the vector that the decomposition starts with

Words = NDArray[np.int64]
Reals = NDArray[np.float64]


def main() -> None:
    """Count, reduce and write."""
    counts = sum(chain.from_iterable(_all_counts()), csr_matrix((WORDS, WORDS)))
    vectors = _vectors(_mutual_information(counts))
    np.savez_compressed(TARGET, vectors=pack(vectors))
    size = TARGET.stat().st_size
    sys.stdout.write(f"{len(vectors):,} words, {size:,} bytes in {TARGET}\n")


def _all_counts() -> Iterator[Iterator[csr_matrix]]:
    """Yield the counts of documents, and those of web pages, which weigh more."""
    documents = read_documents(BENCH_DATA / "paraphrase" / "genuine")
    yield _counts(_stream(documents), 1.0)
    pages = read_pages(BENCH_DATA / "html_extraction" / "gold.jsonl")
    yield _counts(_stream(pages), PAGE_WEIGHT)


def _stream(texts: Iterator[str]) -> Words:
    """Return the words of texts as numbers of the language model; rare ones are 1."""
    corpus = encode(texts)
    vocabulary = language_model.load().vocabulary
    numbers = [vocabulary.get(word, 1) for word in corpus.words]
    stream = np.array(numbers)[corpus.stream.astype(np.int64)]
    return np.where(stream < WORDS, stream, 1)


def _counts(stream: Words, weight: float) -> Iterator[csr_matrix]:
    """Yield how often each two words stand at each distance in a sentence; near ones count more."""
    sentences = np.cumsum(stream == 0)
    for distance in range(1, WINDOW + 1):
        near = _are_near(stream, sentences, distance)
        ends = (stream[:-distance][near], stream[distance:][near])
        counts = _matrix(np.full(near.sum(), weight / np.sqrt(distance)), ends)
        yield counts + counts.T


def _are_near(stream: Words, sentences: Words, distance: int) -> NDArray[np.bool_]:
    """Return whether two words at a distance are in one sentence, by the first of them."""
    are_words = stream >= FIRST_WORD
    both: NDArray[np.bool_] = are_words[:-distance] & are_words[distance:]
    near: NDArray[np.bool_] = both & (sentences[:-distance] == sentences[distance:])
    return near


def _matrix(values: Reals, ends: tuple[Words, Words]) -> csr_matrix:
    """Return a matrix of words by words; values of the same two are added up."""
    return coo_matrix((values, ends), shape=(WORDS, WORDS)).tocsr()


def _mutual_information(counts: csr_matrix) -> csr_matrix:
    """Return how much oftener (nats) than by chance two words are near, where it is oftener."""
    pairs = counts.tocoo()
    information = np.log(pairs.data / _by_chance(counts, pairs))
    kept = (information > 0) & (pairs.data >= LEAST_PLACES)
    one_sided = _matrix(information[kept], (pairs.row[kept], pairs.col[kept]))
    return (one_sided + one_sided.T) / 2


def _by_chance(counts: csr_matrix, pairs: coo_matrix) -> Reals:
    """Return how often two words would be near by chance."""
    totals = np.asarray(counts.sum(axis=1)).ravel() + LEAST_PLACES
    powers = totals**CONTEXT_POWER
    shares = powers / powers.sum()
    by_chance: Reals = totals[pairs.row] * shares[pairs.col]
    return by_chance


def _vectors(information: csr_matrix) -> Reals:
    """Return a vector for each word, shorter ones for words with little information."""
    start = np.full(WORDS, FIXED_START)
    left, values, right = svds(information, k=DIMENSIONS, v0=start)
    # A dimension whose two sides differ in sign says which words avoid each other.
    signs = np.sum(left * right.T, axis=0)
    attracting = signs > 0
    return _scaled(left[:, attracting] * values[attracting] ** VALUE_POWER)


def _scaled(vectors: Reals) -> Reals:
    """Return vectors whose lengths are the square roots of what they were."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Reals = vectors / np.sqrt(np.maximum(lengths, np.finfo(float).tiny))
    return scaled


def pack(vectors: Reals) -> NDArray[np.int8]:
    """Round vectors to bytes; their scale is without meaning."""
    largest = np.percentile(np.abs(vectors), LARGEST_PERCENTILE)
    scaled = np.rint(vectors / largest * LARGEST_BYTE)
    clipped = np.clip(scaled, -LARGEST_BYTE, LARGEST_BYTE)
    packed: NDArray[np.int8] = clipped.astype(np.int8)
    return packed


if __name__ == "__main__":
    main()

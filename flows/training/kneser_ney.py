"""Estimate trigram probabilities with interpolated Kneser-Ney smoothing.

The method is that of Chen and Goodman 1999, with one discount per order. N-grams are keys of 16
bits a word, the last word lowest. Documents can have weights; the discounts and the counts of
continuations come from unweighted counts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flows.training.corpus import FEWEST_DOCUMENTS, EncodedCorpus, Ids

WORD_BITS = np.uint64(16)
LAST_WORD = np.uint64(0xFFFF)
LAST_TWO_WORDS = np.uint64(0xFFFFFFFF)

Reals = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class NGramCounts:
    """The n-grams of one order as sorted keys, with counts for each."""

    keys: Ids
    counts: Reals  # occurrences, weighted
    places: Integers  # occurrences
    documents: Integers


@dataclass(frozen=True, slots=True)
class NGramProbabilities:
    """The kept n-grams of one order, sorted by key, with their probabilities."""

    keys: Ids
    probability: Reals


@dataclass(frozen=True, slots=True)
class TrigramModel:
    """The words by number, and the probabilities of each order; unigrams have one per word."""

    words: list[str]
    unigrams: Reals
    bigrams: NGramProbabilities
    trigrams: NGramProbabilities


def estimate(corpus: EncodedCorpus, weights: Reals) -> TrigramModel:
    """Estimate smoothed probabilities, and keep n-grams of at least FEWEST_DOCUMENTS documents.

    `weights` has one value a document.
    """
    stream = corpus.stream
    document = _document_numbers(corpus)
    pairs = _count_bigrams(stream, document, weights)
    triples = _count_trigrams(stream, document, weights)
    one = _unigrams(pairs, len(corpus.words))
    two = _bigrams(pairs, triples, one)
    three = _trigrams(triples, pairs, two)
    bigrams = _keep_frequent(pairs, two)
    trigrams = _keep_frequent(triples, three)
    return TrigramModel(corpus.words, one, bigrams, trigrams)


def _keep_frequent(grams: NGramCounts, probability: Reals) -> NGramProbabilities:
    """Keep the n-grams that enough documents have."""
    kept = grams.documents >= FEWEST_DOCUMENTS
    return NGramProbabilities(grams.keys[kept], probability[kept])


def _document_numbers(corpus: EncodedCorpus) -> Integers:
    """Return the number of the document of each word in the stream."""
    is_first = np.zeros(len(corpus.stream), dtype=np.int64)
    is_first[corpus.starts.astype(np.int64)[1:]] = 1
    return np.cumsum(is_first)


def _count_bigrams(stream: Ids, document: Integers, weights: Reals) -> NGramCounts:
    """Count the bigrams inside documents."""
    keys = stream[:-1] << WORD_BITS | stream[1:]
    inside = document[:-1] == document[1:]
    return _count(keys[inside], document[:-1][inside], weights)


def _count_trigrams(stream: Ids, document: Integers, weights: Reals) -> NGramCounts:
    """Count the trigrams inside documents that have no sentence end in the middle."""
    first, middle, last = stream[:-2], stream[1:-1], stream[2:]
    keys = first << np.uint64(32) | middle << WORD_BITS | last
    inside = (document[:-2] == document[2:]) & (middle != 0)
    return _count(keys[inside], document[:-2][inside], weights)


def _count(keys: Ids, document: Integers, weights: Reals) -> NGramCounts:
    """Count n-grams, and the documents that have them."""
    order = np.lexsort((document, keys))
    keys = keys[order]
    document = document[order]
    is_new_key = _differs_from_previous(keys)
    is_new_document = is_new_key | _differs_from_previous(document)
    first = np.flatnonzero(is_new_key)
    ends = np.append(first, len(keys))
    return NGramCounts(
        keys=keys[is_new_key],
        counts=np.add.reduceat(weights[document], first),
        places=np.diff(ends),
        documents=np.add.reduceat(is_new_document.astype(np.int64), first),
    )


def _differs_from_previous(values: Ids | Integers) -> NDArray[np.bool_]:
    """Return for each value whether the one before differs; true for the first."""
    return np.concatenate(([True], values[1:] != values[:-1]))


def last_word(keys: Ids) -> Integers:
    """Return the number of the last word of each n-gram."""
    return (keys & LAST_WORD).astype(np.int64)


def _unigrams(pairs: NGramCounts, size: int) -> Reals:
    """Return the share of distinct bigrams that end in each word, with one added to each count.

    A bigram counts with the mean weight of its occurrences.
    """
    mean_weight = pairs.counts / pairs.places
    before = np.bincount(last_word(pairs.keys), mean_weight, minlength=size) + 1.0
    return np.asarray(before / before.sum())


def _bigrams(pairs: NGramCounts, triples: NGramCounts, unigrams: Reals) -> Reals:
    """Return the probability of each bigram."""
    continuations = _continuations(pairs, triples)
    last_words = last_word(pairs.keys)
    return _interpolate(continuations, unigrams[last_words])


def _trigrams(triples: NGramCounts, pairs: NGramCounts, bigrams: Reals) -> Reals:
    """Return the probability of each trigram."""
    last_pairs = triples.keys & LAST_TWO_WORDS
    suffix = np.searchsorted(pairs.keys, last_pairs)
    return _interpolate(triples, bigrams[suffix])


def _continuations(pairs: NGramCounts, triples: NGramCounts) -> NGramCounts:
    """Count the distinct words before each bigram, weighted.

    A bigram that begins a sentence keeps its plain count.
    """
    last_pairs = triples.keys & LAST_TWO_WORDS
    suffixes, suffix_number, distinct = np.unique(
        last_pairs,
        return_inverse=True,
        return_counts=True,
    )
    first_words = pairs.keys >> WORD_BITS
    begins_sentence = first_words == 0
    counts = np.where(begins_sentence, pairs.counts, 1.0)
    places = np.where(begins_sentence, pairs.places, 1)
    position = np.searchsorted(pairs.keys, suffixes)
    mean_weight = triples.counts / triples.places
    counts[position] = np.bincount(suffix_number, mean_weight)
    places[position] = distinct
    return NGramCounts(pairs.keys, counts, places, pairs.documents)


def _interpolate(grams: NGramCounts, lower: Reals) -> Reals:
    """Discount the counts, and distribute the rest by the probability of the next lower order."""
    discount = _discount(grams.places)
    context = _context_numbers(grams.keys)
    total = np.bincount(context, weights=grams.counts)
    rest = discount * np.bincount(context) / total
    discounted = (grams.counts - discount) / total[context]
    return np.asarray(discounted + rest[context] * lower)


def _context_numbers(keys: Ids) -> Integers:
    """Return the number of the context of each n-gram."""
    _, context = np.unique(keys >> WORD_BITS, return_inverse=True)
    return np.asarray(context)


def _discount(places: Integers) -> float:
    """Return n1 / (n1 + 2 n2), where n1 n-grams occur once and n2 twice."""
    once = np.count_nonzero(places == 1)
    twice = np.count_nonzero(places == 2)  # noqa: PLR2004 - n2 of the method
    return once / (once + 2 * twice)

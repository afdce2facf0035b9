"""Signatures: the few hashes of a text by which its copies are found.

A signature has two parts. One is a sample of the text's shingles (three word classes in
a row): those whose hash is divisible by a fixed number. This selects the same shingles
in every text, so the overlap of two signatures estimates the overlap of the texts, even
if one is a small part of the other (Broder, On the resemblance and containment of
documents, 1997). The other part is a sample of pairs of successive entities (figures and
names): a spinner that replaces all other words leaves most of these.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cleaners.duplicates.columns import (
    BoolArray,
    Int64Array,
    UInt32Array,
    UInt64Array,
    high_half,
    low_half,
    pack,
    sort_unique,
)
from cleaners.duplicates.hashing import mix64
from cleaners.duplicates.words import IS_ENTITY, WordBatch

SHINGLE_WORDS = 3  # words of a shingle
SHINGLE_SAMPLING = 8  # one shingle in so many is sampled; a power of 2
ENTITY_SAMPLING = 2  # one pair of entities in so many is sampled; a power of 2
MIN_WORDS = 20  # shorter texts have no signature: they can only be exact copies
# Share of a text's words outside repeated lines, from which only these make its
# signature. Checked by the cases of tests/cases/duplicates, not tuned.
MIN_OWN_SHARE = 0.75

# Any odd numbers would do; these are primes of xxHash64.
_FIRST = np.uint64(11400714785074694791)
_SECOND = np.uint64(14029467366897019727)
_THIRD = np.uint64(1609587929392839161)


@dataclass(frozen=True, slots=True)
class Signatures:
    """The hashes of several signatures, and for each the text's row in its batch."""

    hashes: UInt32Array
    rows: Int64Array


@dataclass(frozen=True, slots=True)
class _Sample:
    """Sampled 64-bit hashes, and for each the text's row in its batch."""

    hashes: UInt64Array
    rows: Int64Array


def make_signatures(batch: WordBatch, repeated: BoolArray) -> Signatures:
    """Return the signatures of a batch of texts, sorted by text, then hash.

    `repeated` is a mask of repeated lines. These are left out, except where they make
    up much of a text: then they may belong to a story with many copies on one site.
    """
    is_long = batch.word_counts >= MIN_WORDS
    in_long_text = np.repeat(is_long, batch.line_counts)
    counts = ~repeated | _in_repeated_text(batch, repeated)
    return _sample(batch.select_lines(in_long_text & counts))


def _in_repeated_text(batch: WordBatch, repeated: BoolArray) -> BoolArray:
    """Return a mask of the lines of texts that have too few words of their own."""
    own = batch.select_lines(~repeated)
    min_own_words = MIN_OWN_SHARE * batch.word_counts
    has_few = own.word_counts < min_own_words
    return np.repeat(has_few, batch.line_counts)


def _sample(batch: WordBatch) -> Signatures:
    """Return the sampled hashes of each text, each once."""
    shingles = _sample_shingles(batch)
    entities = _sample_entity_pairs(batch)
    hashes = np.concatenate([shingles.hashes, entities.hashes])
    rows = np.concatenate([shingles.rows, entities.rows])
    packed = sort_unique(pack(rows.astype(np.uint32), high_half(hashes)))
    return Signatures(low_half(packed), high_half(packed).astype(np.int64))


def _sample_shingles(batch: WordBatch) -> _Sample:
    """Return sampled shingles; none crosses the end of a text."""
    shingles = _hash_shingles(batch.classes.astype(np.uint64))
    sampled = _is_sampled(shingles, SHINGLE_SAMPLING)
    crossing = _crossing_shingles(batch, len(shingles))
    sampled[crossing] = False
    places = np.flatnonzero(sampled)
    return _Sample(shingles[places], batch.rows_of(places))


def _hash_shingles(classes: UInt64Array) -> UInt64Array:
    """Return the hash of every three classes in a row."""
    first = classes[:-2] * _FIRST
    second = classes[1:-1] * _SECOND
    third = classes[2:] * _THIRD
    return mix64(first + second + third)


def _crossing_shingles(batch: WordBatch, count: int) -> Int64Array:
    """Return which of `count` shingles cross the end of a text."""
    words_left = np.arange(1, SHINGLE_WORDS)[:, None]
    starts = (batch.text_ends - words_left).ravel()
    crossing: Int64Array = starts[(starts >= 0) & (starts < count)]
    return crossing


def _sample_entity_pairs(batch: WordBatch) -> _Sample:
    """Return sampled pairs of successive entities; none crosses the end of a text."""
    places = np.flatnonzero(batch.words & IS_ENTITY)
    rows = batch.rows_of(places)
    pairs = _hash_pairs(batch.words[places].astype(np.uint64))
    in_one_text = rows[:-1] == rows[1:]
    sampled = in_one_text & _is_sampled(pairs, ENTITY_SAMPLING)
    return _Sample(pairs[sampled], rows[:-1][sampled])


def _hash_pairs(entities: UInt64Array) -> UInt64Array:
    """Return the hash of every two entities in a row."""
    first = entities[:-1] * _SECOND
    second = entities[1:] * _THIRD
    return mix64(first + second)


def _is_sampled(hashes: UInt64Array, sampling: int) -> BoolArray:
    """Return a mask of the hashes that are divisible by a power of 2."""
    mask: BoolArray = hashes & np.uint64(sampling - 1) == 0
    return mask

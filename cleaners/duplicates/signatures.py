"""Signatures: the few hashes of a text by which its copies are found.

A signature has three parts. One is a sample of the text's shingles (three word classes
in a row): those whose hash is divisible by a fixed number. This selects the same shingles
in every text, so the overlap of two signatures estimates the overlap of the texts, even
if one is a small part of the other (Broder, On the resemblance and containment of
documents, 1997). Of the lead more are sampled, since a teaser has nothing else. The
second part is a sample of pairs of successive shingles among these: where sentences are
shared by many texts, their order still tells a text from others. The third part is a
sample of pairs of successive entities (figures and names): a spinner that replaces all
other words leaves most of these.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cleaners.duplicates.columns import (
    BoolArray,
    Int64Array,
    UInt32Array,
    UInt64Array,
    concat_tables,
    high_half,
    low_half,
    pack,
    sort_unique,
)
from cleaners.duplicates.hashing import mix64
from cleaners.duplicates.words import IS_ENTITY, WordBatch

SHINGLE_WORDS = 3  # words of a shingle
SHINGLE_SAMPLING = 8  # one shingle in so many is sampled; a power of 2
LEAD_WORDS = 60  # from the start of a text; a teaser is seldom longer (not tuned)
LEAD_SAMPLING = 2  # one shingle of the lead in so many is sampled; a power of 2
PAIR_SAMPLING = 2  # one pair of sampled shingles in so many is sampled; a power of 2
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
class _Hashes:
    """64-bit hashes in the order of the texts, and for each its text's row in the batch."""

    hashes: UInt64Array
    rows: Int64Array

    def take(self, mask: BoolArray) -> _Hashes:
        """Return some of them."""
        return _Hashes(self.hashes[mask], self.rows[mask])


def make_signatures(batch: WordBatch, common: BoolArray) -> Signatures:
    """Return the signatures of a batch of texts, sorted by text, then hash.

    `common` is a mask of lines that a site has in many texts. These are left out, except
    where they make up much of a text: then they may belong to a story with many copies on
    one site.
    """
    is_long = batch.word_counts >= MIN_WORDS
    in_long_text = np.repeat(is_long, batch.line_counts)
    counts = ~common | _in_repeated_text(batch, common)
    return _sample(batch.select_lines(in_long_text & counts))


def _in_repeated_text(batch: WordBatch, repeated: BoolArray) -> BoolArray:
    """Return a mask of the lines of texts that have too few words of their own."""
    own = batch.select_lines(~repeated)
    min_own_words = MIN_OWN_SHARE * batch.word_counts
    has_few = own.word_counts < min_own_words
    return np.repeat(has_few, batch.line_counts)


def _sample(batch: WordBatch) -> Signatures:
    """Return the sampled hashes of each text, each once."""
    shingles = _shingles(batch)
    sampled = shingles.take(_is_sampled(shingles.hashes, SHINGLE_SAMPLING))
    parts = (
        sampled,
        shingles.take(_is_sampled_lead(shingles)),
        _sample_pairs(sampled, PAIR_SAMPLING),
        _sample_pairs(_entities(batch), ENTITY_SAMPLING),
    )
    every = concat_tables(*parts)
    rows = every.rows.astype(np.uint32)
    packed = sort_unique(pack(rows, high_half(every.hashes)))
    return Signatures(low_half(packed), high_half(packed).astype(np.int64))


def _shingles(batch: WordBatch) -> _Hashes:
    """Return all shingles; none crosses the end of a text."""
    hashes = _hash_shingles(batch.classes.astype(np.uint64))
    places = np.delete(np.arange(len(hashes)), _crossing_shingles(batch, len(hashes)))
    return _Hashes(hashes[places], batch.rows_of(places))


def _is_sampled_lead(shingles: _Hashes) -> BoolArray:
    """Return a mask of the sampled shingles in the leads of texts."""
    number = np.arange(len(shingles.rows))
    starts = np.searchsorted(shingles.rows, shingles.rows)
    in_lead = number - starts < LEAD_WORDS
    return in_lead & _is_sampled(shingles.hashes, LEAD_SAMPLING)


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


def _entities(batch: WordBatch) -> _Hashes:
    """Return the entities of all texts."""
    places = np.flatnonzero(batch.words & IS_ENTITY)
    return _Hashes(batch.words[places].astype(np.uint64), batch.rows_of(places))


def _sample_pairs(items: _Hashes, sampling: int) -> _Hashes:
    """Return sampled pairs of successive items; none crosses the end of a text."""
    pairs = _hash_pairs(items.hashes)
    in_one_text = items.rows[:-1] == items.rows[1:]
    sampled = in_one_text & _is_sampled(pairs, sampling)
    return _Hashes(pairs[sampled], items.rows[:-1][sampled])


def _hash_pairs(items: UInt64Array) -> UInt64Array:
    """Return the hash of every two items in a row."""
    first = items[:-1] * _SECOND
    second = items[1:] * _THIRD
    return mix64(first + second)


def _is_sampled(hashes: UInt64Array, sampling: int) -> BoolArray:
    """Return a mask of the hashes that are divisible by a power of 2."""
    mask: BoolArray = hashes & np.uint64(sampling - 1) == 0
    return mask

"""Sign texts: flag the words of repeated lines, and sample the hashes of each text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from cleaners.duplicates.columns import (
    BoolArray,
    Int64Array,
    UInt32Array,
    UInt64Array,
    take_rows,
)
from cleaners.duplicates.line_breaks import OtherLines, flag_lines
from cleaners.duplicates.postings import BAND_SHIFT, BANDS
from cleaners.duplicates.signatures import make_signatures
from cleaners.duplicates.words import IS_COMMON, IS_REPEATED, WordBatch


@dataclass(frozen=True, slots=True)
class KnownLines:
    """The lines that sites repeat, and those of articles that break a text's lines elsewhere."""

    repeated: UInt64Array
    others: OtherLines


@dataclass(frozen=True, slots=True)
class SignatureRows:
    """The signatures of new texts: one row for each hash of each text."""

    hashes: UInt32Array
    texts: UInt32Array

    @classmethod
    def empty(cls) -> SignatureRows:
        """Return a table without rows."""
        return cls(np.empty(0, np.uint32), np.empty(0, np.uint32))

    def split_bands(self) -> tuple[SignatureRows, ...]:
        """Return the rows of each band."""
        order = np.argsort(self.hashes >> BAND_SHIFT, kind="stable")
        ordered = take_rows(self, order)
        bands = ordered.hashes >> BAND_SHIFT
        bounds = np.searchsorted(bands, np.arange(BANDS + 1)).tolist()
        return tuple(take_rows(ordered, slice(*ends)) for ends in pairwise(bounds))


@dataclass(frozen=True, slots=True)
class SignedTexts:
    """The signatures of all new texts, by band.

    `sizes` has the number of hashes of each text, from the first new one on.
    """

    sizes: UInt32Array
    bands: Sequence[SignatureRows]


@dataclass(frozen=True, slots=True)
class SignedBatch:
    """Some texts with the words of repeated lines flagged, and their signatures."""

    words: WordBatch
    rows: SignatureRows


def sign(texts: Int64Array, batch: WordBatch, known: KnownLines) -> SignedBatch:
    """Flag and sign texts, by their numbers."""
    cut, is_common, flagged = flag_words(texts, batch, known)
    signatures = make_signatures(cut, is_common)
    numbers = texts[signatures.rows].astype(np.uint32)
    rows = SignatureRows(signatures.hashes, numbers)
    return SignedBatch(flagged, rows)


def flag_words(
    texts: Int64Array, batch: WordBatch, known: KnownLines
) -> tuple[WordBatch, BoolArray, WordBatch]:
    """Return the lines of texts, a mask of the common ones, and the texts with flagged words."""
    cut, levels = flag_lines(batch, texts.tolist(), known.others, known.repeated)
    flagged = cut.flag_words(levels > 0, IS_REPEATED)
    flagged = flagged.flag_words(levels > 1, IS_COMMON)
    return cut, levels > 1, flagged


def count_hashes(rows: SignatureRows, first: int, count: int) -> UInt32Array:
    """Return the number of hashes of each of `count` texts from the first on."""
    places = rows.texts.astype(np.int64) - first
    return np.bincount(places, minlength=count).astype(np.uint32)

"""Link new texts to those whose signatures have the same hashes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cleaners.duplicates.candidates import BandSearch, LinkChanges, find_links
from cleaners.duplicates.columns import (
    BoolArray,
    Int64Array,
    UInt32Array,
    UInt64Array,
    concat_tables,
)
from cleaners.duplicates.index import DuplicateIndex, Texts
from cleaners.duplicates.index_update import IndexUpdate
from cleaners.duplicates.postings import Bands, Postings, TextStates
from cleaners.duplicates.signatures import make_signatures
from cleaners.duplicates.words import WordBatch


@dataclass(frozen=True, slots=True)
class LinkedTexts:
    """The table of all texts, the postings of new ones, and how links change."""

    texts: Texts
    postings: Bands
    links: LinkChanges


@dataclass(frozen=True, slots=True)
class SignatureRows:
    """The signatures of new texts: one row for each hash of each text."""

    hashes: UInt32Array
    texts: UInt32Array

    @classmethod
    def empty(cls) -> SignatureRows:
        """Return a table without rows."""
        return cls(np.empty(0, np.uint32), np.empty(0, np.uint32))


def link_texts(changes: IndexUpdate, repeated: UInt64Array) -> LinkedTexts:
    """Link the new texts by the hashes of their signatures.

    Texts that are promoted to anchors are read again as new ones, until there are none.
    """
    while True:
        linked = _link_once(changes, repeated)
        promoted = linked.links.promoted
        if not len(promoted):
            return linked
        changes.read_again(promoted)


def _link_once(changes: IndexUpdate, repeated: UInt64Array) -> LinkedTexts:
    """Link the texts that are new so far."""
    signed = _sign_texts(changes, repeated)
    texts = changes.all_texts(_signature_sizes(signed, changes))
    states = _text_states(changes.index.texts, texts)
    bands = _split_bands(signed, states)
    links = _find_all_links(changes.index, bands, states)
    return LinkedTexts(texts, bands, links)


def _sign_texts(changes: IndexUpdate, repeated: UInt64Array) -> SignatureRows:
    """Cache the words of new texts, and return their signatures."""
    signed = [SignatureRows.empty()]
    others = changes.other_lines()
    for numbers, batch in changes.workspace.buffer:
        cut, is_common = changes.workspace.cache_words(
            numbers.tolist(), batch, repeated, others
        )
        signed.append(_sign_batch(numbers, cut, is_common))
    return concat_tables(*signed)


def _sign_batch(
    numbers: Int64Array, batch: WordBatch, is_common: BoolArray
) -> SignatureRows:
    """Return the signatures of a batch."""
    signatures = make_signatures(batch, is_common)
    texts = numbers[signatures.rows].astype(np.uint32)
    return SignatureRows(signatures.hashes, texts)


def _signature_sizes(signed: SignatureRows, changes: IndexUpdate) -> UInt32Array:
    """Return the number of hashes of each new text."""
    rows = signed.texts.astype(np.int64) - changes.first_new
    sizes = np.bincount(rows, minlength=changes.new_count)
    return sizes.astype(np.uint32)


def _split_bands(signed: SignatureRows, states: TextStates) -> Bands:
    """Return the postings of new texts, split into bands."""
    postings = Postings.of(signed.hashes, signed.texts, states.anchor_ranks)
    return postings.split_bands()


def _find_all_links(
    index: DuplicateIndex, bands: Bands, states: TextStates
) -> LinkChanges:
    """Return how links change in all bands, one band at a time."""
    searches = _band_searches(index, bands, states)
    changes = [find_links(band) for band in searches]
    return concat_tables(*changes)


def _band_searches(
    index: DuplicateIndex, bands: Bands, states: TextStates
) -> Iterator[BandSearch]:
    """Yield each band of new postings, with the earlier postings of the same band."""
    verified = index.verified_pairs.pairs
    for number, new in enumerate(bands):
        runs = [run[number] for run in index.postings]
        yield BandSearch(new, runs, states, verified)


def _text_states(before: Texts, now: Texts) -> TextStates:
    """Return which texts were alive before, and which are now."""
    first_new = len(before)
    alive_before = np.zeros(len(now), np.bool_)
    alive_before[:first_new] = before.alive
    return TextStates(now.anchor_ranks(), alive_before, now.alive, first_new)

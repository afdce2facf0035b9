"""The work of a search that can be divided: signing, linking and comparing texts.

`OwnLabour` does it in this process. Another one may give it to others, part by part: what comes of
a part depends on that part alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np

from cleaners.duplicates.candidates import BandSearch, LinkChanges, find_links
from cleaners.duplicates.columns import (
    UInt32Array,
    UInt64Array,
    concat_tables,
    unpack,
)
from cleaners.duplicates.comparison import compare
from cleaners.duplicates.linked_pairs import LinkedPairs, OpenPairs
from cleaners.duplicates.postings import Bands, Postings, TextStates
from cleaners.duplicates.shared_words import Verification
from cleaners.duplicates.signing import (
    KnownLines,
    SignatureRows,
    SignedTexts,
    count_hashes,
    sign,
)
from cleaners.duplicates.text_words import TextWords
from cleaners.duplicates.verified_pairs import VerifiedPairs
from cleaners.duplicates.word_stores import (
    HeldWords,
    NewTexts,
    ReadWords,
    WordBuffer,
    WordCache,
)
from cleaners.duplicates.words import WordBatch

# Rows of new postings that are linked at once: a guard on memory, some 100 MB. Not tuned.
LINKED_ROWS = 1_000_000


@dataclass(frozen=True, slots=True)
class LinkSearch:
    """What the links of all bands are found in: see `BandSearch`."""

    runs: Sequence[Bands]
    states: TextStates
    verified: UInt64Array

    def band(self, number: int, signed: SignatureRows) -> BandSearch:
        """Return the search of one band, by the signatures of new texts."""
        runs = [run[number] for run in self.runs]
        return band_search(signed, runs, self.states, self.verified)


def band_search(
    signed: SignatureRows,
    runs: Sequence[Postings],
    states: TextStates,
    verified: UInt64Array,
) -> BandSearch:
    """Return the search of a band, by the signatures of new texts and earlier postings."""
    new = Postings.of(signed.hashes, signed.texts, states.anchor_ranks)
    return BandSearch(new, runs, states, verified)


@dataclass(frozen=True, slots=True)
class LinkedBands:
    """The postings of new texts by band, and how links change: see `LinkChanges`."""

    postings: Bands
    gained: Sequence[OpenPairs]
    lost: UInt64Array
    promoted: UInt32Array


@dataclass(frozen=True, slots=True)
class HeldPairs:
    """Linked pairs that are in memory."""

    pairs: Sequence[LinkedPairs]

    def __call__(self) -> Sequence[LinkedPairs]:
        """Return the pairs."""
        return self.pairs


class Labour(Protocol):
    """Those who do the work that can be divided."""

    def sign(
        self, buffer: WordBuffer, known: KnownLines, cache: WordCache, new: range
    ) -> SignedTexts:
        """Sign the `new` texts, and cache their words."""

    def link(self, signed: SignedTexts, search: LinkSearch) -> LinkedBands:
        """Find the links of all bands."""

    def verify(self, candidates: LinkedPairs, cache: WordCache) -> VerifiedPairs:
        """Compare the texts of candidate pairs; return those that have enough in common."""


class OwnLabour:
    """Does everything in this process."""

    def sign(
        self, buffer: WordBuffer, known: KnownLines, cache: WordCache, new: range
    ) -> SignedTexts:
        """Sign the new texts, and cache their words."""
        rows = [SignatureRows.empty()]
        rows += sign_all(
            buffer,
            known,
            cache,
        )
        every = concat_tables(*rows)
        sizes = count_hashes(
            every,
            new.start,
            len(new),
        )
        return SignedTexts(
            sizes,
            every.split_bands(),
        )

    def link(self, signed: SignedTexts, search: LinkSearch) -> LinkedBands:
        """Find the links of all bands, one after the other."""
        postings: list[Postings] = []
        changes: list[LinkChanges] = []
        for number, rows in enumerate(signed.bands):
            band = search.band(
                number,
                rows,
            )
            postings.append(band.new)
            changes += link_band(band)
        return LinkedBands(
            postings=postings,
            gained=[HeldPairs([change.gained for change in changes])],
            lost=np.concatenate([change.lost for change in changes]),
            promoted=np.concatenate([change.promoted for change in changes]),
        )

    def verify(self, candidates: LinkedPairs, cache: WordCache) -> VerifiedPairs:
        """Compare the texts of candidate pairs."""
        return verify_pairs(candidates, cache.get)


def sign_all(
    buffer: Iterable[NewTexts], known: KnownLines, cache: WordCache
) -> Iterator[SignatureRows]:
    """Sign the new texts of a buffer, and cache their words."""
    for texts in buffer:
        numbers, words = texts.selected()
        signed = sign(numbers, words, known)
        cache_words(cache, numbers.tolist(), signed.words)
        yield signed.rows


def cache_words(cache: WordCache, texts: Iterable[int], batch: WordBatch) -> None:
    """Cache the words of texts, by their numbers."""
    for text, (words, classes) in zip(texts, batch.texts(), strict=True):
        cache.put(text, TextWords(words, classes))


def link_band(band: BandSearch) -> Iterator[LinkChanges]:
    """Find the links of a band, LINKED_ROWS new postings at a time."""
    count = max(1, -(-len(band.new.hashes) // LINKED_ROWS))
    places = np.arange(1, count) * LINKED_ROWS
    inner = band.new.hashes[places].tolist()
    # The bounds are hashes: a posting list is never cut.
    bounds = [0, *inner, 1 << 32]
    for first, end in pairwise(bounds):
        yield find_links(band.between(first, end))


def verify_pairs(candidates: LinkedPairs, read_words: ReadWords) -> VerifiedPairs:
    """Compare the texts of candidate pairs; return those that have enough in common."""
    rows: list[int] = []
    found: list[Verification] = []
    held = HeldWords(read_words)
    for row, (text, anchor) in enumerate(unpack(candidates.pairs)):
        verification = compare(held(text), held(anchor))
        if verification.is_related:
            rows.append(row)
            found.append(verification)
    links = candidates.links[rows]
    return VerifiedPairs.of(
        candidates.pairs[rows],
        links,
        found,
    )

"""Divide the search for copies among workers.

Shards are read and signed, bands linked, pairs checked. Workers get paths and small records; what
they read and make is in files. What comes of a part does not depend on who does it, nor on how
many parts there are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from cleaners.duplicates.columns import UInt32Array, concat_tables, take_rows
from cleaners.duplicates.labour import (
    LinkedBands,
    LinkSearch,
    OwnLabour,
    sign_all,
)
from cleaners.duplicates.linked_pairs import LinkedPairs, OpenPairs
from cleaners.duplicates.postings import BANDS
from cleaners.duplicates.reading import ReadTexts
from cleaners.duplicates.signing import (
    KnownLines,
    SignatureRows,
    SignedTexts,
)
from cleaners.duplicates.verified_pairs import VerifiedPairs
from cleaners.duplicates.word_stores import WordBuffer, WordCache
from flows.stages.deduplicate import (
    band_files,
    band_linking,
    index_files,
    pair_checking,
    shard_reading,
    shard_signing,
    work_files,
)
from flows.stages.deduplicate.band_files import BandParts
from flows.stages.deduplicate.word_files import FileBuffer, FileCache
from flows.stages.division import Work, Workers
from flows.storage.shards import Shard

PAIRS_OF_PART = 5_000  # that one worker compares: some seconds. Not tuned
# Times the postings of new texts: where an index has more, giving it to workers costs more than
# they save. A day of 10,000 after 1 million: 9 s of CPU where workers link, 2 s here.
MUCH_LARGER = 8


@dataclass(slots=True)
class DividedLabour:
    """Gives the work of a search on the shards of a run to workers.

    `band_parts` is how many parts the bands are divided into, 1 to BANDS.
    """

    workers: Workers
    shards: Sequence[Shard]
    folder: Path
    band_parts: int = BANDS

    def read(self, work: Work) -> Iterator[ReadTexts]:
        """Let the articles of all shards be read; yield them, shard by shard."""
        parts = self._bare_shards()
        self.workers.do(work, parts, self.folder)
        for part in parts:
            yield shard_reading.load(part, self.folder)

    def sign(
        self, buffer: WordBuffer, known: KnownLines, cache: WordCache, new: range
    ) -> SignedTexts:
        """Sign the new texts of all shards, and those that are in no shard."""
        assert isinstance(buffer, FileBuffer), "it knows which shards have texts"
        assert isinstance(cache, FileCache), "it maps the files of shards"
        parts = list(self._asked_to_sign(buffer, known))
        self.workers.do(shard_signing.sign_new, parts, self.folder)
        sizes = np.zeros(len(new), np.uint32)
        band_parts = self._band_parts()
        with band_files.gathering(band_parts, self.folder) as files:
            for rows in sign_all(buffer, known, cache):
                files.add(rows)
                _count(sizes, rows, new.start)
            for part in parts:
                signed = shard_signing.answer(part, self.folder)
                cache.add_files(
                    signed.numbers, signed.ends, signed.words, signed.classes
                )
                files.add(signed.rows)
                _count(sizes, signed.rows, new.start)
        return SignedTexts(sizes, band_files.gathered(band_parts, self.folder))

    def _asked_to_sign(self, buffer: FileBuffer, known: KnownLines) -> Iterator[Shard]:
        """Write which texts of each shard are to be signed; yield the shards that have any."""
        for part in self._bare_shards():
            texts = buffer.with_source.get(part.number)
            if texts:
                numbers, is_new = texts
                shard_signing.ask(part, self.folder, numbers, is_new, known)
                yield part

    def link(self, signed: SignedTexts, search: LinkSearch) -> LinkedBands:
        """Find the links of all bands; in this process where most postings are earlier ones."""
        if _is_small(signed, search):
            return OwnLabour().link(signed, search)
        return self._link_divided(search)

    def _link_divided(self, search: LinkSearch) -> LinkedBands:
        """Let the bands be linked, whose signatures are in files already."""
        parts = self._band_parts()
        for part, bands in parts:
            band_linking.ask(part, self.folder, bands, search, len(search.runs))
        self.workers.do(band_linking.link, [part for part, _ in parts], self.folder)
        return self._linked(parts)

    def _linked(self, parts: BandParts) -> LinkedBands:
        """Return what workers have found; pairs are read when they are asked for."""
        opened: list[OpenPairs] = []
        changes = []
        for part, bands in parts:
            for band in bands:
                place = (part, self.folder, band)
                opened.append(partial(band_linking.gained, *place))
                changes.append(band_linking.changes(*place))
        return LinkedBands(
            postings=band_files.MappedBands(parts, self.folder),
            gained=opened,
            lost=np.concatenate([lost for lost, _ in changes]),
            promoted=np.concatenate([promoted for _, promoted in changes]),
        )

    def verify(self, candidates: LinkedPairs, cache: WordCache) -> VerifiedPairs:
        """Compare the texts of candidate pairs."""
        parts = list(self._asked(candidates, cache))
        self.workers.do(pair_checking.check, parts, self.folder)
        found = [pair_checking.answer(part, self.folder) for part in parts]
        return concat_tables(VerifiedPairs.empty(), *found)

    def _asked(self, candidates: LinkedPairs, cache: WordCache) -> Iterator[Shard]:
        """Write some pairs at a time for a worker to compare; yield the parts."""
        for first in range(0, len(candidates.pairs), PAIRS_OF_PART):
            part = self._part("pairs", first // PAIRS_OF_PART)
            rows = slice(first, first + PAIRS_OF_PART)
            chosen = take_rows(candidates, rows)
            pair_checking.ask(part, self.folder, chosen, cache)
            yield part

    def clear(self) -> None:
        """Remove all files of the search."""
        for path in self.folder.glob(work_files.EVERY):
            path.unlink()

    def _bare_shards(self) -> list[Shard]:
        """Return the shards without their inputs, which no worker reads again."""
        return [replace(shard, slices=()) for shard in self.shards]

    def _band_parts(self) -> list[tuple[Shard, list[int]]]:
        """Divide the bands."""
        count = self.band_parts
        return [
            (self._part("bands", number), list(range(number, BANDS, count)))
            for number in range(count)
        ]

    def _part(self, kind: str, number: int) -> Shard:
        """Name a part that is no shard."""
        keys = [kind, str(number), *(shard.key for shard in self.shards)]
        key = hashlib.sha256("\\n".join(keys).encode()).hexdigest()
        return Shard(number, key, ())


def _is_small(signed: SignedTexts, search: LinkSearch) -> bool:
    """Whether the index has much more postings than the new texts will have."""
    earlier = sum(map(index_files.count_postings, search.runs))
    return earlier > MUCH_LARGER * index_files.count_postings(signed.bands)


def _count(sizes: UInt32Array, rows: SignatureRows, first: int) -> None:
    """Count the hashes of each text."""
    np.add.at(sizes, rows.texts.astype(np.int64) - first, np.uint32(1))

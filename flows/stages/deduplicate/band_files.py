"""Gather the signatures of new texts in files, one for each band and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from cleaners.duplicates.postings import BANDS
from cleaners.duplicates.signing import SignatureRows
from flows.stages.deduplicate import band_linking, work_files
from flows.storage.shards import Shard

BandParts = Sequence[tuple[Shard, Sequence[int]]]
"""The parts that the bands are divided into, each with its bands."""


class BandFiles:
    """Open files, to which signatures are added."""

    def __init__(self, files: Mapping[int, Sequence[BinaryIO]]) -> None:
        self._files = files

    def add(self, rows: SignatureRows) -> None:
        """Add some signatures."""
        for band, own in enumerate(rows.split_bands()):
            hashes, texts = self._files[band]
            own.hashes.tofile(hashes)
            own.texts.tofile(texts)


@contextmanager
def gathering(parts: BandParts, folder: Path) -> Iterator[BandFiles]:
    """Open empty files for all bands."""
    with ExitStack() as stack:
        files: dict[int, list[BinaryIO]] = {}
        for part, bands in parts:
            for band in bands:
                files[band] = []
                for name in band_linking.COLUMNS:
                    path = work_files.path_of(part, folder, f"{band}-{name}.raw")
                    file = stack.enter_context(path.open("wb"))
                    files[band].append(file)
        yield BandFiles(files)


def gathered(parts: BandParts, folder: Path) -> list[SignatureRows]:
    """Map what was gathered, by band."""
    found = {}
    for part, bands in parts:
        for band in bands:
            found[band] = band_linking.signatures(part, folder, band)
    return [found[band] for band in range(BANDS)]

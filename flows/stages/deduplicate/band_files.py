"""Gather the signatures of new texts in files, one for each band and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from cleaners.duplicates.postings import BANDS, Postings
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


class MappedBands(Sequence[Postings]):
    """The postings of new texts, of which a band is mapped when it is asked for."""

    def __init__(self, parts: BandParts, folder: Path) -> None:
        self._folder = folder
        self._part_of = {band: part for part, bands in parts for band in bands}

    def __len__(self) -> int:
        """Return the number of bands."""
        return BANDS

    def __getitem__(self, band: Any) -> Any:  # noqa: ANN401  # a number; no one slices bands
        """Map the postings of a band."""
        if band >= BANDS:
            raise IndexError(band)
        return band_linking.postings(self._part_of[band], self._folder, band)

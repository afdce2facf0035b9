"""The index of files that were taken in, by which run, under which settings: one file a run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa

from flows.intake import InputFile
from flows.snapshots.current import Current
from flows.storage import parquet

File: TypeAlias = tuple[str, str | None]  # source_path, sha256 (None: unreadable)

COLUMNS = ("source_path", "sha256", "digest")
SCHEMA = pa.schema([(name, pa.string()) for name in COLUMNS])


def append(folder: Path, run_id: str, files: Sequence[InputFile], digest: str) -> None:
    """Write down the files of a run. They count once the run is in the current snapshot."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [file.source_path for file in files]
    hashes = [file.sha256 for file in files]
    digests = [digest] * len(files)
    table = pa.table([paths, hashes, digests], schema=SCHEMA)
    parquet.write(folder / f"{run_id}.parquet", table)


def read(folder: Path, current: Current | None) -> Mapping[File, str]:
    """Map every file taken in to the latest digest of settings and version.

    Where a file of the index is gone, what it listed is read again and replaces its own rows.
    """
    latest: dict[File, str] = {}
    for run_id in run_ids(current):
        path = folder / f"{run_id}.parquet"
        if path.exists():
            latest.update(_read_file(path))
    return latest


def _read_file(path: Path) -> Iterator[tuple[File, str]]:
    """Yield the files that a run took in, with the digest."""
    table = parquet.read(path, COLUMNS)
    for row in table.to_pylist():
        file = (row["source_path"], row["sha256"])
        yield file, row["digest"]


def run_ids(current: Current | None) -> list[str]:
    """List the runs that a snapshot has rows of, oldest first."""
    ids: list[str] = []
    if current:
        for path in current.parts("runs"):
            rows = parquet.read(path, ["run_id"])
            ids += rows["run_id"].to_pylist()
    return ids

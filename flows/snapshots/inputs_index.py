"""Which files were taken in, by which run and under which settings: one file of the index for each run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from flows.intake import InputFile
from flows.snapshots.current import Current
from flows.storage import parquet

COLUMNS = ("source_path", "sha256", "digest")
SCHEMA = pa.schema([(name, pa.string()) for name in COLUMNS])


def append(folder: Path, run_id: str, files: Sequence[InputFile], digest: str) -> None:
    """Note the files of a run. It counts once the run stands in the current snapshot."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [
        dict(zip(COLUMNS, (file.source_path, file.sha256, digest), strict=True))
        for file in files
    ]
    parquet.write(
        folder / f"{run_id}.parquet", pa.Table.from_pylist(rows, schema=SCHEMA)
    )


def read(folder: Path, current: Current | None) -> Mapping[tuple[str, str | None], str]:
    """Map every file taken in (source_path, sha256; None for an unreadable one) to the latest digest.

    Where a file of the index is gone, what it listed is read again and replaces its own rows.
    """
    latest: dict[tuple[str, str | None], str] = {}
    for run_id in run_ids(current):
        path = folder / f"{run_id}.parquet"
        for row in parquet.read(path, COLUMNS).to_pylist() if path.exists() else ():
            latest[row["source_path"], row["sha256"]] = row["digest"]
    return latest


def run_ids(current: Current | None) -> list[str]:
    """List the runs that stand in a snapshot, oldest first."""
    if not current:
        return []
    return [
        name
        for path in current.parts("runs")
        for name in parquet.read(path, ["run_id"])["run_id"].to_pylist()
    ]

"""Find the input files that the next run has to read again, though they are known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from cleaners.article import Reason
from flows.intake import InputFile
from flows.snapshots.current import Current
from flows.storage import parquet
from flows.storage.shards import Shard, cut_files

COLUMNS = ("source_path", "reason")
INSIDE = "/"  # between the path of an archive and that of a file in it


def files_read(
    files: Iterable[InputFile], shards: Iterable[Shard], folder: Path
) -> list[InputFile]:
    """List the files of a run that were read to their end.

    One that changed while the run was at work, that a fault of the disk broke off, or of which the
    run was to read the first records alone, was not. One
    that could not even be discovered is listed: it has another hash once it can be read.
    """
    shards = list(shards)
    paths = (shard.output(folder, "quarantine") for shard in shards)
    unread = set(_sources(paths, {Reason.UNREADABLE.value}))
    cut = cut_files(shards)
    return [
        file
        for file in files
        if file.sha256 is None or not (file.source_path in cut or _is_of(file, unread))
    ]


def in_quarantine(
    files: Iterable[InputFile], current: Current | None, reasons: Collection[str]
) -> list[InputFile]:
    """List the files of which a record is in quarantine for one of these reasons."""
    if current is None or not reasons:
        return []
    sources = set(_sources(current.parts("quarantine"), reasons))
    return [file for file in files if _is_of(file, sources)]


def _sources(paths: Iterable[Path], reasons: Collection[str]) -> Iterator[str]:
    """Yield the source paths of rows with one of these reasons."""
    for path in paths:
        for row in parquet.read_rows(path, COLUMNS):
            if row["reason"] in reasons:
                yield row["source_path"]


def _is_of(file: InputFile, sources: Collection[str]) -> bool:
    """Return whether a file, or one inside it, is among some sources."""
    if file.source_path in sources:
        return True
    inside = f"{file.source_path}{INSIDE}"
    return any(source.startswith(inside) for source in sources)

"""Bring the tables of an older version to the columns of this one, as a snapshot of its own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from flows import progress
from flows.snapshots import inputs_index, integrity
from flows.snapshots.current import Current, DatasetError
from flows.snapshots.manifest import FileEntry
from flows.snapshots.parts import Parts
from flows.storage import parquet
from flows.storage.tables import SCHEMAS

DIGEST_DIGITS = 16  # hex digits, 64 bits: no two lists of columns ever share them


def columns_digest() -> str:
    """Hash the names and types of the columns of all tables."""
    columns = {}
    for table, schema in SCHEMAS.items():
        columns[table] = [(item.name, str(item.type)) for item in schema]
    content = json.dumps(columns).encode()
    return hashlib.sha256(content).hexdigest()[:DIGEST_DIGITS]


def is_needed(current: Current) -> bool:
    """Whether the tables of a snapshot have other columns than this version writes."""
    manifest = current.manifest
    return manifest is None or manifest.columns != columns_digest()


def write(staged: Path, current: Current) -> tuple[FileEntry, ...]:
    """Write all rows of a snapshot with the columns of this version. Raises DatasetError."""
    parts = Parts(staged, {})
    dropped: set[str] = set()
    for table in SCHEMAS:
        for path in current.parts_of(table):
            rows = _read(path)
            _add(parts, table, path, _counted(rows))
            dropped.update(_strange_columns(table, rows))
    run_id = current.run_id
    parts.finish(f"{run_id}-00000.parquet", run_id)
    _report(current, dropped)
    return tuple(parts.entries())


def _counted(rows: pa.Table) -> pa.Table:
    """Count the characters of texts, which older versions did not."""
    if "text" not in rows.column_names or "char_count" in rows.column_names:
        return rows
    return rows.append_column("char_count", pc.utf8_length(rows["text"]))


def _strange_columns(table: str, rows: pa.Table) -> set[str]:
    columns = set(rows.column_names)
    return columns.difference(SCHEMAS[table].names)


def index_entries(current: Current) -> Iterator[FileEntry]:
    """Yield what the manifest says of the index of inputs; other indexes are built again."""
    known = integrity.index_entries(current)
    for name in inputs_index.listed(current):
        path = current.folder / name
        if path.exists():
            yield known.get(name) or FileEntry.of(path, name)


def _read(path: Path) -> pa.Table:
    try:
        return parquet.read(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise DatasetError(
            f"{path}: damaged ({error}); restore it from a backup, or begin a new folder"
        ) from error


def _add(parts: Parts, table: str, path: Path, rows: pa.Table) -> None:
    try:
        parts.add(table, path.name, rows)
    except pa.ArrowInvalid as error:
        raise DatasetError(
            f"{path}: cannot be brought to the columns of this version ({error});"
            " begin a new folder"
        ) from error


def _report(current: Current, dropped: set[str]) -> None:
    """Say what was done."""
    lost = f", without {', '.join(sorted(dropped))}" if dropped else ""
    progress.current().message(
        f"{current.folder}: written by Unspun {current.pipeline_version} with older columns;"
        f" brought to those of this version{lost}. Its indexes are built again"
    )

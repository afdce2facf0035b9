"""Export a snapshot in one of the formats, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows.export import target
from flows.export.duckdb_file import write_duckdb
from flows.export.hugging_face import write_folder
from flows.export.source import Advance, Source, rows_of
from flows.export.sqlite_file import write_sqlite
from flows.export.target import ExportError
from flows.export.text_files import write_csv, write_jsonl
from flows.snapshots import Current, DatasetError, integrity


@dataclass(frozen=True, slots=True)
class Format:
    """A format: it is written as one file, as a folder, or as a file for each table."""

    write_all: Callable[[Source, Path], None] | None = None
    is_folder: bool = False
    write_table: Callable[[Source, str, Path], None] | None = None
    suffix: str = ""


FORMATS: Mapping[str, Format] = {
    "hf": Format(write_all=write_folder, is_folder=True),
    "csv": Format(write_table=write_csv, suffix=".csv"),
    "jsonl": Format(write_table=write_jsonl, suffix=".jsonl"),
    "sqlite": Format(write_all=write_sqlite),
    "duckdb": Format(write_all=write_duckdb),
}
SINGLE = "articles"  # the table of a path that is one file, where none is named


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the path, and the rows of each table."""

    path: Path
    rows: Mapping[str, int]


def begin(
    current: Current, form: str, path: Path, tables: Sequence[str], *, force: bool
) -> Exported:
    """Choose the tables, and check that they can be read and written. Raises ExportError."""
    chosen = _chosen(current, form, path, tables)
    is_folder = not _is_file(form, path)
    target.check(path, current.folder, is_folder=is_folder, force=force)
    integrity.require_sound(current, chosen)
    return Exported(path, rows_of(current, chosen))


def write(current: Current, form: str, planned: Exported, advance: Advance) -> None:
    """Write what was planned, in one step. Raises ExportError, DatasetError."""
    source = Source(current, tuple(planned.rows), advance)
    try:
        _write(source, form, planned.path)
    except FileNotFoundError as error:
        if (current.folder / current.path).exists():
            raise ExportError(f"{error.filename}: {error.strerror}") from error
        raise DatasetError(
            f"{current.folder / current.path}: removed by a later run; export again"
        ) from error
    except (OSError, duckdb.Error) as error:
        raise ExportError(f"{planned.path}: cannot be written ({error})") from error


def _write(source: Source, form: str, path: Path) -> None:
    chosen = FORMATS[form]
    if chosen.write_table and _is_file(form, path):
        with target.replacing_file(path) as file:
            chosen.write_table(source, source.tables[0], file)
    elif chosen.write_table:
        with target.replacing_folder(path) as folder:
            for table in source.tables:
                chosen.write_table(source, table, folder / f"{table}{chosen.suffix}")
    elif chosen.write_all:
        replacing = (
            target.replacing_folder if chosen.is_folder else target.replacing_file
        )
        with replacing(path) as temporary:
            chosen.write_all(source, temporary)


def _is_file(form: str, path: Path) -> bool:
    """Whether a path is one file: that of a database, or one with the suffix of its format."""
    chosen = FORMATS[form]
    if chosen.write_all:
        return not chosen.is_folder
    return path.suffix == chosen.suffix


def _chosen(
    current: Current, form: str, path: Path, tables: Sequence[str]
) -> tuple[str, ...]:
    """Return the tables to export, in the order of the snapshot."""
    _require_known(current, tables)
    has_one = _holds_one(form, path)
    wanted = set(tables)
    if not wanted:
        wanted = {SINGLE} if has_one else set(current.tables)
    if has_one and len(wanted) > 1:
        raise ExportError(f"{path}: one file holds one table; name a folder")
    return tuple(table for table in current.tables if table in wanted)


def _holds_one(form: str, path: Path) -> bool:
    """Whether a path is a file that holds one table."""
    is_by_table = FORMATS[form].write_table is not None
    return is_by_table and _is_file(form, path)


def _require_known(current: Current, tables: Sequence[str]) -> None:
    unknown = sorted(set(tables).difference(current.tables))
    if unknown:
        known = ", ".join(current.tables)
        raise ExportError(f"no table is called {unknown[0]}; there are {known}")

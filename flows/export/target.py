"""Where an export goes: written under another name first, and never over what is not one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.storage import parquet
from flows.storage.tables import SCHEMAS

CARD = "README.md"
SUFFIXES = ("", ".csv", ".jsonl")  # of a table's name in the folder of an export
OWN_NAMES = frozenset(
    [CARD, *(f"{table}{suffix}" for table in SCHEMAS for suffix in SUFFIXES)]
)


class ExportError(ValueError):
    """An export that cannot be written there; the message says what to do."""


def check(path: Path, dataset: Path, *, is_folder: bool, force: bool) -> None:
    """Refuse to write into the dataset, or over what is there. Raises ExportError."""
    target, source = path.resolve(), dataset.resolve()
    if target.is_relative_to(source) or source.is_relative_to(target):
        raise ExportError(f"{path}: part of the dataset; choose a path outside of it")
    if not path.exists():
        return
    if path.is_dir() != is_folder:
        kind = "a folder" if path.is_dir() else "a file"
        raise ExportError(f"{path}: is {kind}; choose another path")
    if is_folder and not any(path.iterdir()):
        return
    if not force:
        raise ExportError(f"{path}: exists; --force replaces it")
    if is_folder:
        _require_export(path)


def _require_export(path: Path) -> None:
    """Refuse to replace a folder that holds something of the user's own."""
    strange = sorted({file.name for file in path.iterdir()} - OWN_NAMES)
    if strange:
        raise ExportError(
            f"{path}: holds {strange[0]}, which is no export; choose another folder"
        )


@contextmanager
def replacing_folder(path: Path) -> Iterator[Path]:
    """Yield a folder to write to, then give it the name `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.part")
    shutil.rmtree(temporary, ignore_errors=True)  # of an export that was killed
    temporary.mkdir()
    try:
        yield temporary
        if path.exists():
            shutil.rmtree(path)
        temporary.rename(path)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    parquet.sync_folder(path.parent)


@contextmanager
def replacing_file(path: Path) -> Iterator[Path]:
    """Yield a file to write to, then give it the name `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with parquet.replacing(path) as temporary:
        temporary.unlink(missing_ok=True)  # of an export that was killed
        yield temporary

"""The interface that every input format has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from cleaners.article import Record
from flows.intake.inputs import (
    WHOLE_FILE,
    InputFile,
    LeftAside,
    Quarantined,
    RecordRange,
)
from flows.settings import Settings

Item: TypeAlias = Record | Quarantined | LeftAside
"""What reading yields: a record, the row of one that cannot be read, a member left aside."""

Row: TypeAlias = Record | Quarantined
"""What a record of a file becomes."""

Read: TypeAlias = Callable[[InputFile, Settings, RecordRange], Iterator[Item]]
"""Yields a record or a quarantine row for each record of a file; never raises for its bytes."""

Cut: TypeAlias = Callable[[InputFile, Settings], Iterator[RecordRange]]
"""Yields ranges that tile the records of a file, each of about `settings.shard_bytes` bytes."""

Recognises: TypeAlias = Callable[[bytes], bool]
"""Tells from the first bytes of a file, decompressed, whether it has a format."""


def _uncut(_file: InputFile, _settings: Settings) -> Iterator[RecordRange]:
    """Leave a file whole."""
    yield WHOLE_FILE


def _unknown(_head: bytes) -> bool:
    """Recognise nothing: the format is known by suffix alone."""
    return False


@dataclass(frozen=True, slots=True)
class Reader:
    """An input format: its name, its suffixes in lower case, and how its files are read.

    `holds_many` says that a file may hold more than one record: then a record that did harm is
    skipped, and its neighbours are read. `cut` divides a large file among workers. `description`
    says by what the format is recognised, for `unspun formats`.
    """

    format: str
    suffixes: tuple[str, ...]
    read: Read
    holds_many: bool = False
    cut: Cut = _uncut
    recognises: Recognises = _unknown
    description: str = "its suffix"

"""The interface that every input format has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from cleaners.article import Record
from flows.intake.inputs import InputFile, LineRange, Quarantined
from flows.settings import Settings

Read: TypeAlias = Callable[
    [InputFile, Settings, LineRange], Iterator[Record | Quarantined]
]
"""Yields a record or a quarantine row for each record of a file; never raises for its bytes."""


@dataclass(frozen=True, slots=True)
class Reader:
    """An input format: its name, its suffixes in lower case, and how its files are read.

    `by_line` says that each line is a record, so that a file can be cut into ranges of
    lines. The reader of any other format is always given the whole file.
    """

    format: str
    suffixes: tuple[str, ...]
    read: Read
    by_line: bool = False

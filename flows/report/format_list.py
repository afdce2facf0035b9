"""The list of input formats and of the field names of records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from flows.intake.formats import FORMATS
from flows.intake.inputs import COMPRESSIONS
from flows.settings import Settings


@dataclass(frozen=True, slots=True)
class FormatRow:
    """A format: its name, its suffixes, and how its files are recognised."""

    name: str
    suffixes: tuple[str, ...]
    recognised_by: str


@dataclass(frozen=True, slots=True)
class FormatList:
    """All formats, the suffixes of compressed files, and the names of fields by column."""

    formats: tuple[FormatRow, ...]
    compressions: tuple[str, ...]
    fields: Mapping[str, tuple[str, ...]]

    def record(self) -> dict[str, object]:
        """Return the list for JSON."""
        return asdict(self)


def list_formats() -> FormatList:
    """List what can be read."""
    rows = [
        FormatRow(reader.format, reader.suffixes, reader.description)
        for reader in FORMATS
    ]
    return FormatList(tuple(rows), tuple(COMPRESSIONS), asdict(Settings().fields))

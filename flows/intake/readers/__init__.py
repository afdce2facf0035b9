"""The input formats. To add one, write its reader and name it in READERS.

Discovery, the shards, the messages and the data dictionary take the formats from here.
"""

from __future__ import annotations

from flows.intake.inputs import COMPRESSIONS
from flows.intake.readers.html import HTML
from flows.intake.readers.jsonl import JSONL
from flows.intake.readers.reader import Reader
from flows.intake.readers.text import TEXT

READERS = (
    TEXT,
    HTML,
    JSONL,
)

_BY_FORMAT = {reader.format: reader for reader in READERS}
_BY_SUFFIX = {suffix: reader for reader in READERS for suffix in reader.suffixes}


def reader_of(source_format: str) -> Reader:
    """Return the reader of a format."""
    return _BY_FORMAT[source_format]


def format_of(suffix: str) -> str | None:
    """Return the name of the format of a suffix, or None."""
    reader = _BY_SUFFIX.get(suffix)
    return reader.format if reader else None


def format_names() -> str:
    """List the names of the formats, for a description: a, b or c."""
    *others, last = _BY_FORMAT
    return f"{', '.join(others)} or {last}"


def known_suffixes() -> str:
    """List the suffixes of input files, for a message."""
    return f"{' '.join(_BY_SUFFIX)}, also {' and '.join(COMPRESSIONS)}"

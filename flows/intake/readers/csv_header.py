"""Tell from its beginning how a table in CSV is written, and what its columns are called."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, fields
from itertools import chain

from cleaners.article import Reason
from flows.intake.decoding import Decoded, decode_noted
from flows.intake.inputs import UnfitError
from flows.intake.readers.item import SHOWN_FIELDS, may_hold_article
from flows.intake.record_fields import fold
from flows.jsonl_fields import Fields
from flows.raw_text import storable_text

DELIMITERS = (",", ";", "\t", "|")
DECLARED = re.compile(rb"\s*sep=(.)\s*\Z")  # the first line of files for a spreadsheet


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table, how its cells are set apart, and the byte where its rows begin."""

    names: tuple[str, ...]
    delimiter: str
    escape: str | None
    rows_at: int

    def cells(self, lines: Iterator[str], *, strict: bool = False) -> list[str]:
        """Read the cells of the next row. Raises csv.Error, StopIteration."""
        reader = csv.reader(
            lines,
            delimiter=self.delimiter,
            escapechar=self.escape,
            doublequote=self.escape is None,
            strict=strict,
        )
        return next(reader)


def read_header(
    head: bytes, names: Fields, read_text: Callable[[bytes], Decoded] = decode_noted
) -> Header:
    """Read the header of a table. Raises UnfitError where no column is known to hold the text."""
    escape = _escape(head)
    known = folded_names(names)
    declared, rows_at, first = _header_line(head)
    line = read_text(first).text
    delimiters = (declared,) if declared else DELIMITERS

    best: list[str] = []
    chosen = delimiters[0]
    for delimiter in delimiters:
        columns = _split(line, delimiter, escape)
        if _score(columns, known) > _score(best, known):
            best = columns
            chosen = delimiter
    _require_text(best, names)
    return Header(tuple(best), chosen, escape, rows_at)


def _score(columns: list[str], known: Container[str]) -> tuple[int, int]:
    """Measure how well a line is split: by the names that are known, then by their number."""
    matched = [column for column in columns if fold(column) in known]
    return len(matched), len(columns)


def _escape(head: bytes) -> str | None:
    """Return the backslash where quotes inside of cells have one before them."""
    without_empty = head.replace(b',""', b"")
    return "\\" if b'\\"' in head and b'""' not in without_empty else None


def _header_line(head: bytes) -> tuple[str, int, bytes]:
    """Return the delimiter that is declared, and the first line after it with its end."""
    declared = ""
    position = 0
    for line in io.BytesIO(head):
        position += len(line)
        content = line.removeprefix(codecs.BOM_UTF8)
        declaration = DECLARED.match(content)
        if declaration:
            declared = declaration[1].decode("ascii", "replace")
        elif content.strip():
            return declared, position, content
    raise UnfitError(Reason.EMPTY, "nothing but white space")


def _split(line: str, delimiter: str, escape: str | None) -> list[str]:
    header = Header((), delimiter, escape, 0)
    try:
        return [storable_text(cell.strip()) for cell in header.cells(iter([line]))]
    except (csv.Error, StopIteration):
        return []


def folded_names(names: Fields) -> frozenset[str]:
    """Return every name that a column may have, folded."""
    listed = [getattr(names, field.name) for field in fields(names)]
    return frozenset(map(fold, chain.from_iterable(listed)))


def _require_text(columns: list[str], names: Fields) -> None:
    if may_hold_article(columns, names):
        return
    listed = ", ".join(column or '""' for column in columns[:SHOWN_FIELDS])
    raise UnfitError(
        Reason.NO_TEXT_FIELD,
        f"its first line names no column with text, but {listed};"
        " name the one with the text: --field text=NAME",
    )

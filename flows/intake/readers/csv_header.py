"""Tell from its beginning how a table in CSV is written, and what its columns are called."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, fields
from itertools import chain, islice

from cleaners.article import Reason
from flows.intake.decoding import Decoded, decode_noted
from flows.intake.inputs import UnfitError
from flows.intake.readers.csv_escapes import hide_escapes, show_escapes
from flows.intake.readers.item import may_hold_article
from flows.intake.record_fields import fold
from flows.intake.unnamed_texts import SHOWN_FIELDS, advice_for, longest_text
from flows.jsonl_fields import Fields
from flows.raw_text import storable_text

DELIMITERS = (",", ";", "\t", "|")
DECLARED = re.compile(rb"\s*sep=(.)\s*\Z")  # the first line of files for a spreadsheet
MAX_LINES_ABOVE = 20  # lines in which a header is looked for; a guard, not tuned
NAMES_OF_HEADER = 2  # that are known, in a line below others: a title may have one
LONGEST_NAME = 100  # characters of a column's name; more are a text
LONGEST_QUESTION = 200  # characters of a name that a survey asks for; no name is longer
DATUM = re.compile(
    r"https?://\S+|(?:\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.]\d{4})\b.*"
)
SHOWN_CHARACTERS = 60  # of a name, in a message


@dataclass(frozen=True, slots=True)
class _FirstLine:
    """A line that may be the header, the byte behind it, and the delimiter declared above."""

    declared: str
    end: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table, how its cells are set apart, and the byte where its rows begin.

    Where `has_quotes` is false, quotes are a part of their cells.
    """

    names: tuple[str, ...]
    delimiter: str
    escape: str | None
    rows_at: int
    has_quotes: bool = True

    def cells(self, lines: Iterator[str], *, strict: bool = False) -> list[str]:
        """Read the cells of the next row. Raises csv.Error, StopIteration."""
        reader = csv.reader(
            map(hide_escapes, lines) if self.escape else lines,
            delimiter=self.delimiter,
            escapechar=self.escape,
            doublequote=self.escape is None,
            quoting=csv.QUOTE_MINIMAL if self.has_quotes else csv.QUOTE_NONE,
            strict=strict,
        )
        cells = next(reader)
        if self.escape:
            return [show_escapes(cell) for cell in cells]
        return cells


def read_header(
    head: bytes, names: Fields, read_text: Callable[[bytes], Decoded] = decode_noted
) -> Header:
    """Read the header of a table. Raises UnfitError where no column is known to hold the text.

    It is the first line, unless that is a row, or the first one below the title of a report that
    is a header without doubt.
    """
    escape = _escape(head)
    lines = list(islice(_header_lines(head), MAX_LINES_ABOVE))
    if not lines:
        raise UnfitError(Reason.EMPTY, "nothing but white space")

    first = _read(lines[0], names, escape, read_text)
    if may_hold_article(first.names, names) and not _is_row(first, names):
        return first
    for line in lines[1:]:
        header = _read(line, names, escape, read_text)
        if _is_header(header, names):
            return header
    raise UnfitError(Reason.NO_TEXT_FIELD, _what_is_missing(first, head, read_text))


def _read(
    line: _FirstLine,
    names: Fields,
    escape: str | None,
    read_text: Callable[[bytes], Decoded],
) -> Header:
    """Read a line as a header, split where most names are known."""
    text = read_text(line.content).text
    known = folded_names(names)
    delimiters = (line.declared,) if line.declared else DELIMITERS
    best: list[str] = []
    chosen = delimiters[0]
    for delimiter in delimiters:
        columns = _split(text, delimiter, escape)
        if _score(columns, known) > _score(best, known):
            best = columns
            chosen = delimiter
    return Header(tuple(best), chosen, escape, line.end)


def _is_header(header: Header, names: Fields) -> bool:
    """Return whether a line below others has names of a text and of something else."""
    known = folded_names(names)
    matched, _ = _score(list(header.names), known)
    has_names = matched >= NAMES_OF_HEADER and may_hold_article(header.names, names)
    return has_names and not _is_row(header, names)


def _is_row(header: Header, names: Fields) -> bool:
    """Return whether a line is one of data, in which a cell such as "article" is a kind."""
    if max(map(len, header.names), default=0) > LONGEST_QUESTION:
        return True
    matched, _ = _score(list(header.names), folded_names(names))
    return len(list(filter(DATUM.match, header.names))) > matched


def _score(columns: list[str], known: Container[str]) -> tuple[int, int]:
    """Measure how well a line is split: by the names that are known, then by their number."""
    matched = [column for column in columns if fold(column) in known]
    return len(matched), len(columns)


def _escape(head: bytes) -> str | None:
    """Return the backslash where quotes inside of cells have one before them."""
    without_empty = head.replace(b',""', b"")
    return "\\" if b'\\"' in head and b'""' not in without_empty else None


def _header_lines(head: bytes) -> Iterator[_FirstLine]:
    """Yield the first lines that may be a header; one may declare the delimiter of the next."""
    declared = ""
    position = 0
    for line in io.BytesIO(head):
        position += len(line)
        content = line.removeprefix(codecs.BOM_UTF8)
        declaration = DECLARED.match(content)
        if declaration:
            declared = declaration[1].decode("ascii", "replace")
        elif content.strip():
            yield _FirstLine(declared, position, content)


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


def _what_is_missing(
    header: Header, head: bytes, read_text: Callable[[bytes], Decoded]
) -> str:
    """Say that no column is one for a text, and which may be."""
    shown = [name[:SHOWN_CHARACTERS] or '""' for name in header.names[:SHOWN_FIELDS]]
    advice = _advice(header, head, read_text)
    return f"its first line names no column with text, but {', '.join(shown)}; {advice}"


def _advice(header: Header, head: bytes, read_text: Callable[[bytes], Decoded]) -> str:
    is_long = max(map(len, header.names), default=0) > LONGEST_NAME
    if is_long or any(map(DATUM.match, header.names)):
        return "it is a row: put a line with the names of the columns above"
    below = read_text(head[header.rows_at :])
    return advice_for(_longest_cell(header, below.text))


def _longest_cell(header: Header, below: str) -> str | None:
    """Return the column in which the first row has as much as an article."""
    try:
        cells = header.cells(io.StringIO(below, "\n"))
    except (csv.Error, StopIteration):
        return None
    row = dict(zip(header.names, cells, strict=False))
    return longest_text(row)

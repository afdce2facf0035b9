"""Write values of a query for a reader: on a line, in CSV, in JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from flows.printable import printable, printable_json
from flows.sql.values import FORMULA_STARTS, json_value, shown

IN_QUOTES = (",", '"', "\n", "\r")  # what a cell of CSV has in quotes alone
TSV_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def csv_line(values: Iterable[object]) -> str:
    """Write a row of CSV. Null is nothing, the empty text is in quotes.

    Cells that look like formulas are prefixed with ', and what steers a terminal is escaped.
    """
    cells = [_csv_cell(value) for value in values]
    return ",".join(cells) or '""'  # readers skip a line with nothing in it


def json_line(columns: Sequence[str], values: Sequence[object]) -> str:
    """Write a row as an object of JSON."""
    record = {
        column: json_value(value) for column, value in zip(columns, values, strict=True)
    }
    return printable_json(json.dumps(record, ensure_ascii=False, allow_nan=False))


def tsv_line(values: Iterable[object]) -> str:
    r"""Write a row with tabs between the cells; \t, \n, \r and \\ stand for those in a text."""
    return "\t".join(_tsv_cell(value) for value in values)


def shown_on_a_line(value: object) -> str:
    """Write a value on one line, without characters that steer the terminal."""
    return printable(" ".join(shown(value).split()))


def _csv_cell(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return _csv_quoted(shown(value))
    text = printable(value)
    guarded = f"'{text}" if value.startswith(FORMULA_STARTS) else text
    return _csv_quoted(guarded)


def _csv_quoted(text: str) -> str:
    is_plain = text and text == text.strip()
    if is_plain and not any(mark in text for mark in IN_QUOTES):
        return text
    return '"' + text.replace('"', '""') + '"'


def _tsv_cell(value: object) -> str:
    escaped = shown(value).translate(TSV_ESCAPES)
    return printable(escaped)

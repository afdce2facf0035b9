"""Describe what is wrong with a settings file in one line: the key, and how to fix it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic_core import ErrorDetails

# What a value must be, by the type of pydantic's error.
WANTED = {
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "finite_number": "above 0",
    "greater_than": "above 0",
    "string_type": "a string",
}
FIELD_DEPTH = 2  # keys that lead to the names of one column: fields, and the column


def describe(
    errors: Sequence[ErrorDetails],
    table: Mapping[str, Any],
    defaults: Mapping[str, Any],
) -> str:
    """Describe the errors in a settings file: unknown keys, else the first wrong value.

    `table` is the content of the file, `defaults` has the default of each valid key.
    """
    unknown = [error["loc"] for error in errors if _is_unknown(error, defaults)]
    keys = [str(location[0]) for location in unknown if len(location) == 1]
    if keys:
        return unknown_keys(keys, defaults)
    columns = [str(location[1]) for location in unknown]
    if columns:
        return f"[fields]: {unknown_keys(columns, defaults['fields'])}"
    return _wrong_value(errors[0], table, defaults)


def unknown_keys(unknown: Iterable[str], known: Iterable[str]) -> str:
    """Describe keys that do not exist."""
    names = ", ".join(sorted(unknown))
    return f"no such key: {names}; known are {', '.join(known)}"


def _is_unknown(error: ErrorDetails, defaults: Mapping[str, Any]) -> bool:
    if error["type"] == "unexpected_keyword_argument":
        return True
    return error["loc"][0] not in defaults


def _wrong_value(
    error: ErrorDetails, table: Mapping[str, Any], defaults: Mapping[str, Any]
) -> str:
    key, *rest = error["loc"][:FIELD_DEPTH]
    value = table[str(key)]
    if rest:
        column = rest[0]
        problem = f"fields.{column} is {value[column]!r}; it must be a list of names"
        return f'{problem}, for example ["{column}"]'
    if key == "fields":
        return (
            "fields must be a table; write [fields] and a list of names for each column"
        )
    problem = f"{key} is {value!r}; it must be {_wanted(error)}"
    return f"{problem}, for example {defaults[str(key)]!r}"


def _wanted(error: ErrorDetails) -> str:
    if error["type"] == "literal_error":
        return str(error["ctx"]["expected"]).replace("'", "")
    return WANTED[error["type"]]

"""Describe what is wrong with a settings file in one line: the key, and how to fix it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from pydantic_core import ErrorDetails

from flows.near_names import near_names

# What a value must be, by the type of pydantic's error. It is filled in from the error's context.
WANTED = {
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "greater_than": "above {gt:g}",
    "greater_than_equal": "{ge:g} or above",
    "string_type": "a string",
}
SAID = "Input should be "  # how pydantic begins what it says of any other error
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


def unknown_keys(unknown: Iterable[str], known: Collection[str]) -> str:
    """Describe keys that do not exist, and what each was probably meant to be."""
    names = sorted(unknown)
    near = [near_names(name, known)[:1] for name in names]
    remedy = f"known are {', '.join(known)}"
    if all(near):
        remedy = f"did you mean {', '.join(chain(*near))}?"
    return f"no such key: {', '.join(names)}; {remedy}"


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
        problem = f"fields.{column} is {_as_toml(value[column])}"
        return f'{problem}; it must be a list of names, for example ["{column}"]'
    if key == "fields":
        return (
            "fields must be a table; write [fields] and a list of names for each column"
        )
    problem = f"{key} is {_as_toml(value)}; it must be {_wanted(error)}"
    if error["type"] == "literal_error":
        return problem  # it lists them all
    return f"{problem}, for example {_as_toml(defaults[str(key)])}"


def _wanted(error: ErrorDetails) -> str:
    """Say what a value must be."""
    context = error.get("ctx", {})
    if error["type"] == "literal_error":
        return str(context["expected"]).replace("'", '"')
    known = WANTED.get(error["type"])
    return known.format(**context) if known else error["msg"].removeprefix(SAID)


def _as_toml(value: object) -> str:
    """Write a value as a settings file has it."""
    if isinstance(value, float):
        return repr(value)
    return json.dumps(value, ensure_ascii=False, default=str)

"""Read the texts of a value: one, a list, an object with a name, or these written as text."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping

from cleaners.placeholders import is_placeholder

# Where objects have their text, in the order of trust.
NAMES = (
    "name",
    "label",
    "title",
    "rendered",
    "@value",
    "#text",
    "$t",
    "value",
    "text",
    "content",
    "term",
    "tag",
    "display_name",
    "displayName",
    "full_name",
    "fullName",
    "original",
    "main",
    "eng",
    "nameRaw",
)
GIVEN = ("givenName", "given_name", "firstName", "first_name", "firstname")
FAMILY = ("familyName", "family_name", "lastName", "last_name", "lastname")
MAX_DEPTH = 4  # of values inside values; a guard against endless nesting, not tuned
MAX_TEXTS = 200  # of one value; a guard on cost, not tuned
MAX_LITERAL = 10_000  # characters of a list that is written as text; a guard on cost
# "['Ann Weir' 'Bea Frost']", as an array of NumPy is printed.
ARRAY = re.compile(r"\[(?:\s*(?:'[^']*'|\"[^\"]*\"))+\s*\]")
QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
CLOSING = {"[": "]", "{": "}", "(": ")"}


def texts_of(value: object) -> list[str]:
    """List the texts of a value, without placeholders, each on one line."""
    found: list[str] = []
    for text in _texts(value, 0):
        line = " ".join(text.split())
        if not is_placeholder(line):
            found.append(line)
        if len(found) == MAX_TEXTS:
            break
    return found


def _texts(value: object, depth: int) -> Iterator[str]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, str):
        yield from _texts_in(value, depth)
    elif isinstance(value, Mapping):
        yield from _texts(_name_of(value), depth + 1)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for entry in value:
            yield from _texts(entry, depth + 1)


def _texts_in(text: str, depth: int) -> Iterator[str]:
    """Yield a text, or those of the list or object that is written in it."""
    bare = text.strip()
    written = _literal(bare)
    if written is None:
        yield bare
    else:
        yield from _texts(written, depth + 1)


def _literal(text: str) -> object:
    """Return the list or object that a text is, None for any other text."""
    closing = CLOSING.get(text[:1])
    if closing is None or not text.endswith(closing) or len(text) > MAX_LITERAL:
        return None
    if ARRAY.fullmatch(text):
        return [single or double for single, double in QUOTED.findall(text)]
    for parse in (json.loads, ast.literal_eval):
        try:
            value = parse(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        return value if isinstance(value, (list, tuple, set, dict)) else None
    return None


def _name_of(item: Mapping[object, object]) -> object:
    name, value = item.get("name"), item.get("value")
    if isinstance(name, str) and isinstance(value, str) and value:
        return (
            value  # the name is that of a kind: {"name": "place", "value": "Kelmouth"}
        )
    for name in NAMES:
        if item.get(name):
            return item[name]
    parts = [_first_of(item, GIVEN), _first_of(item, FAMILY)]
    return " ".join(part for part in parts if part)


def _first_of(item: Mapping[object, object], names: tuple[str, ...]) -> str:
    values = (item.get(name) for name in names)
    return next((value for value in values if isinstance(value, str)), "")

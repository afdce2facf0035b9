"""Parse the bytes of one JSON value."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cleaners.article import Reason
from flows.intake.decoding import Decoded, decode_noted
from flows.intake.inputs import UnfitError

# Digits. The longest number that always fits into 64 bits; a longer one is an id, and is
# kept as it is written. It also stays below Python's limit of 4,300 digits for int().
MAX_INTEGER_DIGITS = 18
KINDS = {
    list: "array",
    str: "string",
    bool: "truth value",
    type(None): "null",
}
COMMA_REACH = 200  # characters between a comma and its bracket, at most. A guard
TRAILING_COMMA = re.compile(r",\s{0,200}[}\]]")
SEPARATORS = "\x1e \t\r\n"  # around a value; the first is that of JSON text sequences


@dataclass(frozen=True, slots=True)
class ParsedObject:
    """A JSON object, and the encoding of its bytes as in `Decoded`."""

    item: Mapping[str, object]
    encoding: str | None = None


def parse_object(
    data: bytes, place: str, read_text: Callable[[bytes], Decoded] = decode_noted
) -> ParsedObject:
    """Parse a JSON object. Raises UnfitError, whose message begins with `place`."""
    try:
        decoded = read_text(data)
        item = _loads_twice(decoded.text.strip(SEPARATORS))
    except UnfitError as error:
        raise UnfitError(error.reason, f"{place}: {error}") from error
    except json.JSONDecodeError as error:
        detail = f"{place}: {_what_is_wrong(error)}"
        raise UnfitError(Reason.BROKEN_RECORD, detail) from error
    except (ValueError, RecursionError) as error:
        raise UnfitError(Reason.BROKEN_RECORD, f"{place}: {error}") from error
    if not isinstance(item, dict):
        kind = KINDS.get(type(item), "number")
        detail = f"{place}: a JSON {kind}, not an object"
        raise UnfitError(Reason.BROKEN_RECORD, detail)
    return ParsedObject(item, decoded.encoding)


def _what_is_wrong(error: json.JSONDecodeError) -> str:
    """Say why a text is no JSON; versions of Python say it of commas in different ways."""
    first = max(0, error.pos - COMMA_REACH)
    last = error.pos + COMMA_REACH
    for comma in TRAILING_COMMA.finditer(error.doc, first, last):
        begin, end = comma.span()
        if begin <= error.pos < end:
            return f"a comma before a closing bracket, at character {begin + 1:,}"
    return str(error)


def loads(text: str) -> object:
    """Parse JSON; control characters inside of strings are let pass, and NaN is null.

    Raises ValueError, RecursionError.
    """
    return json.loads(
        text, parse_int=_parse_integer, parse_constant=_no_number, strict=False
    )


def _loads_twice(text: str) -> object:
    """Parse JSON, and once more where it is an object that was written as a string."""
    value = loads(text)
    is_written = isinstance(value, str) and value.lstrip().startswith("{")
    return loads(value) if is_written else value  # type: ignore[arg-type]


def canonical(item: Mapping[str, object]) -> bytes:
    """Write an object as bytes that depend on its values alone."""
    text = json.dumps(item, ensure_ascii=True, sort_keys=True, default=str)
    return text.encode()


def _no_number(_name: str) -> None:
    """Read NaN and Infinity, which JSON does not have, as null."""


def _parse_integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= MAX_INTEGER_DIGITS else digits

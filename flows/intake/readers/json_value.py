"""Parse the bytes of one JSON value."""

from __future__ import annotations

import json
from collections.abc import Mapping

from cleaners.article import Reason
from flows.intake.decoding import decode
from flows.intake.inputs import UnfitError

# Digits. The longest number that always fits into 64 bits; a longer one is an id, and is
# kept as it is written. It also stays below Python's limit of 4,300 digits for int().
MAX_INTEGER_DIGITS = 18
SEPARATORS = "\x1e \t\r\n"  # around a value; the first is that of JSON text sequences


def parse_object(data: bytes, place: str) -> Mapping[str, object]:
    """Parse a JSON object. Raises UnfitError, whose message begins with `place`."""
    item = _parse(data, place)
    if not isinstance(item, dict):
        kind = type(item).__name__
        detail = f"{place}: a JSON {kind}, not an object"
        raise UnfitError(Reason.BROKEN_RECORD, detail)
    return item


def loads(text: str) -> object:
    """Parse JSON; line breaks inside of strings are let pass. Raises ValueError, RecursionError."""
    return json.loads(text, parse_int=_parse_integer, strict=False)


def canonical(item: Mapping[str, object]) -> bytes:
    """Write an object as bytes that depend on its values alone."""
    text = json.dumps(item, ensure_ascii=True, sort_keys=True, default=str)
    return text.encode()


def _parse(data: bytes, place: str) -> object:
    try:
        return loads(decode(data).strip(SEPARATORS))
    except UnfitError as error:
        raise UnfitError(error.reason, f"{place}: {error}") from error
    except (ValueError, RecursionError) as error:
        raise UnfitError(Reason.BROKEN_RECORD, f"{place}: {error}") from error


def _parse_integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= MAX_INTEGER_DIGITS else digits

"""Know JSON objects that follow one another, whatever is between them and inside of them."""

from __future__ import annotations

import json
import re

BETWEEN = re.compile(r"[\s,\x1e]*")
NEXT_OBJECT = "\n{"


def count_objects(head: bytes) -> int:
    """Count the objects in the beginning of a file; 0 where there is anything else.

    The last may be cut, and does not count.
    """
    text = head.decode("utf-8", "replace")
    decoder = json.JSONDecoder(strict=False)
    position = _next(text, 0)
    count = 0
    while position < len(text):
        try:
            value, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            return count if _is_cut_object(text[position:]) else 0
        if not isinstance(value, dict):
            return 0
        count += 1
        position = _next(text, end)
    return count


def _next(text: str, position: int) -> int:
    between = BETWEEN.match(text, position)
    return between.end() if between else position


def _is_cut_object(rest: str) -> bool:
    """Return whether what cannot be parsed is one object, and no broken one before others."""
    return rest.startswith("{") and NEXT_OBJECT not in rest

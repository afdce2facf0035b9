"""Values of a query as text and as JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal

# Of cells that a spreadsheet would run, also in full width, as Japanese ones read them.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NULL = "NULL"


def shown(value: object) -> str:
    """Write a value as it is; the text NULL is in quotes, so that null is told from it."""
    if value is None:
        return NULL
    if isinstance(value, str):
        return repr(value) if value == NULL else value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple, dict)):
        return json.dumps(json_value(value), ensure_ascii=False)
    return bytes_shown(value) if isinstance(value, bytes) else str(value)


def json_value(value: object) -> object:
    """Make a value that JSON has: dates in ISO 8601, null for what is no number."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, (float, Decimal)):
        return _json_number(value)
    if isinstance(value, Mapping):
        return {shown(key): json_value(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [json_value(item) for item in value]
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    return shown(value)


def bytes_shown(value: bytes) -> str:
    """Write bytes as DuckDB does, each that is no letter as its number."""
    return "".join(
        chr(byte) if chr(byte).isprintable() and byte < 128 else f"\\x{byte:02X}"  # noqa: PLR2004 - ASCII
        for byte in value
    )


def _json_number(value: float | Decimal) -> float | int | None:
    if not math.isfinite(value):
        return None
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    return float(value)

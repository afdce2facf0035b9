"""Points in time as records give them: read only where they cannot mean two things."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

ISO = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})"
    r"(?:[T ](?P<time>\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)\s?(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?",
    re.IGNORECASE,
)
RFC_2822 = re.compile(
    r"(?:[A-Z][a-z]{2},?\s+)?\d{1,2}\s+[A-Z][a-z]{2}\s+\d{4}\s+\d{2}:\d{2}(?::\d{2})?\s+\S.{0,20}"
)
EPOCH = re.compile(r"\d{9,17}(?:\.\d{1,9})?")
EPOCH_UNITS = (
    (1e8, 1e10, 1),
    (1e11, 1e13, 1_000),
    (1e14, 1e16, 1_000_000),
)  # from, below, units a second
FIRST_YEAR = 1600  # printed news begins; earlier years are placeholders


def parse(value: object) -> datetime | None:
    """Read ISO 8601, RFC 2822 or an epoch in s, ms or µs as UTC; anything else is None.

    A time without a zone is taken for UTC, a day for its midnight.
    """
    try:
        moment = _parse(value)
        settled = moment.astimezone(UTC) if moment else None
    except (ValueError, OverflowError):
        return None
    return settled if settled and settled.year >= FIRST_YEAR else None


def _parse(value: object) -> datetime | None:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _epoch(float(value))
    if not isinstance(value, str) or len(value) > 60:  # noqa: PLR2004  # no date is that long
        return None
    text = value.strip()
    if EPOCH.fullmatch(text):
        return _epoch(float(text))
    if found := ISO.fullmatch(text):
        zone = (found["zone"] or "Z").upper().replace("UTC", "Z").replace("GMT", "Z")
        return datetime.fromisoformat(
            f"{found['day']}T{found['time'] or '00:00'}{zone}"
        )
    if RFC_2822.fullmatch(text):
        moment = parsedate_to_datetime(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def _epoch(number: float) -> datetime | None:
    for least, below, units in EPOCH_UNITS:
        if least <= number < below:
            return datetime.fromtimestamp(number / units, UTC)
    return None

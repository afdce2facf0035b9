"""Read the dates that pages write into their markup."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

# Years outside are an empty field (0001, 1601) or a slip.
YEARS = range(1800, 2100)
EMPTY_CLOCK = datetime(1970, 1, 1, tzinfo=UTC)
FRACTION = re.compile(r"(?<=:\d\d)[.,]\d+")


def read_date(text: str | None) -> datetime | None:
    """Read ISO 8601 or an e-mail date as UTC; None for anything else.

    A time without a zone counts as UTC, a day without a time as its midnight. Nothing is guessed: a
    year or a month alone is no date.
    """
    found = _parsed(FRACTION.sub("", (text or "").strip(" \"'\t\r\n")))
    if found is None or found.year not in YEARS:
        return None
    found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    return None if found == EMPTY_CLOCK else found


def _parsed(text: str) -> datetime | None:
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return parse(text)
        except ValueError:
            continue
    return None

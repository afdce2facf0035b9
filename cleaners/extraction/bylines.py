"""Bring the names of authors into one form: "Ada Lovelace, Grace Hopper"."""

from __future__ import annotations

import re
from collections.abc import Iterable

LEAD = re.compile(
    r"^(?:(?:by|author|authors|written by|words by|posted by|story by|recipe by|view all posts by"
    r"|all posts by|published by|this (?:post|article) was written by|par)(?:\s*:\s*|\s+))+",
    re.IGNORECASE,
)
# "May", "April" and "August" are surnames too: these count only before a number.
SURE_MONTH = r"(?:feb(?:ruary)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
MONTH = rf"(?:{SURE_MONTH}|jan(?:uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?)"
# "Ada Lovelace, updated March 3": bylines come with their dates, sometimes without the year.
DATE_LEFT = re.compile(
    rf"[\s,|•·–-]+(?:(?:last )?(?:updated|published|posted)\b.*|{MONTH}\.?\s+\d.*|{SURE_MONTH}\.?)$", re.IGNORECASE
)
NO_NAME = re.compile(
    rf"admin(?:istrator)?|(?:the )?(?:author|editor)|staff|name|user|guest|root|webmaster|unknown|none|null|n/?a"
    rf"|anonymous|(?:written|posted) by|updated.*|{MONTH}|https?:.*|www\..*|@.*|\S+@\S+|\W*\d*"
    r"|(?=\S*[\d._])[a-z0-9._-]+",
    re.IGNORECASE,
)
MAX_LENGTH = 120


def clean_authors(names: Iterable[str | None]) -> str | None:
    """Join the names that are names; None where there are none."""
    parts = [part for name in names if name for part in name.split(";")]
    cleaned = (DATE_LEFT.sub("", LEAD.sub("", " ".join(part.split()).strip(" \"'“”,|-"))) for part in parts)
    found = [name for name in cleaned if 1 < len(name) <= MAX_LENGTH and not NO_NAME.fullmatch(name)]
    return ", ".join(dict.fromkeys(found)) or None

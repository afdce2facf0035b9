"""Metadata: what removed lines said about the article, as values for columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from cleaners.article import Lift, Metadata

ISO_DATE = re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d\b")
# A month in letters beside a day, and a year: in either order, then perhaps a time.
WHOLE_DATE = re.compile(
    r"\b(?:[^\W\d_]{3,10}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+|\d{1,2}(?:st|nd|rd|th|º|er)?\.?\s+(?:de\s+)?[^\W\d_]{3,10}\.?,?\s+(?:de\s+)?)"
    r"(?:19|20)\d\d\b(?:,?\s*(?:at\s+)?\d{1,2}:\d\d(?:\s*[ap]\.?m\b\.?)?(?:\s*(?:UTC|GMT|[+-]\d\d:?\d\d)\b)?)?",
    re.IGNORECASE,
)
TAG_BREAK = re.compile(r"\s*[,;|•·]\s*|\s*(?<!\w)#")
BYLINE = re.compile(r"^(?:by|von|par|por|di|de)\s+(?=[A-ZÀ-Þ])", re.IGNORECASE)
ROLE_WORD = (
    r"(?:(?:Senior|Staff|Chief|Deputy|Managing|Associate|Contributing|News)\s+)*"
    r"(?:Editor(?:-in-[Cc]hief)?|Reporter|Writer|Contributor|Correspondent|Author|Journalist|Columnist)"
)
# ", Local Democracy Reporter", " | Reporter", or a role glued to the name: "Mara QuillEditor".
ROLE = re.compile(rf"(?:\s*[,|–—]\s*[^,|–—]{{0,40}}?\b{ROLE_WORD}|\s*(?:(?<=[a-zà-ÿ])|\b){ROLE_WORD})(?:\s*[,|–—].*)?$")


def read_lifts(lifts: Sequence[Lift]) -> Metadata:
    """Turn lifted values into metadata; the first value of a column that can be read wins."""
    values: dict[str, list[str]] = {}
    for lift in lifts:
        if text := " ".join(lift.value.split()):
            values.setdefault(lift.column, []).append(text)

    def first(column: str) -> str | None:
        return next(iter(values.get(column, ())), None)

    dates = [date for value in values.get("date", []) + values.get("byline", []) if (date := read_date(value))]
    authors = [name for value in values.get("author", ()) if (name := read_author(value))]
    return Metadata(
        title=first("title"),
        author=next(iter(authors), None),
        published_at=next(iter(dates), None),
        site=first("site"),
        section=first("section"),
        tags=read_tags(values.get("tags", ())),
        source_credit=first("source_credit"),
    )


def read_author(value: str) -> str | None:
    """Cut "By" and a role, even one glued to the name, off an author's name."""
    return ROLE.sub("", BYLINE.sub("", value.strip())).strip(" ,|–—-·•") or None


def read_tags(values: Sequence[str]) -> tuple[str, ...]:
    """Split lists of tags at commas, bars and hash signs; each tag once, in order."""
    parts = (part.strip().lstrip("#") for value in values for part in TAG_BREAK.split(value))
    return tuple(dict.fromkeys(part for part in parts if part))


def read_date(value: str) -> datetime | None:
    """Read a date that says day, month and year without doubt; midnight UTC where it has no time.

    The date may stand inside a longer line. "Sep 13" has no year, and in "03/04/2025" day and month
    may be swapped: both give None.
    """
    if iso := ISO_DATE.search(value):
        return _iso(iso[0])
    if not (whole := WHOLE_DATE.search(value)):
        return None
    from dateparser import parse  # noqa: PLC0415  # a third of a second that pages without a date need not pay

    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"], "TIMEZONE": "UTC"}
    found = parse(whole[0], languages=["en", "de", "fr", "es", "pt", "it"], settings=settings)
    return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC) if found else None


def _iso(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    except ValueError:
        return None


def site_of(url: str | None) -> str | None:
    """Name the site of an address: its host without "www."."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None

"""Metadata: what removed lines said about the article, as values for columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from cleaners.article import Lift, Metadata
from cleaners.dates import read_publication
from cleaners.names import clean_name

TAG_BREAK = re.compile(r"\s*[,;|•·]\s*|\s*(?<!\w)#")
ROLE_WORD = (
    r"(?:(?:Senior|Staff|Chief|Deputy|Managing|Associate|Contributing|News)\s+)*"
    r"(?:Editor(?:-in-[Cc]hief)?|Reporter|Writer|Contributor|Correspondent|Author|Journalist|Columnist)"
)
# A role that lost the sign or the space before it: "Mara QuillEditor". Only text does that, markup keeps them apart.
GLUED_ROLE = re.compile(rf"\s*(?:(?<=[a-zà-ÿ])|\b){ROLE_WORD}(?:\s*[,|–—].*)?$")


def read_lifts(lifts: Sequence[Lift]) -> Metadata:
    """Turn lifted values into metadata; the first value of a column that can be read wins."""
    values: dict[str, list[str]] = {}
    for lift in lifts:
        if text := " ".join(lift.value.split()):
            values.setdefault(lift.column, []).append(text)

    def first(column: str) -> str | None:
        return next(iter(values.get(column, ())), None)

    dates = [
        date
        for value in values.get("date", []) + values.get("byline", [])
        if (date := read_publication(value))
    ]
    authors = [
        name for value in values.get("author", ()) if (name := read_author(value))
    ]
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
    name = clean_name(value)
    return clean_name(GLUED_ROLE.sub("", name)) if name else None


def read_tags(values: Sequence[str]) -> tuple[str, ...]:
    """Split lists of tags at commas, bars and hash signs; each tag once, in order."""
    parts = (
        part.strip().lstrip("#") for value in values for part in TAG_BREAK.split(value)
    )
    return tuple(dict.fromkeys(part for part in parts if part))


def site_of(url: str | None) -> str | None:
    """Name the site of an address: its host without "www."."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None

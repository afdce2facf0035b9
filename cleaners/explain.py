"""An account of an article for readers: its columns, its raw text in segments, and the reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cleaners.article import Article, Metadata
from cleaners.draft import Entry, Evidence


class Fate(StrEnum):
    """What happened to a segment of the raw text."""

    KEPT = "kept"
    REMOVED = "removed"
    LIFTED = "lifted"
    REPAIRED = "repaired"


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment of the raw text, its text now, and by which rule, on what evidence.

    Joined, the `before` of all segments is the raw text, the `after` the clean text.
    """

    fate: Fate
    before: str
    after: str
    rule: str = ""
    confidence: float = 1.0
    evidence: Evidence = ()


@dataclass(frozen=True, slots=True)
class KnownValue:
    """A value of the metadata as text, and where it was read: "json-ld", "h1", "record"."""

    column: str
    value: str
    source: str


# In the order in which readers see them.
COLUMNS = (
    "title",
    "author",
    "published_at",
    "modified_at",
    "site",
    "publisher",
    "section",
    "tags",
    "source_credit",
    "licence",
    "declared_language",
    "image_url",
)
OF_RECORD = "record"  # the source of what came with the text
OF_URL = "url"


def explain_columns(article: Article) -> Iterator[KnownValue]:
    """List what is known about an article, and where each value was read."""
    known = article.metadata
    for column in COLUMNS:
        value = _as_text(getattr(known, column))
        if value:
            yield KnownValue(column, value, _source_of(known, column))


def _as_text(value: str | datetime | tuple[str, ...] | None) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return ", ".join(value)
    return value or ""


def _source_of(known: Metadata, column: str) -> str:
    if column == "site" and known.url:
        return OF_URL  # whatever the page calls itself, the column has the host
    return known.source_of(column) or OF_RECORD


def explain(article: Article) -> Iterator[Segment]:
    """Divide the raw text of an article into segments."""
    at = 0
    for entry in article.ledger:
        yield from _kept(article.raw[at : entry.start])
        yield Segment(
            _fate(entry),
            entry.before,
            entry.after,
            entry.rule,
            entry.confidence,
            entry.evidence,
        )
        at = entry.end
    yield from _kept(article.raw[at:])


def _kept(text: str) -> Iterator[Segment]:
    if text:
        yield Segment(Fate.KEPT, text, text)


def _fate(entry: Entry) -> Fate:
    if entry.after:
        return Fate.REPAIRED
    return Fate.LIFTED if entry.stage == "metadata" else Fate.REMOVED

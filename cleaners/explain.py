"""An account of an article for readers: its columns, its raw text in pieces, and the reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cleaners.article import Article, Metadata
from cleaners.draft import Entry, Evidence
from cleaners.sites import main_site_of


class Fate(StrEnum):
    """What happened to a piece of the raw text."""

    KEPT = "kept"
    LEFT_OUT = "left_out"  # by extraction: a part of the page that is not its article
    REMOVED = "removed"
    LIFTED = "lifted"
    REPAIRED = "repaired"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the raw text, its text now, and by which rule, on what evidence.

    Joined, the `before` of all pieces is the raw text, the `after` the clean text. `unkept` counts
    the characters of a `before` that was not stored, which is "" then.
    """

    fate: Fate
    before: str
    after: str
    rule: str = ""
    confidence: float = 1.0
    evidence: Evidence = ()
    stage: str = ""
    unkept: int = 0

    @property
    def length(self) -> int:
        """How many characters of the raw text it stands for."""
        return self.unkept or len(self.before)


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
    "url",
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
# Of pieces of which nothing is left, by stage; other stages remove.
FATES = {"extraction": Fate.LEFT_OUT, "metadata": Fate.LIFTED}


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
    if column == "site" and known.site == main_site_of(known.url):
        return OF_URL  # whatever the page calls itself, the column has the host
    return known.source_of(column) or OF_RECORD


def explain(article: Article) -> Iterator[Piece]:
    """Divide the raw text of an article into pieces."""
    at = 0
    for entry in article.ledger:
        yield from kept_piece(article.raw[at : entry.start])
        yield _changed_piece(entry)
        at = entry.end
    yield from kept_piece(article.raw[at:])


def kept_piece(text: str) -> Iterator[Piece]:
    """Yield the piece of a text that nothing changed, none for an empty one."""
    if text:
        yield Piece(Fate.KEPT, text, text)


def fate_of(stage: str, after: str) -> Fate:
    """Tell the fate of a changed piece by the stage with the last word and its text now."""
    if after:
        return Fate.REPAIRED
    return FATES.get(stage, Fate.REMOVED)


def _changed_piece(entry: Entry) -> Piece:
    return Piece(
        fate=fate_of(entry.stage, entry.after),
        before=entry.before,
        after=entry.after,
        rule=entry.rule,
        confidence=entry.confidence,
        evidence=entry.evidence,
        stage=entry.stage,
    )

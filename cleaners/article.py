"""The records that pass through the stages: what was scraped, and what is published."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum

from cleaners.draft import Entry


class Reason(StrEnum):
    """Why an input is in quarantine: the closed list."""

    UNREADABLE = "unreadable"
    EMPTY = "empty"
    BINARY = "binary"
    TOO_LARGE = "too_large"
    TRUNCATED = "truncated"
    BROKEN_RECORD = "broken_record"
    NO_TEXT_FIELD = "no_text_field"
    HOSTILE_MARKUP = "hostile_markup"
    NO_TEXT = "no_text"
    NO_ARTICLE = "no_article"
    DROPPED = "dropped"
    TIMED_OUT = "timed_out"
    FAILED = "failed"


REASONS = {
    Reason.UNREADABLE: "The file cannot be opened: no permission, not a regular file, or a link.",
    Reason.EMPTY: (
        "Nothing but white space or a placeholder such as [removed], or a list without an"
        " article."
    ),
    Reason.BINARY: "The bytes are not text, whatever the file is called.",
    Reason.TOO_LARGE: (
        "The record, or the memory that cleaning it took, is larger than the limit in the"
        " settings; or its text has tens of thousands of lines."
    ),
    Reason.TRUNCATED: (
        "A file or record that ends early, or a compressed file that does not decompress."
    ),
    Reason.BROKEN_RECORD: "A line, object, row or item that cannot be read.",
    Reason.NO_TEXT_FIELD: (
        "An object, row or item without text in any of the fields named in the settings."
    ),
    Reason.HOSTILE_MARKUP: (
        "Markup that would cost minutes to parse: too many tags, or one giant tag."
    ),
    Reason.NO_TEXT: "No article text is left: none was extracted, or all of it was boilerplate.",
    Reason.NO_ARTICLE: (
        "The page is no article but a listing, a front page, or a wall: a consent wall, a bot"
        " check, an error page, a login, a paywall with no more than a teaser. The detail says"
        " what shows it. The settings keep_listings and keep_walls keep such pages. Or it is an"
        " item of a backup that is no post: a comment, a menu, a style."
    ),
    Reason.DROPPED: "A person dropped it in review, or its whole site; the detail says which.",
    Reason.TIMED_OUT: "Cleaning this record took longer than the limit in the settings.",
    Reason.FAILED: (
        "Cleaning this record raised an error or ended its process; the detail says which."
    ),
}


SENDER = "sender"  # the source of an author who only sends what others may have written


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the value of a column was read: "json-ld", "meta og:title", "h1", "url"."""

    column: str
    source: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about an article apart from its text. Unknown is None, never "".

    Dates keep the offset that they are written with, so that `.date()` is the local day.
    `declared_language` is a code as the page writes it. `notes` say which values of a record or
    page could not be read, each as "column: what is wrong with it", and in what encoding it was
    found to be.
    """

    url: str | None = None
    site: str | None = None
    publisher: str | None = None
    title: str | None = None
    author: str | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None
    fetched_at: datetime | None = None
    declared_language: str | None = None
    image_url: str | None = None
    tags: tuple[str, ...] = ()
    section: str | None = None
    source_credit: str | None = None
    licence: str | None = None
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    def or_else(self, other: Metadata) -> Metadata:
        """Fill what is unknown here from `other`; each value keeps its provenance.

        A sender who need not be a person is an author only where nobody else is named.
        """
        is_weak = self.source_of("author") == SENDER
        own = self._without_author() if is_weak and other.author else self
        return own._filled_from(other)  # noqa: SLF001  # of the same class

    def _filled_from(self, other: Metadata) -> Metadata:
        names = [field.name for field in fields(self) if not getattr(self, field.name)]
        added = [mark for mark in other.provenance if mark.column in names]
        filled = {name: getattr(other, name) for name in names}
        filled["provenance"] = (*self.provenance, *added)
        filled["notes"] = (*self.notes, *other.notes)
        return replace(self, **filled)

    def _without_author(self) -> Metadata:
        others = tuple(mark for mark in self.provenance if mark.column != "author")
        return replace(self, author=None, provenance=others)

    def read_from(self, source: str) -> Metadata:
        """Return the same with this source for every value that has none."""
        marked = {"notes", "provenance", *(mark.column for mark in self.provenance)}
        names = [field.name for field in fields(self) if getattr(self, field.name)]
        added = [Provenance(name, source) for name in names if name not in marked]
        return replace(self, provenance=(*self.provenance, *added))

    def source_of(self, column: str) -> str | None:
        """Return where the value of a column was read, None where nothing says so."""
        for mark in self.provenance:
            if mark.column == column:
                return mark.source
        return None


@dataclass(frozen=True, slots=True)
class Lift:
    """A value that a removed line states for a column of the dataset, as written."""

    column: str
    value: str


@dataclass(frozen=True, slots=True)
class Record:
    """One scraped item as intake read it, before any cleaning."""

    source_path: str  # relative to the input folder, with "/" between folders
    source_format: str  # the name of its input format
    record_number: int  # counts from 0 inside its file
    content: str  # decoded; text, or markup where `is_html`
    raw_sha256: str  # of the record's bytes before decoding
    is_html: bool = False
    source_id: str | None = None
    robots_ok: bool | None = None
    metadata: Metadata = Metadata()


@dataclass(frozen=True, slots=True)
class Language:
    """An ISO 639-1 code, or "und", and how sure the detector is (0..1)."""

    code: str
    confidence: float


@dataclass(frozen=True, slots=True)
class PageType:
    """What type of page a page is, and how sure its models are (0..1).

    `evidence` says what the page is and what shows it, where it is no article; None for others.
    """

    kind: str  # article, listing, forum, product, service or documentation
    confidence: float
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Spinning:
    """What the paraphrase gate made of a text.

    `score` is the decoder's gain in log-likelihood per word; None where the text is too short or
    not English. `dialect` is dictionary | round_trip | neural | other, or None.
    """

    spun: bool = False
    score: float | None = None
    dialect: str | None = None


@dataclass(frozen=True, slots=True)
class OpenDoubt:
    """A line of the clean text that may be boilerplate, left open until other pages can be asked.

    `start` and `end` are offsets in the clean text. `probability` is that of boilerplate, by the
    page alone. `threshold` is the log-odds above which the line is removed, `is_below` whether it
    is below the body.
    """

    start: int
    end: int
    kind: str
    probability: float
    threshold: float
    is_below: bool


@dataclass(frozen=True, slots=True)
class Article:
    """One cleaned article with the account of every change.

    `spun_ledger` is the ledger as it was before spun words were put back; None where the text is
    not spun. `page_type` and `extraction_confidence`, the expected F1
    of the words of the text (0..1), are None where the record is no page.
    """

    article_id: str  # 32 hex digits
    record: Record
    raw: str  # the text that the ledger counts in: for HTML, all visible text of the page
    text: str
    metadata: Metadata
    language: Language
    spinning: Spinning
    ledger: tuple[Entry, ...]
    doubts: tuple[OpenDoubt, ...] = ()
    spun_ledger: tuple[Entry, ...] | None = None
    page_type: PageType | None = None
    extraction_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """A record that cannot become an article, and why."""

    record: Record
    reason: Reason
    detail: str

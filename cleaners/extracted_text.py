"""Take the text of a record: the article of a page, or the whole of a plain text."""

from __future__ import annotations

from dataclasses import dataclass

from cleaners import legible, markdown
from cleaners.article import Metadata, PageType, Reason, Record, Rejection
from cleaners.draft import Draft
from cleaners.placeholders import is_placeholder
from cleaners.program_texts import is_error, kind_of_data
from cleaners.text_listing import find_listing

MARKDOWN_SUFFIXES = (".md", ".markdown", ".mdown")
KEEP_LISTINGS = "keep_listings = true keeps such pages"
SHOWN_CHARACTERS = 200  # of an error in a detail: enough to recognise it


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """The text of a record as a draft, the metadata of record and markup, the type of the page.

    `confidence` is the expected F1 of the text, 0..1; it and the type are None for plain text.
    `linked_lines` are the lines of a page that are links, or nearly.
    """

    draft: Draft
    metadata: Metadata
    page_type: PageType | None = None
    confidence: float | None = None
    linked_lines: frozenset[str] = frozenset()


def extract_record(record: Record, *, keep_listings: bool) -> ExtractedText | Rejection:
    """Extract the article from markup; plain text is taken as it is."""
    known = record.metadata
    if not record.is_html:
        return _take_text(record, keep_listings=keep_listings)
    from cleaners import extraction  # noqa: PLC0415 - plain text need not load it

    try:
        found = extraction.extract(record.content, known.url)
    except extraction.HostileMarkupError as error:
        return Rejection(record, Reason.HOSTILE_MARKUP, str(error))
    draft = found.draft
    kind = found.page_type
    if kind and kind.evidence and not keep_listings:
        return Rejection(record, Reason.NO_ARTICLE, f"{kind.evidence}; {KEEP_LISTINGS}")
    return ExtractedText(
        draft=draft,
        metadata=legible.repair_metadata(known.or_else(found.metadata)),
        page_type=kind,
        confidence=found.confidence,
        linked_lines=found.linked_lines,
    )


def _take_text(record: Record, *, keep_listings: bool) -> ExtractedText | Rejection:
    """Take a plain text as it is, and markdown without its marks, unless it lists articles."""
    known = record.metadata
    refused = _refuse_program_text(record)
    if refused:
        return refused
    declared = record.source_path.lower().endswith(MARKDOWN_SUFFIXES)
    reading = markdown.read(record.content, declared=declared)
    if reading:
        draft = reading.draft
        known = known.or_else(reading.metadata)
    else:
        draft = Draft.of(record.content)
    listing = None if keep_listings else find_listing(draft.text)
    if listing:
        return Rejection(record, Reason.NO_ARTICLE, f"{listing}; {KEEP_LISTINGS}")
    repaired = legible.repair_metadata(known)
    return ExtractedText(draft, repaired)


def _refuse_program_text(record: Record) -> Rejection | None:
    """Refuse a text that is wholly of a program: a placeholder, an error, or data."""
    if is_placeholder(record.content.strip()):
        return _refuse_placeholder(record)
    if is_error(record.content):
        return _refuse_error(record)
    kind = kind_of_data(record.content)
    return Rejection(record, Reason.NO_ARTICLE, kind) if kind else None


def _refuse_placeholder(record: Record) -> Rejection:
    stated = " ".join(record.content.split())
    return Rejection(record, Reason.EMPTY, f"nothing but a placeholder: “{stated}”")


def _refuse_error(record: Record) -> Rejection:
    last = record.content.strip().splitlines()[-1].strip()
    detail = f"the error of a program: “{last[:SHOWN_CHARACTERS]}”"
    return Rejection(record, Reason.NO_ARTICLE, detail)

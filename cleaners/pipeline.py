"""The order of the stages: one record in, one article with its ledger out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TypeVar

from cleaners import boilerplate, encoding, extraction, language, metadata, paraphrase
from cleaners.article import (
    Article,
    Language,
    Lift,
    Metadata,
    Reason,
    Record,
    Rejection,
    Spinning,
)
from cleaners.draft import Draft, Edit
from cleaners.lines import split_lines
from cleaners.paraphrase import OperatingPoint, OwnLexicon

STAGES = ("extraction", "encoding", "boilerplate", "language", "paraphrase")

Text = TypeVar("Text", str, str | None)

Watch = Callable[[str], AbstractContextManager[object]]
"""Called with a stage's name; what it returns surrounds the stage's work. Clocks stay outside."""


@dataclass(frozen=True, slots=True)
class _Body:
    """A record's text under revision, and what is known beside it."""

    draft: Draft
    metadata: Metadata
    judged: boilerplate.Judgement | None = None


def clean(
    record: Record,
    operating_point: OperatingPoint = OperatingPoint.READABLE,
    watch: Watch = lambda _: nullcontext(),
    own_lexicon: OwnLexicon = OwnLexicon(),  # noqa: B008  # it cannot change
) -> Article | Rejection:
    """Clean one record: extract, repair, strip, lift, name the language, unspin."""
    with watch("extraction"):
        body = _extract(record)
    if isinstance(body, Rejection):
        return body
    with watch("encoding"):
        draft = body.draft.revise("encoding", encoding.repair(body.draft.text))
        shown = draft.text
    with watch("boilerplate"):
        page = _strip(draft, body.metadata.title, extracted=record.is_html)
    if isinstance(page, str):
        return Rejection(record, Reason.NO_TEXT, page)
    draft, known = page.draft, body.metadata.or_else(page.metadata)
    with watch("language"):
        tongue = language.detect(draft.text)
    with watch("paraphrase"):
        mended, spinning = _unspin(draft, tongue, operating_point, own_lexicon)
    return Article(
        article_id=article_id(record, known.url),
        record=record,
        raw=mended.raw,
        text=mended.text,
        metadata=replace(
            known,
            site=record.metadata.site or metadata.site_of(known.url) or known.site,
        ),
        language=tongue,
        spinning=spinning,
        ledger=tuple(mended.ledger()),
        doubts=boilerplate.open_doubts(shown, page.judged, mended.text)
        if page.judged
        else (),
        spun_ledger=tuple(draft.ledger()) if spinning.spun else None,
    )


def article_id(record: Record, url: str | None) -> str:
    """Derive 32 hex digits from the address (or the path), the record number and the raw content."""
    key = "\n".join(
        [url or record.source_path, str(record.record_number), record.raw_sha256]
    )
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _extract(record: Record) -> _Body | Rejection:
    """Take the article out of markup; plain text is its own raw."""
    if not record.is_html:
        return _Body(Draft.of(record.content), _legible(record.metadata))
    try:
        found = extraction.extract(record.content, record.metadata.url)
    except extraction.HostileMarkup as error:
        return Rejection(record, Reason.HOSTILE_MARKUP, str(error))
    if not found.text.strip():
        return Rejection(
            record, Reason.NO_TEXT, "No article text was found in the markup."
        )
    return _Body(
        Draft.of(found.text), _legible(record.metadata.or_else(found.metadata))
    )


def _legible(known: Metadata) -> Metadata:
    """Repair the encoding of what came beside the text."""
    repaired = {
        name: _repaired(getattr(known, name))
        for name in ("title", "author", "section", "site")
    }
    return replace(known, **repaired, tags=tuple(map(_repaired, known.tags)))


def _repaired(value: Text) -> Text:
    return (
        Draft.of(value).revise("encoding", encoding.repair(value)).text
        if value
        else value
    )


def _strip(draft: Draft, title: str | None, *, extracted: bool) -> _Body | str:
    """Remove boilerplate lines and lift what they say into columns; or say why no article is left."""
    judged = boilerplate.judge(draft.text, title, extracted=extracted)
    removals = judged.removals
    by_stage: dict[str, list[Edit]] = {"boilerplate": [], "metadata": []}
    for removal, edit in boilerplate.edits_of(draft.text, removals):
        by_stage["metadata" if removal and removal.column else "boilerplate"].append(
            edit
        )
    stripped = draft.revise_together(by_stage)
    text = stripped.text
    kept = sum(1 for line in text.split("\n") if line.strip())
    if not kept:
        return "Every line is boilerplate." if removals else "There is no text."
    if kept <= len(removals) and not any(line.is_prose for line in split_lines(text)):
        return f"No running text: {len(removals)} lines are boilerplate, and none of the other {kept} is a sentence."
    return _Body(
        stripped, metadata.read_lifts(_lifts(removals)), None if extracted else judged
    )


def _lifts(removals: Iterable[boilerplate.Removal]) -> list[Lift]:
    """List what removed lines hold for columns; a byline may say the date as well.

    A date comes with its whole line, which says whether it is of publication or of a change.
    """
    lifts = [
        Lift(
            removal.column,
            removal.line.text if removal.column == "date" else removal.value,
        )
        for removal in removals
        if removal.column and removal.value
    ]
    return lifts + [
        Lift("byline", removal.line.text)
        for removal in removals
        if removal.column == "author"
    ]


def _unspin(
    draft: Draft,
    tongue: Language,
    operating_point: OperatingPoint,
    own_lexicon: OwnLexicon,
) -> tuple[Draft, Spinning]:
    """Give spun English its words back; any other text passes."""
    if tongue.code != "en":
        return draft, Spinning()
    repair = paraphrase.unspinner(own_lexicon).repair(draft.text, operating_point)
    return draft.revise("paraphrase", repair.edits), repair.spinning

"""The order of the stages: one record in, one article with its ledger out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace

from cleaners import boilerplate, language, legible, metadata, paraphrase, walls
from cleaners.article import (
    Article,
    Language,
    Metadata,
    OpenDoubt,
    Reason,
    Record,
    Rejection,
    Spinning,
)
from cleaners.article_ids import article_id
from cleaners.draft import Draft, Edit
from cleaners.extracted_text import ExtractedText, extract_record
from cleaners.lines import split_lines
from cleaners.paraphrase import OperatingPoint, OwnLexicon
from cleaners.sites import site_of

STAGES = ("extraction", "encoding", "boilerplate", "language", "paraphrase")
NO_LEXICON = OwnLexicon()
KEEP_WALLS = "keep_walls = true keeps such pages"

StageTimer = Callable[[str], AbstractContextManager[object]]
"""Called with a stage's name; the context manager that it returns surrounds the stage's work."""


@dataclass(frozen=True, slots=True)
class StrippedText:
    """A draft without boilerplate, the metadata of removed lines, and how lines were classified.

    `shown` is the text with its boilerplate, whose lines were classified. `classified` is None for
    HTML, whose lines in doubt stay.
    """

    draft: Draft
    metadata: Metadata
    shown: str
    classified: boilerplate.Classification | None


@dataclass(frozen=True, slots=True)
class UnspunText:
    """A draft with the words of spun text put back, and whether the text was spun."""

    draft: Draft
    spinning: Spinning


def clean(  # noqa: PLR0913 - one switch for each kind of page that is refused
    record: Record,
    operating_point: OperatingPoint = OperatingPoint.READABLE,
    timer: StageTimer = lambda _: nullcontext(),
    own_lexicon: OwnLexicon = NO_LEXICON,
    *,
    keep_listings: bool = False,
    keep_walls: bool = False,
) -> Article | Rejection:
    """Clean one record: extract, repair the encoding, strip, detect the language, unspin."""
    with timer("extraction"):
        extracted = extract_record(record, keep_listings=keep_listings)
    if isinstance(extracted, Rejection):
        return extracted
    with timer("encoding"):
        draft = legible.repair_draft(extracted.draft)
    if excess := legible.excess_of_lines(draft):
        return Rejection(record, Reason.TOO_LARGE, excess)
    with timer("boilerplate"):
        cut_marks = boilerplate.cut_mark_edits(draft.text)
        draft = draft.revise("boilerplate", cut_marks)
        title = extracted.metadata.title
        stripped = _strip(draft, title, is_html=record.is_html)
    kind = extracted.page_type
    is_kept = keep_walls or (kind is not None and kind.evidence is not None)
    wall = None if is_kept else _find_wall(record, extracted, stripped)
    if wall:
        return Rejection(record, Reason.NO_ARTICLE, f"{wall}; {KEEP_WALLS}")
    if isinstance(stripped, str):
        return Rejection(record, Reason.NO_TEXT, stripped)
    with timer("language"):
        detected = language.detect(stripped.draft.text)
    with timer("paraphrase"):
        unspun = _unspin(stripped.draft, detected, operating_point, own_lexicon)
    return _article(record, extracted, stripped, detected, unspun)


def _article(
    record: Record,
    extracted: ExtractedText,
    stripped: StrippedText,
    detected: Language,
    unspun: UnspunText,
) -> Article:
    """Put together what the stages found."""
    draft = unspun.draft
    known = extracted.metadata.or_else(stripped.metadata)
    spinning = unspun.spinning
    spun_ledger = tuple(stripped.draft.ledger()) if spinning.spun else None
    return Article(
        article_id=article_id(record, known.url),
        record=record,
        raw=draft.raw,
        text=draft.text,
        metadata=replace(known, site=_site(record, known)),
        language=detected,
        spinning=spinning,
        ledger=tuple(draft.ledger()),
        doubts=_doubts(stripped, draft.text),
        spun_ledger=spun_ledger,
        page_type=extracted.page_type,
        extraction_confidence=extracted.confidence,
    )


def _strip(draft: Draft, title: str | None, *, is_html: bool) -> StrippedText | str:
    """Remove boilerplate lines and lift values from them; or return why no article is left."""
    text = draft.text
    classified = boilerplate.classify(text, title, extracted=is_html)
    removals = classified.removals
    edits = _edits_by_stage(text, removals)
    stripped = draft.revise_together(edits)
    reason = _why_no_article(stripped.text, len(removals))
    if reason:
        return reason
    removed = _removed_lines(removals)
    day_first = _is_day_first(classified.languages)
    stated = metadata.read_removed_lines(removed, day_first=day_first)
    agency = metadata.read_source_of_text(stripped.text)
    of_lines = stated.read_from("removed line")
    of_text = Metadata(source_credit=agency).read_from("text")
    return StrippedText(
        draft=stripped,
        metadata=of_lines.or_else(of_text),
        shown=text,
        classified=None if is_html else classified,
    )


def _find_wall(
    record: Record, extracted: ExtractedText, stripped: StrippedText | str
) -> str | None:
    """Return which wall a page is, with what shows it; None where it may be an article."""
    candidate = walls.WallCandidate(
        page=extracted.draft.raw,
        kept=stripped.draft.text if isinstance(stripped, StrippedText) else "",
        title=extracted.metadata.title,
        markup=record.content if record.is_html else "",
    )
    return walls.find_wall(candidate)


def _edits_by_stage(
    text: str, removals: Sequence[boilerplate.Removal]
) -> dict[str, list[Edit]]:
    """Return the edits that remove lines; those with a value for a column are of metadata."""
    lifting: list[Edit] = []
    removing: list[Edit] = []
    for removal, edit in boilerplate.edits_of(text, removals):
        if removal and removal.column:
            lifting.append(edit)
        else:
            removing.append(edit)
    return {"boilerplate": removing, "metadata": lifting}


def _why_no_article(text: str, removed: int) -> str | None:
    """Return why a text is no article after `removed` lines went; None where it is one."""
    kept = sum(1 for line in text.split("\n") if line.strip())
    if not kept:
        return "Every line is boilerplate." if removed else "There is no text."
    if kept > removed or any(line.is_prose for line in split_lines(text)):
        return None
    return (
        f"No running text: {removed} lines are boilerplate,"
        f" and none of the other {kept} is a sentence."
    )


def _is_day_first(languages: Collection[str] | None) -> bool | None:
    """Return whether 03/04/2025 is the third of April on a page; None where it may be March 4."""
    is_known = languages is not None and "en" not in languages
    return True if is_known else None


def _removed_lines(
    removals: Sequence[boilerplate.Removal],
) -> list[metadata.RemovedLine]:
    """List the removed lines with what is known of each."""
    return [
        metadata.RemovedLine(
            text=removal.line.text,
            kind=removal.kind,
            place=removal.place,
            column=removal.column,
            value=removal.value,
            is_guess=removal.rule.endswith("/model"),
        )
        for removal in removals
    ]


def _unspin(
    draft: Draft,
    detected: Language,
    operating_point: OperatingPoint,
    own_lexicon: OwnLexicon,
) -> UnspunText:
    """Repair the words of spun English; any other text stays."""
    if detected.code != "en":
        return UnspunText(draft, Spinning())
    unspinner = paraphrase.unspinner(own_lexicon)
    repair = unspinner.repair(draft.text, operating_point)
    repaired = draft.revise("paraphrase", repair.edits)
    return UnspunText(repaired, repair.spinning)


def _doubts(stripped: StrippedText, clean_text: str) -> tuple[OpenDoubt, ...]:
    """Locate the lines in doubt in the clean text."""
    if stripped.classified is None:
        return ()
    return boilerplate.open_doubts(stripped.shown, stripped.classified, clean_text)


def _site(record: Record, known: Metadata) -> str | None:
    """Return the site: as the record names it, or the host of the address, or as the page does."""
    stated = known.site if record.metadata.site else None
    return stated or site_of(known.url) or known.site

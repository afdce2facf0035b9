"""The order of the stages: one record in, one article with its ledger out."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace

from cleaners import boilerplate, language, legible, paraphrase, reviewed, walls
from cleaners.answers import NO_ANSWERS, Answers, Repair, decided
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
from cleaners.draft import Draft
from cleaners.extracted_text import ExtractedText, extract_record
from cleaners.own_entries import NO_LEXICON, NO_RULES, OwnLexicon, OwnRules
from cleaners.paraphrase import OperatingPoint
from cleaners.sites import main_site_of
from cleaners.stripped_text import StrippedText, strip

STAGES = ("extraction", "encoding", "boilerplate", "language", "paraphrase")
# The stages that may be run alone. Extraction always runs, and so does language: it edits nothing.
SINGLE_STAGES = ("extraction", "encoding", "boilerplate", "paraphrase")
UNDO_DROP = "unspun review takes it back"
KEEP_WALLS = "keep_walls = true keeps such pages"

StageTimer = Callable[[str], AbstractContextManager[object]]
"""Called with a stage's name; the context manager that it returns surrounds the stage's work."""


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
    own_rules: OwnRules = NO_RULES,
    answers: Answers = NO_ANSWERS,
    only_stage: str = "",
    keep_listings: bool = False,
    keep_walls: bool = False,
) -> Article | Rejection:
    """Clean one record: extract, repair the encoding, strip, detect the language, unspin.

    With `only_stage`, one of SINGLE_STAGES, no other stage edits the extracted text.
    """
    choice = decided(answers, record, record.metadata)
    with timer("extraction"):
        keep_listings = keep_listings or choice.is_kept
        extracted = extract_record(record, keep_listings=keep_listings)
    if isinstance(extracted, Rejection):
        return extracted
    choice = decided(answers, record, extracted.metadata)
    if choice.dropped:
        return Rejection(record, Reason.DROPPED, f"{choice.dropped}; {UNDO_DROP}")
    draft = reviewed.with_lines(extracted.draft, choice.kept_lines)
    if only_stage in ("", "encoding"):
        with timer("encoding"):
            draft = legible.repair_draft(draft, choice.wrong_repairs)
    if excess := legible.excess_of_lines(draft):
        return Rejection(record, Reason.TOO_LARGE, excess)
    stripped: StrippedText | str = StrippedText(draft, Metadata(), draft.text, None)
    if only_stage in ("", "boilerplate"):
        with timer("boilerplate"):
            draft = walls.without_dialogue(draft, choice.kept_lines)
            stripped = strip(record, extracted, draft, own_rules, choice)
    keep_walls = keep_walls or choice.is_kept
    if wall := _find_wall(record, extracted, stripped, keep_walls=keep_walls):
        return Rejection(record, Reason.NO_ARTICLE, f"{wall}; {KEEP_WALLS}")
    if isinstance(stripped, str):
        return Rejection(record, Reason.NO_TEXT, stripped)
    with timer("language"):
        detected = language.detect(stripped.draft.text)
    unspun = UnspunText(stripped.draft, Spinning())
    if only_stage in ("", "paraphrase"):
        with timer("paraphrase"):
            wrong = choice.wrong_repairs
            given = detected, operating_point, own_lexicon, wrong
            unspun = _unspin(stripped.draft, *given)
    article = _article(record, extracted, stripped, detected, unspun)
    known = reviewed.with_values(article.metadata, choice.values)
    return replace(article, metadata=known)


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


def _find_wall(
    record: Record,
    extracted: ExtractedText,
    stripped: StrippedText | str,
    *,
    keep_walls: bool,
) -> str | None:
    """Return which wall a page is, with what shows it; None where it may be an article."""
    kind = extracted.page_type
    if keep_walls or (kind is not None and kind.evidence is not None):
        return None
    candidate = walls.WallCandidate(
        page=extracted.draft.raw,
        kept=stripped.draft.text if isinstance(stripped, StrippedText) else "",
        title=extracted.metadata.title,
        markup=record.content if record.is_html else "",
    )
    return walls.find_wall(candidate)


def _unspin(
    draft: Draft,
    detected: Language,
    operating_point: OperatingPoint,
    own_lexicon: OwnLexicon,
    wrong: Collection[Repair],
) -> UnspunText:
    """Repair the words of spun English; any other text stays."""
    if detected.code != "en":
        return UnspunText(draft, Spinning())
    unspinner = paraphrase.unspinner(own_lexicon)
    repair = unspinner.repair(draft.text, operating_point)
    edits = reviewed.without_wrong(draft.text, repair.edits, wrong)
    repaired = draft.revise("paraphrase", edits)
    return UnspunText(repaired, repair.spinning)


def _doubts(stripped: StrippedText, clean_text: str) -> tuple[OpenDoubt, ...]:
    """Locate the lines in doubt in the clean text."""
    if stripped.classified is None:
        return ()
    return boilerplate.open_doubts(stripped.shown, stripped.classified, clean_text)


def _site(record: Record, known: Metadata) -> str | None:
    """Return the site: as the record names it, or the host of the address, or as the page does."""
    stated = known.site if record.metadata.site else None
    return stated or main_site_of(known.url) or known.site

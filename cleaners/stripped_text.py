"""A text without its boilerplate, with the values that the removed lines stated."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from cleaners import boilerplate, metadata
from cleaners.answers import NOTHING, Decided, fold_line, host_of
from cleaners.article import Metadata, Record
from cleaners.draft import Draft, Edit
from cleaners.extracted_text import ExtractedText
from cleaners.lines import split_lines
from cleaners.own_entries import OwnRules


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


def strip(
    record: Record,
    extracted: ExtractedText,
    draft: Draft,
    own_rules: OwnRules,
    choice: Decided = NOTHING,
) -> StrippedText | str:
    """Remove boilerplate lines and lift values from them; or return why no article is left."""
    cut_marks = boilerplate.cut_mark_edits(draft.text)
    draft = draft.revise("boilerplate", cut_marks)
    text, is_html = draft.text, record.is_html
    classified = boilerplate.classify(
        text,
        extracted.metadata.title,
        linked=extracted.linked_lines if is_html else None,
        scanner=boilerplate.scanner_with(own_rules),
        site=host_of(extracted.metadata),
    )
    if is_html:
        known = extracted.metadata
        classified = boilerplate.with_stated_lines(classified, text, known)
    stated_by = classified.removals
    classified = _without_lines(classified, choice.kept_lines)
    stripped = _without_removals(draft, classified)
    reason = _why_no_article(stripped.text, _count_foreign(classified.removals))
    if reason:
        gallery = boilerplate.with_captions(classified)
        if gallery is None:
            return reason
        classified = gallery
        stripped = _without_removals(draft, gallery)
    removed = _removed_lines(stated_by)
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


def _without_lines(
    classified: boilerplate.Classification, kept: Collection[str]
) -> boilerplate.Classification:
    """Return what was found, but for lines that stay."""
    if not kept:
        return classified
    removals = [
        each for each in classified.removals if fold_line(each.line.text) not in kept
    ]
    doubts = [
        each for each in classified.doubts if fold_line(each.line.text) not in kept
    ]
    return replace(classified, removals=tuple(removals), doubts=tuple(doubts))


def _without_removals(draft: Draft, found: boilerplate.Classification) -> Draft:
    edits = _edits_by_stage(draft.text, found.removals)
    return draft.revise_together(edits)


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


def _count_foreign(removals: Sequence[boilerplate.Removal]) -> int:
    """Count removed lines, but for the times and numbers of subtitles."""
    foreign = [each for each in removals if each.rule not in boilerplate.CUE_RULES]
    return len(foreign)


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

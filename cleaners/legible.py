"""Repair the encoding of a draft, and of the values that came with a text."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TypeVar

from cleaners import encoding, invisible, terminal_codes
from cleaners.answers import Repair
from cleaners.article import Metadata
from cleaners.bbcode import find_bbcode
from cleaners.cell_escapes import find_cell_escapes
from cleaners.draft import Draft
from cleaners.hard_wraps import find_joints
from cleaners.link_breaks import find_link_breaks
from cleaners.literal_escapes import find_escapes
from cleaners.quoting import find_quoting
from cleaners.reviewed import without_wrong

STAGE = "encoding"
# Every line is judged by itself and among its neighbours: 30,000 take 4 s. The longest articles
# have some hundreds.
MAX_LINES = 30_000
FINDERS = (
    find_escapes,
    find_cell_escapes,
    find_bbcode,
    find_joints,
    find_link_breaks,
    find_quoting,
    encoding.repair,
)
Text = TypeVar("Text", str, str | None)


def repair_draft(draft: Draft, wrong: Collection[Repair] = ()) -> Draft:
    """Return a draft with its characters and lines repaired, but for repairs that are wrong."""
    for find in FINDERS:
        text = draft.text
        edits = without_wrong(text, find(text), wrong)
        draft = draft.revise(STAGE, edits)
    return draft


def excess_of_lines(draft: Draft) -> str | None:
    """Say that a text has too many lines to be judged in seconds; None where it has not."""
    lines = draft.text.count("\n") + 1
    return f"{lines:,} lines; the limit is {MAX_LINES:,}" if lines > MAX_LINES else None


def repair_metadata(known: Metadata) -> Metadata:
    """Return metadata with the characters of its texts repaired, and clean addresses."""
    return replace(
        known,
        url=_clean_address(known.url),
        image_url=_clean_address(known.image_url),
        publisher=_repair_value(known.publisher),
        licence=_repair_value(known.licence),
        title=_repair_value(known.title),
        author=_repair_value(known.author),
        section=_repair_value(known.section),
        site=_repair_value(known.site),
        tags=tuple(_repair_value(tag) for tag in known.tags),
    )


def _clean_address(address: str | None) -> str | None:
    """Take out of an address what nobody sees; an entity or an accent may be part of it."""
    if not address:
        return address
    steady = terminal_codes.strip_controls(address)
    return invisible.strip_invisible(steady) or None


def _repair_value(value: Text) -> Text:
    if not value:
        return value
    draft = repair_draft(Draft.of(value))
    return draft.text

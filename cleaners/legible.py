"""Repair the encoding of a draft, and of the values that came with a text."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from cleaners import encoding
from cleaners.article import Metadata
from cleaners.draft import Draft

STAGE = "encoding"
Text = TypeVar("Text", str, str | None)


def repair_draft(draft: Draft) -> Draft:
    """Return a draft with its characters repaired."""
    edits = encoding.repair(draft.text)
    return draft.revise(STAGE, edits)


def repair_metadata(known: Metadata) -> Metadata:
    """Return metadata with the characters of its texts repaired."""
    return replace(
        known,
        title=_repair_value(known.title),
        author=_repair_value(known.author),
        section=_repair_value(known.section),
        site=_repair_value(known.site),
        tags=tuple(_repair_value(tag) for tag in known.tags),
    )


def _repair_value(value: Text) -> Text:
    if not value:
        return value
    draft = repair_draft(Draft.of(value))
    return draft.text

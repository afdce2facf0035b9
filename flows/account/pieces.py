"""The pieces of an article of a dataset, from its clean text and its rows of edits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cleaners.explain import Piece, fate_of, kept_piece


def pieces_of(text: str, edits: Iterable[Mapping[str, Any]]) -> Iterator[Piece]:
    """Divide the raw text into pieces, of which `text` is the clean text.

    Edits are rows of the table, in the order of the raw text.
    """
    at = 0  # in the clean text
    shift = 0  # from offsets in the raw text to offsets in the clean text
    for edit in edits:
        start = edit["start"] + shift
        length_before = edit["end"] - edit["start"]
        length_now = len(edit["after"])
        yield from kept_piece(text[at:start])
        yield _changed_piece(edit, length_before)
        at = start + length_now
        shift += length_now - length_before
    yield from kept_piece(text[at:])


def _changed_piece(edit: Mapping[str, Any], length_before: int) -> Piece:
    before = edit["before"]
    return Piece(
        fate=fate_of(edit["stage"], edit["after"]),
        before=before or "",
        after=edit["after"],
        rule=edit["rule"],
        confidence=edit["confidence"],
        stage=edit["stage"],
        unkept=length_before if before is None else 0,
    )

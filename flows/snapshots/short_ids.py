"""Ids of a takedown that are given by how they begin, as lists of articles show them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from flows.snapshots import takedown
from flows.snapshots.takedown import Target

# Four digits or more, as `unspun show` takes them; 32 are a whole article_id.
BEGINNING = re.compile("[0-9a-f]{4,31}", re.IGNORECASE)


class AmbiguousIdError(ValueError):
    """A beginning that the ids of several articles have."""


def complete(snapshot: Path, target: Target) -> Target:
    """Write the ids of a target in full. Raises AmbiguousIdError and DatasetError."""
    short = {each for each in target.ids if BEGINNING.fullmatch(each)}
    if not short:
        return target
    known = frozenset(_ids_in(snapshot))
    ids = (_in_full(each, known) if each in short else each for each in target.ids)
    return replace(target, ids=tuple(ids))


def _in_full(beginning: str, known: Iterable[str]) -> str:
    """Return the one id that begins so, or the beginning where none does."""
    found = [each for each in known if each.startswith(beginning.lower())]
    if len(found) > 1:
        problem = f"{len(found):,} ids begin so; give more digits"
        raise AmbiguousIdError(f"{beginning}: {problem}")
    return found[0] if found else beginning


def _ids_in(snapshot: Path) -> Iterator[str]:
    for table in takedown.ROWS:
        for row in takedown.rows_of(snapshot / table):
            yield row["article_id"]

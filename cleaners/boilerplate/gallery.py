"""Keep the captions of a gallery of pictures, which is a page without any other text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cleaners.boilerplate.page import Classification, Removal

# Both were set by hand.
FEWEST_CAPTIONS = 3  # of a gallery, each counted once
MIN_CHARACTERS = 60  # of a caption that says what there is to see


def with_captions(found: Classification) -> Classification | None:
    """Return what was found but for the captions of a gallery; None where there are too few."""
    kept = _first_captions(found.removals)
    if len(kept) < FEWEST_CAPTIONS:
        return None
    others = [each for each in found.removals if each.line.index not in kept]
    return replace(found, removals=tuple(others))


def _first_captions(removals: Sequence[Removal]) -> set[int]:
    """Return the indices of the lines that are captions, each at its first place."""
    captions = list(filter(_is_caption, removals))
    index_of = {each.line.text: each.line.index for each in reversed(captions)}
    return set(index_of.values())


def _is_caption(removal: Removal) -> bool:
    return removal.kind == "caption" and len(removal.line.text) >= MIN_CHARACTERS

"""Compute features of where each line is: on the page, in its text, from its body and title."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate.page import Removals, ScannedPage
from cleaners.boilerplate.window_features import FAR, Features
from cleaners.decision_tables import Reals

MAX_CORE_SIZE = 600  # characters that one core line counts for; a guard, not tuned
NO_TITLE = -2 * FAR  # the position of a title that is not there: out of reach

Positions = NDArray[np.int64]


def position_features(page: ScannedPage, core: Reals, proposed: Removals) -> Features:
    """Measure where each line is: in text, in lines, from the body and title, in its block."""
    features = _text_position(page, core)
    features |= _line_position(page)
    features |= _body_position(page)
    features |= _title_position(page, proposed)
    features |= _block_position(page)
    return features


def _text_position(page: ScannedPage, core: Reals) -> Features:
    """Measure the running text above and below each line, in characters."""
    lengths = [len(line.text) for line in page.lines]
    sizes = np.minimum(lengths, MAX_CORE_SIZE)
    text = core * sizes
    total = text.sum()
    some_text = max(1.0, total)
    above = np.cumsum(text) - text
    below = total - above - text
    return {
        "share above": above / some_text,
        "text above": np.log1p(above),
        "text below": np.log1p(below),
    }


def _line_position(page: ScannedPage) -> Features:
    """Return the position of each line on the page, and its distance to the end, in lines."""
    position = _positions(page)
    return {
        "from end": np.minimum(position[::-1], FAR).astype(float),
        "position": position / len(position),
    }


def _positions(page: ScannedPage) -> Positions:
    """Return the numbers of the filled lines of a page."""
    return np.arange(len(page.lines))


def _body_position(page: ScannedPage) -> Features:
    """Measure the distance of each line to the body, and inside it to the nearer end, in lines."""
    position = _positions(page)
    first, last = _body_ends(page)
    after_first = position - first
    before_last = last - position
    above = np.minimum(after_first, 0)
    below = np.maximum(-before_last, 0)
    if last < 0:  # there is no body: every line is above it
        below = np.zeros_like(below)
    off_body = np.clip(above + below, -FAR, FAR)
    to_nearer_end = np.minimum(after_first, before_last)
    in_body = np.clip(to_nearer_end, -1, FAR)
    return {
        "off body": off_body.astype(float),
        "in body": in_body.astype(float),
    }


def _body_ends(page: ScannedPage) -> tuple[int, int]:
    """Return the positions of the first and last line of the body.

    Without a body these are the end of the page and -1, so that every line is above the body.
    """
    inside = [number for number, place in enumerate(page.places) if place == "body"]
    if not inside:
        return len(page.lines), -1
    return inside[0], inside[-1]


def _title_position(page: ScannedPage, proposed: Removals) -> Features:
    """Measure the distance of each line to the title, in lines."""
    distance = _positions(page) - _find_title(page, proposed)
    return {"from title": np.clip(distance, -FAR, 2 * FAR).astype(float)}


def _find_title(page: ScannedPage, proposed: Removals) -> int:
    """Return the position of the line that is lifted as the title."""
    for number, line in enumerate(page.lines):
        removal = proposed.get(line.index)
        if removal and removal.is_title:
            return number
    return NO_TITLE


def _block_position(page: ScannedPage) -> Features:
    """Mark lines with a blank line above, and count the lines of blocks between blank lines."""
    index = np.array([line.index for line in page.lines])
    before_first = index[0] - 1
    step = np.diff(index, prepend=before_first)
    has_gap = step > 1
    block = np.cumsum(has_gap)
    size = np.bincount(block)
    capped = np.minimum(size, FAR)
    size_of_block = capped[block]
    return {
        "apart": has_gap.astype(float),
        "block": size_of_block.astype(float),
    }

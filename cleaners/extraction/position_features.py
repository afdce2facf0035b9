"""Compute features of blocks from the other blocks before and after them."""

from __future__ import annotations

import numpy as np

from cleaners.extraction.block_measures import (
    BlockMeasures,
    FeatureColumns,
    Flags,
    Floats,
    Indices,
    sum_ranges,
)

# What the model of the body was fitted with; chosen on the development pages.
WINDOWS = (1, 3, 8)  # blocks before and after a block that features average over
WORDS_WINDOW = 1  # the same, for the words of neighbours
PROSE_WINDOW = 4  # the same, for their prose
HEADING_WINDOW = 1  # the same, for whether they are headings
SECTION_BLOCKS = 12  # below a heading that count as its section
# Blocks at which counts of lines and the way to the heading are capped.
MAX_DISTANCE = 10
MAX_BODY_DISTANCE = 20  # blocks, at which the way to the body is capped
NO_SECTION = -1.0  # value of section features for a block that is no heading


def position_features(measures: BlockMeasures) -> FeatureColumns:
    """Compute where blocks are in the extracted text, and how far from its first and last prose."""
    columns = _order_features(measures)
    columns |= _body_features(measures)
    columns["taken of page"] = _share_of_page(measures)
    return columns


def _body_features(measures: BlockMeasures) -> FeatureColumns:
    """Count the blocks from each block to the first taken prose below it, and to the last above."""
    number = np.arange(len(measures.taken))
    first, last = _body_range(measures)
    before = np.clip(first - number, 0, MAX_BODY_DISTANCE)
    after = np.clip(number - last, 0, MAX_BODY_DISTANCE)
    return {
        "before the body": before.astype(float),
        "after the body": after.astype(float),
    }


def _share_of_page(measures: BlockMeasures) -> Floats:
    """Return for each block the same: the share of the page's words that was taken."""
    taken_words = max(1.0, float(measures.taken_words.sum()))
    words = max(1.0, float(measures.words.sum()))
    return np.full(len(measures.words), taken_words / words)


def _order_features(measures: BlockMeasures) -> FeatureColumns:
    """Compute how much of the extracted text is above and below each block."""
    taken = measures.taken.astype(float)
    words = measures.taken_words
    total = max(1.0, float(words.sum()))
    words_above = np.cumsum(words) - words
    words_up_to = words_above + words
    share_up_to = words_up_to / total
    blocks_above = np.cumsum(taken) - taken
    blocks_below = taken.sum() - blocks_above - taken
    return {
        "above": words_above / total,
        "below": 1 - share_up_to,
        "lines above": np.minimum(blocks_above, MAX_DISTANCE),
        "lines below": np.minimum(blocks_below, MAX_DISTANCE),
    }


def _body_range(measures: BlockMeasures) -> tuple[int, int]:
    """Return the indices of the first and the last taken block of prose; without one, the page."""
    core = np.flatnonzero(measures.taken & measures.prose)
    if len(core) == 0:
        return 0, len(measures.taken)
    return int(core[0]), int(core[-1])


def neighbour_features(measures: BlockMeasures) -> FeatureColumns:
    """Average what the blocks before and after each block are."""
    taken = measures.taken.astype(float)
    link_share = measures.link_share
    is_heading = (measures.heading_level > 0).astype(float)
    columns: FeatureColumns = {}
    for width in WINDOWS:
        taken_means = _window_means(f"taken {width}", taken, width)
        link_means = _window_means(f"linked {width}", link_share, width)
        columns |= taken_means
        columns |= link_means
    word_means = _word_means(measures)
    heading_means = _window_means("heading", is_heading, HEADING_WINDOW)
    columns |= word_means
    columns |= heading_means
    return columns


def _word_means(measures: BlockMeasures) -> FeatureColumns:
    """Return log(1 + mean) of the words of neighbours."""
    words = _window_means("words", measures.words, WORDS_WINDOW)
    prose = _window_means("prose words", measures.prose_words, PROSE_WINDOW)
    means = words | prose
    return {name: np.log1p(values) for name, values in means.items()}


def _window_means(name: str, values: Floats, width: int) -> FeatureColumns:
    """Average over as many blocks before each block, and over those after it; 0 without any."""
    count = len(values)
    number = np.arange(count)
    following = number + 1
    low = np.maximum(0, number - width)
    high = np.minimum(count, following + width)
    before = _range_means(values, low, number)
    after = _range_means(values, following, high)
    return {
        f"{name} before": before,
        f"{name} after": after,
    }


def _range_means(values: Floats | Flags, start: Indices, end: Indices) -> Floats:
    """Average values over the blocks from each start up to its end; 0 for an empty range."""
    length = np.maximum(1, end - start)
    return np.asarray(sum_ranges(values, start, end) / length)


def section_features(measures: BlockMeasures) -> FeatureColumns:
    """Describe the heading above each block and, for a heading, the section below it."""
    is_heading = measures.heading_level > 0
    columns = _heading_features(measures, is_heading)
    end = _section_ends(is_heading)
    for name, values in _section_contents(measures, end).items():
        columns[f"section {name}"] = np.where(is_heading, values, NO_SECTION)
    return columns


def _section_contents(measures: BlockMeasures, end: Indices) -> FeatureColumns:
    """Describe the blocks after each block up to `end`."""
    start = np.arange(1, len(end) + 1)
    prose = sum_ranges(measures.prose_words, start, end)
    return {
        "taken": _range_means(measures.taken, start, end),
        "linked": _range_means(measures.link_share, start, end),
        "prose": np.log1p(prose),
    }


def _heading_features(measures: BlockMeasures, is_heading: Flags) -> FeatureColumns:
    """Measure the way to the last heading above or at each block; was it taken, and its level."""
    number = np.arange(len(is_heading))
    taken = measures.taken
    level = measures.heading_level
    heading_or_none = np.where(is_heading, number, -1)
    last = np.maximum.accumulate(heading_or_none)
    last_taken = taken[last]
    last_level = level[last]
    exists = last >= 0
    capped = np.minimum(number - last, MAX_DISTANCE)
    distance = np.where(exists, capped, 0)
    is_below = exists & (distance > 0)
    return {
        "heading far": distance,
        "heading taken": np.where(is_below, last_taken, taken),
        "heading level": np.where(is_below, last_level, 0),
    }


def _section_ends(is_heading: Flags) -> Indices:
    """Return for each block the index of the next heading, at most SECTION_BLOCKS away.

    The end of the page counts as a heading.
    """
    count = len(is_heading)
    number = np.arange(count)
    headings = np.append(np.flatnonzero(is_heading), count)
    following = np.searchsorted(headings, number, side="right")
    next_heading = headings[following]
    return np.asarray(np.minimum(next_heading, number + SECTION_BLOCKS))

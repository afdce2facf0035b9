"""Compute features of blocks relative to some that are marked as likely parts of the article.

The marks are blocks of prose at first, and then those that the extractor took, where it was asked.
"""

from __future__ import annotations

import numpy as np

from cleaners.extraction.block_measures import (
    BlockMeasures,
    FeatureColumns,
    Flags,
    Floats,
    Indices,
    mean_ranges,
    sum_ranges,
)
from cleaners.extraction.blocks import HtmlPage
from cleaners.extraction.container_features import (
    ContainerTotals,
    branch_features,
    marked_share_features,
)
from cleaners.extraction.container_roles import inherit_roles
from cleaners.extraction.windows import window_means

# What the models of the body were fitted with; chosen on the development pages.
MAIN_SHARE = 0.5  # of the marked words: a container with more is around the article
WINDOWS = (1, 3, 8)  # blocks before and after a block that features average over
MAX_LINES = 10  # at which counts of marked blocks are capped
MAX_BODY_DISTANCE = 20  # blocks, at which the way to the body is capped
SECTION_BLOCKS = 12  # below a heading that count as its section
NO_SECTION = -1.0  # value of section features for a block that is no heading


def marked_features(
    page: HtmlPage,
    measures: BlockMeasures,
    totals: ContainerTotals,
    marked: Flags,
    titled: Floats,
) -> FeatureColumns:
    """Compute all features of the blocks of a page relative to the marked ones."""
    words = measures.words * marked
    inside = totals.sum(words)
    is_main = inside > MAIN_SHARE * max(1.0, float(words.sum()))
    roles = inherit_roles(page.containers, is_main)
    container = measures.container
    columns = {"marked": marked.astype(float)}
    columns |= branch_features(totals, roles, container, titled)
    columns |= marked_share_features(totals, roles, container, words)
    columns |= _order_features(measures, marked)
    columns |= _body_features(measures, marked)
    columns |= _section_features(measures, marked)
    for width in WINDOWS:
        columns |= window_means("marked", columns["marked"], width)
    return columns


def _order_features(measures: BlockMeasures, marked: Flags) -> FeatureColumns:
    """Compute how much of the marked text is above and below each block, and how much it is."""
    words = measures.words * marked
    total = float(words.sum())
    some = max(1.0, total)
    page_words = max(1.0, float(measures.words.sum()))
    up_to = np.cumsum(words)
    above, below = _count_lines(marked)
    return {
        "above": (up_to - words) / some,
        "below": 1 - up_to / some,
        "lines above": np.minimum(above, MAX_LINES),
        "lines below": np.minimum(below, MAX_LINES),
        "marked of page": np.full(len(words), total / page_words),
        "marked words": np.full(len(words), np.log1p(total)),
    }


def _count_lines(marked: Flags) -> tuple[Floats, Floats]:
    """Count the marked blocks above each block, and those below it."""
    lines = marked.astype(float)
    above = np.cumsum(lines) - lines
    below = lines.sum() - above - lines
    return above, below


def _body_features(measures: BlockMeasures, marked: Flags) -> FeatureColumns:
    """Count the blocks from each block to the first marked prose below it, and to the last above.

    Without marked prose, the body is the page.
    """
    number = np.arange(len(marked))
    first, last = _body(measures, marked)
    before = np.clip(first - number, 0, MAX_BODY_DISTANCE)
    after = np.clip(number - last, 0, MAX_BODY_DISTANCE)
    return {
        "before the body": before.astype(float),
        "after the body": after.astype(float),
    }


def _body(measures: BlockMeasures, marked: Flags) -> tuple[int, int]:
    """Return the first and the last block of marked prose."""
    core = np.flatnonzero(marked & measures.prose)
    if len(core):
        return core[0], core[-1]
    return 0, len(marked)


def _section_features(measures: BlockMeasures, marked: Flags) -> FeatureColumns:
    """Compute how much is marked of each block's section, and of the one that a heading begins."""
    last = measures.last_heading
    has_heading = last >= 0
    start = np.maximum(0, last)
    end = measures.next_heading
    marked_words = sum_ranges(measures.words * marked, start, end)
    words = sum_ranges(measures.words, start, end)
    heading_marked = has_heading & marked[start]
    return {
        "heading marked": heading_marked.astype(float),
        "section marked": marked_words / np.maximum(1, words),
        "below heading": _marked_below(measures, marked),
    }


def _marked_below(measures: BlockMeasures, marked: Flags) -> Floats:
    """Compute how much is marked of what a heading begins; NO_SECTION for other blocks."""
    number = np.arange(len(marked))
    end = np.minimum(measures.next_heading, number + SECTION_BLOCKS)
    start = np.minimum(number + 1, end)
    below = mean_ranges(marked, start, end)
    is_heading = measures.heading_level > 0
    return np.where(is_heading, below, NO_SECTION)


def shape_features(
    shapes: Indices, measures: BlockMeasures, marked: Flags
) -> FeatureColumns:
    """Compare each block with those of the same shape: where marked prose is, more of it is.

    `shapes` has the number of the shape of each block.
    """
    core = np.bincount(shapes, measures.words * (marked & measures.prose))
    blocks = np.bincount(shapes)
    marked_blocks = np.bincount(shapes, marked.astype(float))
    core_share = core / max(1.0, float(core.sum()))
    marked_share = marked_blocks / np.maximum(1, blocks)
    return {
        "core of shape": core_share[shapes],
        "marked of shape": marked_share[shapes],
    }

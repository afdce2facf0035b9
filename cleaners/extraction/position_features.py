"""Compute features of blocks from where they are on the page, and from their neighbours."""

from __future__ import annotations

import numpy as np

from cleaners.extraction.block_measures import (
    BlockMeasures,
    FeatureColumns,
    Floats,
    Indices,
    mean_ranges,
    sum_ranges,
)
from cleaners.extraction.windows import window_means
from cleaners.extraction.writing_features import RECALLS_TITLE, SAYS_TITLE

# What the models of the body were fitted with; chosen on the development pages.
WINDOWS = (1, 3, 8)  # blocks before and after a block that features average over
WORDS_WINDOW = 1  # the same, for the words of neighbours
PROSE_WINDOW = 4  # the same, for the words of their prose
HEADING_WINDOW = 1  # the same, for whether they are headings
SHORT_WINDOW = 5  # the same, for whether they are short
SHORT_WORDS = 6  # a block with fewer is short
MAX_HEADING_DISTANCE = 10  # blocks, at which the way to the heading above is capped
MAX_TITLE_DISTANCE = 30  # blocks, at which the way to the title is capped
NO_TITLE = -40.0  # value of the way to the title where the page does not show it
SECTION_BLOCKS = 12  # below a heading that count as its section
NO_SECTION = -1.0  # value of section features for a block that is no heading
Ranges = tuple[Indices, Indices]  # from each start up to its end


def position_features(
    measures: BlockMeasures, title_similarity: Floats
) -> FeatureColumns:
    """Compute where blocks are on the page, from its title and from their heading."""
    words = measures.words
    count = len(words)
    number = np.arange(count)
    total = max(1.0, float(words.sum()))
    prose_words = float(measures.prose_words.sum())
    columns = {
        "title": title_similarity,
        "words above": (np.cumsum(words) - words) / total,
        "blocks above": number / count,
        "page words": np.full(count, np.log1p(total)),
        "page prose": np.full(count, np.log1p(prose_words)),
        "from the title": _way_from(_title_block(title_similarity), count),
        "from the headline": _way_from(_headline(measures, title_similarity), count),
    }
    return columns | _heading_features(measures)


def _title_block(title_similarity: Floats) -> int:
    """Return the index of the first block that says the title, -1 for none."""
    says = np.flatnonzero(title_similarity > SAYS_TITLE)
    return int(says[0]) if len(says) else -1


def _headline(measures: BlockMeasures, title_similarity: Floats) -> int:
    """Return the index of the first-level heading that recalls the title, or of another guess."""
    headings = np.flatnonzero(measures.heading_level == 1)
    recalling = headings[title_similarity[headings] > RECALLS_TITLE]
    for candidates in (recalling, headings):
        if len(candidates):
            return int(candidates[0])
    best = int(title_similarity.argmax())
    return best if title_similarity[best] > RECALLS_TITLE else -1


def _way_from(place: int, count: int) -> Floats:
    """Return the number of blocks from a place to each block, negative above it."""
    if place < 0:
        return np.full(count, NO_TITLE)
    way = np.arange(count) - place
    return np.clip(way, -MAX_TITLE_DISTANCE, MAX_TITLE_DISTANCE).astype(float)


def _heading_distance(measures: BlockMeasures) -> Indices:
    """Count the blocks from the heading above to each block, to the limit; more without any."""
    last = measures.last_heading
    number = np.arange(len(last))
    blocks_since = number - last
    distance = np.minimum(blocks_since, MAX_HEADING_DISTANCE)
    return np.where(last >= 0, distance, MAX_HEADING_DISTANCE + 1)


def _heading_features(measures: BlockMeasures) -> FeatureColumns:
    """Describe the heading above each block, its section, and the section that a heading begins."""
    count = len(measures.words)
    number = np.arange(count)
    last = measures.last_heading
    has_heading = last >= 0
    level = measures.heading_level
    next_heading = measures.next_heading
    start = np.maximum(0, last)
    section: Ranges = (start, next_heading)
    reach = number + SECTION_BLOCKS
    end = np.minimum(next_heading, reach)
    next_block = np.minimum(number + 1, end)
    below: Ranges = (next_block, end)
    columns = {
        "heading far": _heading_distance(measures),
        "heading level": np.where(has_heading, level[last], 0),
        "section linked": mean_ranges(measures.link_share, *section),
        "section prose": mean_ranges(measures.prose, *section),
    }
    is_heading = level > 0
    for name, values in _section_contents(measures, below).items():
        columns[f"begins {name}"] = np.where(is_heading, values, NO_SECTION)
    return columns


def _section_contents(measures: BlockMeasures, ranges: Ranges) -> FeatureColumns:
    prose_words = sum_ranges(measures.prose_words, *ranges)
    return {
        "linked": mean_ranges(measures.link_share, *ranges),
        "prose": mean_ranges(measures.prose, *ranges),
        "words": np.log1p(prose_words),
    }


def neighbour_features(measures: BlockMeasures) -> FeatureColumns:
    """Average what the blocks before and after each block are."""
    is_heading = measures.heading_level > 0
    is_short = measures.words < SHORT_WORDS
    columns: FeatureColumns = {}
    for width in WINDOWS:
        columns |= window_means("linked", measures.link_share, width)
        columns |= window_means("prose", measures.prose, width)
    columns |= window_means("heading", is_heading, HEADING_WINDOW)
    columns |= window_means("short", is_short, SHORT_WINDOW)
    return columns | _word_means(measures)


def _word_means(measures: BlockMeasures) -> FeatureColumns:
    """Return log(1 + mean) of the words of neighbours."""
    words = window_means("length", measures.words, WORDS_WINDOW)
    prose = window_means("prose words", measures.prose_words, PROSE_WINDOW)
    means = words | prose
    return {name: np.log1p(values) for name, values in means.items()}

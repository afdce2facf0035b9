"""Measure each block of a page by itself: its size, its links, whether it reads as prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaners.extraction.blocks import HtmlBlock, HtmlPage

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Indices = NDArray[np.int64]
FeatureColumns = dict[str, Floats]  # name -> one value a block

# Thresholds that the models of the body were fitted with; chosen on the development pages.
MIN_PROSE_CHARACTERS = 80
MIN_PROSE_WORDS = 14  # or as many words, estimated in scripts without spaces
MAX_PROSE_LINKS = 0.4  # share of the characters
ENDING = 6  # characters in which the end of a sentence is looked for
# Full stops of Latin, Chinese, Indic, Arabic, Armenian and Ethiopic scripts.
SENTENCE_END = re.compile(r"[.!?…。！？:।॥؟۔։።]['\"”’»)\]]*$")
HEADING_LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}


@dataclass(frozen=True, slots=True)
class BlockMeasures:
    """The measures from which features are computed: arrays with one entry a block."""

    words: Floats  # how many; in scripts without spaces, an estimate
    characters: Floats
    link_share: Floats  # of the characters, 0..1
    ends_sentence: Flags
    prose: Flags
    heading_level: Indices  # 0 for none
    container: Indices  # index of the innermost container
    last_heading: (
        Indices  # index of the last heading above or at the block, -1 for none
    )
    next_heading: (
        Indices  # index of the next heading below; the number of blocks for none
    )

    @property
    def prose_words(self) -> Floats:
        """The words of blocks that are prose, 0 elsewhere."""
        return np.asarray(self.words * self.prose)


def measure_blocks(page: HtmlPage) -> BlockMeasures:
    """Measure the blocks of a page."""
    blocks = page.blocks
    words = np.array([block.size for block in blocks], float)
    characters = np.array([len(block.text) for block in blocks], float)
    link_share = np.array([block.link_share for block in blocks])
    ends_sentence = np.array([_ends_sentence(block) for block in blocks], bool)
    is_long = (characters >= MIN_PROSE_CHARACTERS) | (words >= MIN_PROSE_WORDS)
    levels = [HEADING_LEVELS.get(tag, 0) for tag in block_tags(page)]
    heading_level = np.array(levels, int)
    is_heading = heading_level > 0
    return BlockMeasures(
        words=words,
        characters=characters,
        link_share=link_share,
        ends_sentence=ends_sentence,
        prose=ends_sentence & is_long & (link_share < MAX_PROSE_LINKS),
        heading_level=heading_level,
        container=np.array([block.container for block in blocks], int),
        last_heading=_last_headings(is_heading),
        next_heading=_next_headings(is_heading),
    )


def mark_blocks(page: HtmlPage, blocks_of_lines: Sequence[Sequence[int]]) -> Flags:
    """Mark the blocks that some line came from."""
    taken = np.zeros(len(page.blocks), dtype=bool)
    for numbers in blocks_of_lines:
        taken[list(numbers)] = True
    return taken


def sum_ranges(values: Floats | Flags, start: Indices, end: Indices) -> Floats:
    """Sum the values of the blocks from each start up to its end."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    return np.asarray(sums[end] - sums[start])


def mean_ranges(values: Floats | Flags, start: Indices, end: Indices) -> Floats:
    """Average the values of the blocks from each start up to its end; 0 for an empty range."""
    length = np.maximum(1, end - start)
    return np.asarray(sum_ranges(values, start, end) / length)


def block_tags(page: HtmlPage) -> list[str]:
    """List the tag of the innermost container of each block."""
    containers = page.containers
    return [containers[block.container].tag for block in page.blocks]


def _ends_sentence(block: HtmlBlock) -> bool:
    return SENTENCE_END.search(block.text[-ENDING:]) is not None


def _last_headings(is_heading: Flags) -> Indices:
    number = np.arange(len(is_heading))
    heading_or_none = np.where(is_heading, number, -1)
    return np.asarray(np.maximum.accumulate(heading_or_none))


def _next_headings(is_heading: Flags) -> Indices:
    count = len(is_heading)
    number = np.arange(count)
    headings = np.append(np.flatnonzero(is_heading), count)
    following = np.searchsorted(headings, number, side="right")
    return np.asarray(headings[following])

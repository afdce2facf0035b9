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

# Two thresholds that the model of the body was fitted with; chosen on the development pages.
MIN_PROSE_CHARACTERS = 80
MAX_PROSE_LINKS = 0.4  # share of the characters
ENDING = 6  # characters in which the end of a sentence is looked for
SENTENCE_END = re.compile(r"[.!?…。！？:]['\"”’»)\]]*$")
HEADING_LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}


@dataclass(frozen=True, slots=True)
class BlockMeasures:
    """The measures from which features are computed: arrays with one entry a block."""

    taken: Flags  # whether a line of the extractor came from the block
    words: Floats  # how many
    link_share: Floats  # of the characters, 0..1
    ends_sentence: Flags
    prose: Flags
    heading_level: Indices  # 0 for none

    @property
    def taken_words(self) -> Floats:
        """The words of blocks that the extractor took, 0 elsewhere."""
        return np.asarray(self.words * self.taken)

    @property
    def prose_words(self) -> Floats:
        """The words of blocks that are prose, 0 elsewhere."""
        return np.asarray(self.words * self.prose)


def measure_blocks(page: HtmlPage, taken: Flags) -> BlockMeasures:
    """Measure the blocks of a page; `taken` marks those that the extractor took."""
    blocks = page.blocks
    ends_sentence = np.array([_ends_sentence(block) for block in blocks])
    is_long_text = np.array([_is_long_text(block) for block in blocks])
    return BlockMeasures(
        taken=taken,
        words=np.array([len(block.words) for block in blocks], float),
        link_share=np.array([block.link_share for block in blocks]),
        ends_sentence=ends_sentence,
        prose=ends_sentence & is_long_text,
        heading_level=np.array(
            [HEADING_LEVELS.get(tag, 0) for tag in block_tags(page)]
        ),
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


def block_tags(page: HtmlPage) -> list[str]:
    """List the tag of the innermost container of each block."""
    return [page.container_of(number).tag for number in range(len(page.blocks))]


def _ends_sentence(block: HtmlBlock) -> bool:
    return bool(SENTENCE_END.search(block.text[-ENDING:]))


def _is_long_text(block: HtmlBlock) -> bool:
    if len(block.text) < MIN_PROSE_CHARACTERS:
        return False
    return block.link_share < MAX_PROSE_LINKS

"""Hold the blocks and containers of a page as arrays, from which its features are computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cleaners.extraction.block_measures import (
    HEADING_LEVELS,
    MAX_PROSE_LINKS,
    MIN_PROSE_CHARACTERS,
    Flags,
    Floats,
    Indices,
    sum_ranges,
)
from cleaners.extraction.blocks import HtmlBlock, HtmlContainer, HtmlPage

LINKED = (
    0.6  # share of the characters in links above which a block is a link; not tuned
)
WORD_CHARACTERS = 6  # with the space, in languages with spaces
# Characters a word above which a script has no spaces, and characters a word in those.
LONGEST_MEAN_WORD = 12
UNSPACED_WORD = 2
MIN_LINE = 40  # characters: shorter lines between breaks are an address or a list
SENTENCE_ENDS = frozenset(".!?…。！？:\"'”’»)]")
# An empty page is measured as one of an empty block.
NO_BLOCK = HtmlBlock(" ", (), container=0, link_share=0.0, breaks=0)
NO_CONTAINER = HtmlContainer("body", "body ", -1, 0, 0, start=0, end=1)


@dataclass(frozen=True, slots=True)
class BlockArrays:
    """The blocks of a page: arrays with one entry a block."""

    words: Floats  # where a script has no spaces, estimated from the characters
    link_share: Floats  # of the characters
    is_link: Flags
    is_prose: Flags
    heading: Indices  # its level, 0 for none
    container: Indices

    @property
    def linked_words(self) -> Floats:
        """The words in links."""
        return self.words * self.link_share

    @property
    def prose_words(self) -> Floats:
        """The words of blocks that are prose, 0 elsewhere."""
        return np.asarray(self.words * self.is_prose)

    def select(self, chosen: Flags) -> BlockArrays:
        """Return some of the blocks."""
        return BlockArrays(
            words=self.words[chosen],
            link_share=self.link_share[chosen],
            is_link=self.is_link[chosen],
            is_prose=self.is_prose[chosen],
            heading=self.heading[chosen],
            container=self.container[chosen],
        )


@dataclass(frozen=True, slots=True)
class ContainerArrays:
    """The containers of a page: arrays with one entry a container."""

    start: Indices  # its first block
    end: Indices  # the block after its last one
    parent: Indices  # 0 at the top

    def sum(self, values: Floats | Flags) -> Floats:
        """Sum the values of the blocks of each container."""
        return sum_ranges(values, self.start, self.end)


@dataclass(frozen=True, slots=True)
class PageArrays:
    """A page with its arrays."""

    source_blocks: Sequence[HtmlBlock]
    source_containers: Sequence[HtmlContainer]
    blocks: BlockArrays
    containers: ContainerArrays
    total: float  # words; 1 at least, since shares are of it


def sum_by(keys: Indices | Flags, values: Floats | Flags, count: int = 0) -> Floats:
    """Sum the values of each key, for `count` keys at least."""
    return np.bincount(keys, weights=values, minlength=count).astype(float)


def read_arrays(page: HtmlPage) -> PageArrays:
    """Read the arrays of a page."""
    sources = page.blocks or [NO_BLOCK]
    containers = page.containers or [NO_CONTAINER]
    blocks = _read_blocks(sources, containers)
    parent = np.array([container.parent for container in containers])
    parent[0] = 0
    return PageArrays(
        source_blocks=sources,
        source_containers=containers,
        blocks=blocks,
        containers=ContainerArrays(
            start=np.array([container.start for container in containers]),
            end=np.array([container.end for container in containers]),
            parent=parent,
        ),
        total=max(1.0, float(blocks.words.sum())),
    )


def _read_blocks(
    blocks: Sequence[HtmlBlock], containers: Sequence[HtmlContainer]
) -> BlockArrays:
    levels = [HEADING_LEVELS.get(container.tag, 0) for container in containers]
    container = np.array([block.container for block in blocks])
    link_share = np.array([block.link_share for block in blocks])
    characters = np.array([len(block.text) for block in blocks], float)
    words = _count_words(blocks, characters)
    size = np.maximum(characters, WORD_CHARACTERS * words)
    paragraph = _paragraphs_of(blocks, container)
    return BlockArrays(
        words=words,
        link_share=link_share,
        is_link=link_share > LINKED,
        is_prose=_is_prose(_ends_sentence(blocks), size, link_share, paragraph),
        heading=np.array(levels)[container],
        container=container,
    )


def _count_words(blocks: Sequence[HtmlBlock], characters: Floats) -> Floats:
    """Count the words of each block; where a script has no spaces, estimate them."""
    counted = np.array([len(block.words) for block in blocks], float)
    is_unspaced = characters > LONGEST_MEAN_WORD * counted
    is_unspaced &= counted > 0
    return np.where(is_unspaced, characters / UNSPACED_WORD, counted)


def _paragraphs_of(blocks: Sequence[HtmlBlock], container: Indices) -> Indices:
    """Give lines between breaks of one container the number of one paragraph."""
    after_break = np.array([block.breaks > 0 for block in blocks])
    is_same = np.diff(container, prepend=-1) == 0
    return np.cumsum(~(after_break & is_same)) - 1


def _is_prose(
    ends_sentence: Flags, size: Floats, link_share: Floats, paragraph: Indices
) -> Flags:
    """Mark the blocks of paragraphs that are long, have a sentence end and few links."""
    whole = sum_by(paragraph, size)
    linked = sum_by(paragraph, size * link_share)
    is_text = sum_by(paragraph, ends_sentence) > 0
    is_text &= whole >= MIN_PROSE_CHARACTERS
    is_text &= whole > MIN_LINE * np.bincount(paragraph)
    is_text &= linked < MAX_PROSE_LINKS * whole
    return np.asarray(is_text[paragraph])


def _ends_sentence(blocks: Sequence[HtmlBlock]) -> Flags:
    return np.array([block.text[-1] in SENTENCE_ENDS for block in blocks])

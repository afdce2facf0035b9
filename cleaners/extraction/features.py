"""Compute the features by which a model judges whether a block belongs to the article.

All of them are place, markup and shape, so that they work in any language and on any site: where
the lines of the extractor are, how much of each container around the block it took, links,
headings, copies. The model file refers to features by name, so a name changes only with a new fit.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from cleaners.extraction.block_measures import (
    BlockMeasures,
    FeatureColumns,
    Flags,
    Floats,
    block_tags,
    measure_blocks,
)
from cleaners.extraction.blocks import WORD, HtmlBlock, HtmlPage
from cleaners.extraction.container_features import (
    container_features,
    shape_features,
    total_containers,
)
from cleaners.extraction.position_features import (
    neighbour_features,
    position_features,
    section_features,
)

# What the model of the body was fitted with; chosen on the development pages.
SAMPLE_WORDS = 40  # of a block that are read for features of its writing
MAX_DATED_WORDS = 20  # a longer block counts as no date line
SAMPLE_CHARACTERS = 320  # in which an address is looked for
MAX_WORD_LENGTH = 12  # characters, at which the mean is capped
MAX_COPIES = 3  # at which the count is capped
DATED = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./:-]\d{1,2}\b")
ADDRESSED = re.compile(r"https?://|www\.|@\w|\.com\b")
TAG_FEATURES: dict[str, tuple[str, ...]] = {
    "paragraph": ("p",),
    "item": ("li",),
    "plain": ("div", "span"),
    "cell": ("td", "th"),
    "quote": ("blockquote",),
    "code": ("pre",),
    "caption": ("figcaption", "caption"),
    "heading 1": ("h1",),
    "heading 2": ("h2", "h3"),
    "heading 4": ("h4", "h5", "h6"),
    "control": ("button", "summary", "label", "legend"),
    "definition": ("dt", "dd"),
    "section": ("section", "article", "main", "body"),
}


@dataclass(frozen=True, slots=True)
class BlockFeatures:
    """A matrix of features: one row a block, one column for each of `names`."""

    names: tuple[str, ...]
    rows: Floats

    def column(self, name: str) -> Floats:
        """Return one feature of all blocks."""
        return np.asarray(self.rows[:, self.names.index(name)])

    @property
    def word_counts(self) -> Floats:
        """The number of words of each block; the feature "words" is its log(1 + words)."""
        return np.asarray(np.expm1(self.column("words")))


def compute_features(page: HtmlPage, taken: Flags, title: str | None) -> BlockFeatures:
    """Compute the features of the blocks of a page, which has at least one.

    `taken` marks the blocks that the extractor took.
    """
    measures = measure_blocks(page, taken)
    totals = total_containers(page, measures)
    container = np.array([block.container for block in page.blocks])
    columns: FeatureColumns = {}
    for group in (
        _own_features(measures),
        _writing_features(page.blocks),
        _tag_features(page),
        _copy_features(page.blocks),
        _title_features(page.blocks, title),
        container_features(totals, container),
        shape_features(page, measures),
        position_features(measures),
        neighbour_features(measures),
        section_features(measures),
    ):
        columns |= group
    values = [np.asarray(column, float) for column in columns.values()]
    return BlockFeatures(tuple(columns), np.stack(values, axis=1))


def _own_features(measures: BlockMeasures) -> FeatureColumns:
    return {
        "taken": measures.taken.astype(float),
        "words": np.log1p(measures.words),
        "linked": measures.link_share,
        "ends": measures.ends_sentence.astype(float),
        "prose": measures.prose.astype(float),
    }


def _writing_features(blocks: Sequence[HtmlBlock]) -> FeatureColumns:
    columns: FeatureColumns = {}
    for name, feature in WRITING_FEATURES.items():
        values = [feature(block) for block in blocks]
        columns[name] = np.array(values, float)
    return columns


def _tag_features(page: HtmlPage) -> FeatureColumns:
    tags = block_tags(page)
    columns: FeatureColumns = {}
    for name, own in TAG_FEATURES.items():
        values = [tag in own for tag in tags]
        columns[f"is {name}"] = np.array(values, float)
    return columns


def _mean_word_length(block: HtmlBlock) -> float:
    return min(MAX_WORD_LENGTH, len(block.text) / len(block.words))


def _share_of_capitals(block: HtmlBlock) -> float:
    sample = block.words[:SAMPLE_WORDS]
    return sum(word[0].isupper() for word in sample) / len(sample)


def _has_date(block: HtmlBlock) -> bool:
    if len(block.words) >= MAX_DATED_WORDS:
        return False
    return DATED.search(block.text) is not None


def _has_address(block: HtmlBlock) -> bool:
    return ADDRESSED.search(block.text[:SAMPLE_CHARACTERS]) is not None


WRITING_FEATURES: dict[str, Callable[[HtmlBlock], float]] = {
    "word length": _mean_word_length,
    "capitals": _share_of_capitals,
    "starts lower": lambda block: block.text[0].islower(),
    "commas": lambda block: block.text.count(",") / len(block.words),
    "colon": lambda block: block.text[-1] in ":：",
    "question": lambda block: block.text[-1] in "?？",
    "exclamation": lambda block: block.text[-1] in "!！",
    "dated": _has_date,
    "addressed": _has_address,
    "bars": lambda block: "|" in block.text,
    "after a break": lambda block: block.after_break,
}


def _copy_features(blocks: Sequence[HtmlBlock]) -> FeatureColumns:
    """Count the other blocks with the same words, and mark those with one above."""
    keys = [block.key for block in blocks]
    count = Counter(keys)
    seen: set[str] = set()
    has_copy_above = []
    for key in keys:
        has_copy_above.append(key in seen)
        seen.add(key)
    copies = [min(MAX_COPIES, count[key] - 1) for key in keys]
    return {
        "copies": np.array(copies, float),
        "copy above": np.array(has_copy_above, float),
    }


def _title_features(blocks: Sequence[HtmlBlock], title: str | None) -> FeatureColumns:
    """Compute the Dice coefficient of the words of each short block and of the title."""
    title_words = _fold_words(WORD.findall(title or ""))
    scores: list[float] = []
    for block in blocks:
        score = 0.0
        is_short = len(block.words) < SAMPLE_WORDS
        if is_short:
            words = _fold_words(block.words)
            score = _dice(title_words, words)
        scores.append(score)
    return {"title": np.array(scores)}


def _fold_words(words: Iterable[str]) -> set[str]:
    return {word.casefold() for word in words}


def _dice(left: set[str], right: set[str]) -> float:
    common = len(left & right)
    return 2 * common / (len(left) + len(right))

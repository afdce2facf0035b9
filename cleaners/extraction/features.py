"""Compute the features by which the models judge whether a block belongs to the article.

Most are place, markup and shape, which work in any language and on any site; some are learned
words. The model files refer to features by name, so a name changes only with a new fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cleaners.extraction.block_groups import BlockGroup, find_groups
from cleaners.extraction.block_measures import (
    BlockMeasures,
    FeatureColumns,
    Flags,
    Floats,
    Indices,
    block_tags,
    measure_blocks,
)
from cleaners.extraction.block_words import WordOdds, word_features
from cleaners.extraction.blocks import HtmlContainer, HtmlPage
from cleaners.extraction.container_features import (
    ContainerTotals,
    content_features,
    total_containers,
)
from cleaners.extraction.marked_features import marked_features, shape_features
from cleaners.extraction.position_features import neighbour_features, position_features
from cleaners.extraction.writing_features import (
    SAYS_TITLE,
    copy_features,
    title_similarity,
    writing_features,
)

# What the models of the body were fitted with; chosen on the development pages.
VOTE = "vote: "  # before the names of features relative to the extractor's choice
TAG_FEATURES: dict[str, tuple[str, ...]] = {
    "paragraph": ("p",),
    "item": ("li",),
    "plain": ("div", "span"),
    "cell": ("td", "th"),
    "quote": ("blockquote",),
    "code": ("pre",),
    "caption": ("figcaption", "caption"),
    "heading 1": ("h1",),
    "heading 2": ("h2",),
    "heading 3": ("h3",),
    "heading 4": ("h4", "h5", "h6"),
    "control": ("button", "summary", "label", "legend"),
    "definition": ("dt", "dd"),
    "section": ("section", "article", "main", "body"),
}
NUMBER_OF_TAG = {
    tag: number for number, tags in enumerate(TAG_FEATURES.values()) for tag in tags
}


@dataclass(frozen=True, slots=True)
class BlockFeatures:
    """A matrix of features: one row a block, one column for each of `names`."""

    names: tuple[str, ...]
    rows: Floats

    def beside(self, other: BlockFeatures) -> BlockFeatures:
        """Return the features of both."""
        rows = np.concatenate([self.rows, other.rows], axis=1)
        return BlockFeatures((*self.names, *other.names), rows)


@dataclass(frozen=True, slots=True)
class MeasuredPage:
    """A page, which has at least one block, with all that features are computed from."""

    page: HtmlPage
    measures: BlockMeasures
    groups: Sequence[BlockGroup]
    totals: ContainerTotals
    shapes: Indices  # the number of the shape of each block
    title_similarity: Floats  # 0..1

    @classmethod
    def of(
        cls, page: HtmlPage, title: str | None, known: BlockMeasures | None = None
    ) -> MeasuredPage:
        """Measure a page whose title is known or None, as may be its measures."""
        measures = known or measure_blocks(page)
        return cls(
            page=page,
            measures=measures,
            groups=find_groups(page, measures),
            totals=total_containers(page, measures),
            shapes=_number_shapes(page),
            title_similarity=title_similarity(page.blocks, title),
        )

    @property
    def titled(self) -> Floats:
        """1 for the blocks that say the title, 0 for the others."""
        return np.asarray(self.title_similarity >= SAYS_TITLE, float)


def page_features(measured: MeasuredPage, odds: WordOdds) -> BlockFeatures:
    """Compute the features of the blocks of a page without the extractor's choice."""
    page = measured.page
    measures = measured.measures
    columns: FeatureColumns = {}
    for group in (
        _own_features(measures),
        writing_features(page.blocks),
        _tag_features(page),
        copy_features(page.blocks),
        word_features(page.blocks, measures, measured.shapes, odds),
        content_features(measured.totals, measures.container, measured.titled),
        _repeated_shape_features(measured),
        position_features(measures, measured.title_similarity),
        neighbour_features(measures),
        _features_relative_to(measured, measures.prose),
    ):
        columns |= group
    return _as_matrix(columns)


def vote_features(measured: MeasuredPage, taken: Flags) -> BlockFeatures:
    """Compute the features relative to the blocks that the extractor took."""
    columns = _features_relative_to(measured, taken)
    voted = {f"{VOTE}{name}": values for name, values in columns.items()}
    return _as_matrix(voted)


def _features_relative_to(measured: MeasuredPage, marked: Flags) -> FeatureColumns:
    measures = measured.measures
    columns = marked_features(
        measured.page, measures, measured.totals, marked, measured.titled
    )
    return columns | shape_features(measured.shapes, measures, marked)


def _as_matrix(columns: FeatureColumns) -> BlockFeatures:
    values = [np.asarray(column, float) for column in columns.values()]
    return BlockFeatures(tuple(columns), np.stack(values, axis=1))


def _own_features(measures: BlockMeasures) -> FeatureColumns:
    return {
        "words": np.log1p(measures.words),
        "characters": np.log1p(measures.characters),
        "linked": measures.link_share,
        "ends": measures.ends_sentence.astype(float),
    }


def _tag_features(page: HtmlPage) -> FeatureColumns:
    numbers = [NUMBER_OF_TAG.get(tag, -1) for tag in block_tags(page)]
    column_of = np.array(numbers)
    return {
        f"is {name}": np.asarray(column_of == number, float)
        for number, name in enumerate(TAG_FEATURES)
    }


def _repeated_shape_features(measured: MeasuredPage) -> FeatureColumns:
    """Describe the blocks of the same shape as each block."""
    shapes = measured.shapes
    measures = measured.measures
    blocks = np.bincount(shapes)
    some_blocks = np.maximum(1, blocks)
    words = np.bincount(shapes, measures.words) / some_blocks
    linked = np.bincount(shapes, measures.link_share) / some_blocks
    return {
        "blocks of shape": np.log1p(blocks)[shapes],
        "length of shape": np.log1p(words)[shapes],
        "linked of shape": linked[shapes],
    }


def _number_shapes(page: HtmlPage) -> Indices:
    """Assign numbers to the different shapes, and return that of each block.

    The shape of a block is tag and class of its container and of the one around that.
    """
    numbers: dict[tuple[str, str], int] = {}
    shapes = []
    for block in page.blocks:
        shape = _shape(page.containers, block.container)
        shapes.append(numbers.setdefault(shape, len(numbers)))
    return np.array(shapes, int)


def _shape(containers: list[HtmlContainer], number: int) -> tuple[str, str]:
    own = containers[number]
    around = containers[own.parent].shape if own.parent >= 0 else ""
    return own.shape, around

"""Compute features of blocks from the containers around them: their contents and their roles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cleaners.extraction.block_measures import (
    BlockMeasures,
    FeatureColumns,
    Floats,
    Indices,
    sum_ranges,
)
from cleaners.extraction.blocks import HtmlContainer, HtmlPage
from cleaners.extraction.container_roles import ContainerRoles, inherit_roles
from cleaners.extraction.dom_roles import HINT_BITS, ROLE_BITS

# What the model of the body was fitted with; chosen on the development pages.
MAIN_SHARE = 0.5  # of the extracted words: a container with more is around the article
# Containers around a block, from the innermost outwards, that become features.
LEVELS = 3
MAX_DEPTH = 10  # at which the feature "depth" is capped
OUTER_ROLES = ("article", "main", "section", "table", "body-property")
OUTER_BITS = {role: ROLE_BITS[role] for role in OUTER_ROLES}
BRANCH_FEATURES = ("taken", "linked", "prose", "words")


@dataclass(frozen=True, slots=True)
class ContainerTotals:
    """What the blocks of each container of a page add up to: arrays with one entry a container."""

    parent: Indices  # 0 at the top
    words: Floats
    linked: Floats  # words, by the share of characters in links
    taken: Floats  # words
    prose: Floats  # words
    blocks: Floats
    roles: ContainerRoles


@dataclass(frozen=True, slots=True)
class _BlockRanges:
    """The blocks of each container: from index `start` up to index `end`."""

    start: Indices
    end: Indices

    def sum(self, values: Floats) -> Floats:
        """Sum the values of the blocks of each container."""
        return sum_ranges(values, self.start, self.end)


def total_containers(page: HtmlPage, measures: BlockMeasures) -> ContainerTotals:
    """Add up the measures of the blocks in each container."""
    containers = page.containers
    ranges = _block_ranges(containers)
    words = measures.words
    taken_words = measures.taken_words
    linked_words = words * measures.link_share
    taken = ranges.sum(taken_words)
    extracted = max(1.0, float(taken_words.sum()))
    is_main = taken > MAIN_SHARE * extracted
    return ContainerTotals(
        parent=_parents(containers),
        words=ranges.sum(words),
        linked=ranges.sum(linked_words),
        taken=taken,
        prose=ranges.sum(measures.prose_words),
        blocks=ranges.sum(np.ones(len(words))),
        roles=inherit_roles(containers, is_main),
    )


def _block_ranges(containers: Sequence[HtmlContainer]) -> _BlockRanges:
    start = [container.start for container in containers]
    end = [container.end for container in containers]
    return _BlockRanges(np.array(start), np.array(end))


def _parents(containers: Sequence[HtmlContainer]) -> Indices:
    parents = [container.parent for container in containers]
    return np.maximum(0, parents)


def container_features(totals: ContainerTotals, container: Indices) -> FeatureColumns:
    """Compute for each block the roles around it, and how much of each container was taken.

    `container` has the index of the innermost container of each block.
    """
    roles = totals.roles
    columns = _role_features(roles, container)
    around = container
    for level in range(1, LEVELS + 1):
        columns |= _level_features(totals, around, level)
        around = totals.parent[around]
    branch = roles.branch[container]
    columns |= _branch_features(totals, branch)
    return columns


def _branch_features(totals: ContainerTotals, branch: Indices) -> FeatureColumns:
    shares = _shares(totals, branch)
    columns = {f"{name} of branch": shares[name] for name in BRANCH_FEATURES}
    outer = totals.parent[branch]
    columns["taken around"] = _taken_share(totals, outer)
    return columns


def _level_features(
    totals: ContainerTotals, container: Indices, level: int
) -> FeatureColumns:
    shares = _shares(totals, container)
    return {f"{name} {level} up": values for name, values in shares.items()}


def _taken_share(totals: ContainerTotals, container: Indices) -> Floats:
    """Return the share of the words of containers that the extractor took."""
    words = np.maximum(1, totals.words[container])
    return np.asarray(totals.taken[container] / words)


def _role_features(roles: ContainerRoles, container: Indices) -> FeatureColumns:
    inner = roles.markup_roles[container]
    outer = roles.outer_roles[container]
    hints = roles.class_hints[container]
    depth = roles.depth[container]
    inner_features = _bit_features("in", ROLE_BITS, inner)
    outer_features = _bit_features("under", OUTER_BITS, outer)
    hint_features = _bit_features("hint", HINT_BITS, hints)
    columns = inner_features | outer_features | hint_features
    columns["depth"] = np.minimum(depth, MAX_DEPTH)
    return columns


def _bit_features(
    prefix: str, bits: Mapping[str, int], bit_sets: Indices
) -> FeatureColumns:
    """Return a column for each name: 1.0 where its bit is set, 0.0 elsewhere."""
    columns: FeatureColumns = {}
    for name, bit in bits.items():
        is_set = (bit_sets & bit) > 0
        columns[f"{prefix} {name}"] = is_set.astype(float)
    return columns


def _shares(totals: ContainerTotals, container: Indices) -> FeatureColumns:
    """Describe the contents of a container of each block, as shares and log counts."""
    words = totals.words[container]
    taken = totals.taken[container]
    linked = totals.linked[container]
    prose = totals.prose[container]
    blocks = totals.blocks[container]
    some_words = np.maximum(1, words)
    page_taken = max(1.0, float(totals.taken[0]))
    return {
        "taken": taken / some_words,
        "linked": linked / some_words,
        "prose": prose / some_words,
        "share": taken / page_taken,
        "blocks": np.log1p(blocks),
        "words": np.log1p(words),
    }


def shape_features(page: HtmlPage, measures: BlockMeasures) -> FeatureColumns:
    """Compare each block with those of the same shape: where taken prose is, more of it is.

    The shape of a block is tag and class of its container and of the one around that.
    """
    shape = _shape_numbers(page)
    core_words = measures.prose_words * measures.taken
    blocks = np.bincount(shape)
    words = np.bincount(shape, measures.words)
    linked = np.bincount(shape, measures.link_share)
    core = np.bincount(shape, core_words)
    page_core = max(1.0, float(core.sum()))
    mean_words = words / blocks
    mean_linked = linked / blocks
    log_words = np.log1p(mean_words)
    log_blocks = np.log1p(blocks)
    core_share = core / page_core
    return {
        "core of shape": core_share[shape],
        "blocks of shape": log_blocks[shape],
        "words of shape": log_words[shape],
        "linked of shape": mean_linked[shape],
    }


def _shape_numbers(page: HtmlPage) -> Indices:
    """Assign numbers to the different shapes, and return that of each block."""
    numbers: dict[str, int] = {}
    shapes = []
    for block in page.blocks:
        shape = _shape(page.containers, block.container)
        shapes.append(numbers.setdefault(shape, len(numbers)))
    return np.array(shapes)


def _shape(containers: Sequence[HtmlContainer], number: int) -> str:
    own = containers[number]
    around = containers[own.parent].shape if own.parent >= 0 else ""
    return f"{own.shape}\n{around}"

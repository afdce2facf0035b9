"""Compute features of blocks from the containers around them: their contents and their roles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
from cleaners.extraction.container_roles import ContainerRoles
from cleaners.extraction.dom_roles import HINT_BITS, ROLE_BITS

# What the models of the body were fitted with; chosen on the development pages.
LEVELS = (
    3  # containers around a block, from the innermost outwards, that become features
)
MAX_DEPTH = 10  # at which the feature "depth" is capped
OUTER_ROLES = ("article", "main", "section", "table", "body-property")
OUTER_BITS = {role: ROLE_BITS[role] for role in OUTER_ROLES}


@dataclass(frozen=True, slots=True)
class ContainerTotals:
    """What the blocks of each container of a page add up to: arrays with one entry a container."""

    parent: Indices  # 0 at the top
    start: Indices  # the blocks of a container: from index `start` up to index `end`
    end: Indices
    words: Floats
    linked: Floats  # words, by the share of characters in links
    prose: Floats  # words
    hints: Indices  # bits of HINTS of the container itself
    siblings: Floats  # containers of the same tag and class in the container around
    order: Floats  # how many of them are above it

    def sum(self, values: Floats) -> Floats:
        """Sum the values of the blocks of each container."""
        return sum_ranges(values, self.start, self.end)


def total_containers(page: HtmlPage, measures: BlockMeasures) -> ContainerTotals:
    """Add up the measures of the blocks in each container."""
    containers = page.containers
    start = np.array([container.start for container in containers])
    end = np.array([container.end for container in containers])
    parents = np.array([container.parent for container in containers])
    linked_words = measures.words * measures.link_share
    siblings, order = _count_siblings(containers)
    return ContainerTotals(
        parent=np.maximum(0, parents),
        start=start,
        end=end,
        words=sum_ranges(measures.words, start, end),
        linked=sum_ranges(linked_words, start, end),
        prose=sum_ranges(measures.prose_words, start, end),
        hints=np.array([container.class_hints for container in containers]),
        siblings=siblings,
        order=order,
    )


def _count_siblings(containers: Sequence[HtmlContainer]) -> tuple[Floats, Floats]:
    """Count the siblings of the same shape of each container, and those above it."""
    kinds = [(container.parent, container.shape) for container in containers]
    times = Counter(kinds)
    siblings = [times[kind] for kind in kinds]
    order = _count_before(kinds)
    return np.array(siblings, float), np.array(order, float)


def _count_before(kinds: Iterable[tuple[int, str]]) -> list[int]:
    """Count for each kind the equal ones before it."""
    seen: Counter[tuple[int, str]] = Counter()
    counts = []
    for kind in kinds:
        counts.append(seen[kind])
        seen[kind] += 1
    return counts


def content_features(
    totals: ContainerTotals, container: Indices, titled: Floats
) -> FeatureColumns:
    """Describe what is in the containers around each block, and how often they are repeated.

    `container` has the index of the innermost container of each block, `titled` is 1 for the
    blocks that say the title.
    """
    titles = totals.sum(titled)
    columns: FeatureColumns = {}
    around = container
    for level in range(1, LEVELS + 1):
        up = f"{level} up"
        columns |= _contents(totals, around, up)
        columns |= _repetition(totals, around, up)
        says_title = titles[around]
        columns[f"title {up}"] = np.minimum(1, says_title)
        around = totals.parent[around]
    parents = totals.parent[container]
    own_hints = totals.hints[container]
    hints_around = totals.hints[parents]
    hints = own_hints | hints_around
    return columns | _bit_features("own", HINT_BITS, hints)


def branch_features(
    totals: ContainerTotals, roles: ContainerRoles, container: Indices, titled: Floats
) -> FeatureColumns:
    """Describe the roles around each block below the main containers, and its branch."""
    branch = roles.branch[container]
    titles = totals.sum(titled)
    siblings = totals.siblings[branch]
    order = totals.order[branch]
    columns = _role_features(roles, container)
    columns |= _contents(totals, branch, "of branch")
    columns["siblings of branch"] = np.log1p(siblings)
    columns["order of branch"] = np.log1p(order)
    columns["title of branch"] = np.minimum(1, titles[branch])
    return columns


def _repetition(totals: ContainerTotals, around: Indices, up: str) -> FeatureColumns:
    """Describe how often containers of the same shape are beside these, and above them."""
    siblings = totals.siblings[around]
    order = totals.order[around]
    return {
        f"siblings {up}": np.log1p(siblings),
        f"order {up}": np.log1p(order),
    }


def marked_share_features(
    totals: ContainerTotals, roles: ContainerRoles, container: Indices, marked: Floats
) -> FeatureColumns:
    """Compute how much of each container around a block is marked; `marked` counts in words."""
    inside = totals.sum(marked)
    page_marked = max(1.0, float(inside[0]))
    columns: FeatureColumns = {}
    for place, numbers in _places(totals, roles, container).items():
        words = np.maximum(1, totals.words[numbers])
        marked_words = inside[numbers]
        columns[f"marked {place}"] = marked_words / words
        columns[f"share {place}"] = marked_words / page_marked
    return columns


def _places(
    totals: ContainerTotals, roles: ContainerRoles, container: Indices
) -> dict[str, Indices]:
    """Return the containers around each block that become features, by their name."""
    branch = roles.branch[container]
    around = container
    places = {"branch": branch, "around": totals.parent[branch]}
    for level in range(1, LEVELS + 1):
        places[f"{level} up"] = around
        around = totals.parent[around]
    return places


def _contents(
    totals: ContainerTotals, container: Indices, place: str
) -> FeatureColumns:
    """Describe the contents of a container of each block, as shares and log counts."""
    words = totals.words[container]
    blocks = totals.end[container] - totals.start[container]
    some_words = np.maximum(1, words)
    return {
        f"linked {place}": totals.linked[container] / some_words,
        f"prose {place}": totals.prose[container] / some_words,
        f"blocks {place}": np.log1p(blocks),
        f"words {place}": np.log1p(words),
    }


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

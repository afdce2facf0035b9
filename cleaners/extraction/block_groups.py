"""Group the blocks that belong together: a data table, or a list of short items.

A group is in the article as a whole or not at all, so that no table loses its header or a row, and
no list an item. Tables and lists that lay out the page are no groups.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cleaners.extraction.block_measures import BlockMeasures
from cleaners.extraction.blocks import HtmlContainer, HtmlPage

LIST_TAGS = frozenset({"ul", "ol", "dl"})
TABLE_TAG = "table"
# What tells data from layout. A list of longer items may be an article of paragraphs. Measured on
# the development pages: 15 words or any length do no better.
MAX_MEAN_WORDS = 30  # of a block
MAX_SHARE = 0.5  # of the page's words


@dataclass(frozen=True, slots=True)
class BlockGroup:
    """The blocks of one list or table, and which container that is."""

    container: int
    blocks: tuple[int, ...]


def find_groups(page: HtmlPage, measures: BlockMeasures) -> list[BlockGroup]:
    """List the groups of a page in order; they share no block."""
    blocks_of: dict[int, list[int]] = defaultdict(list)
    owners = _group_containers(page)
    for number, block in enumerate(page.blocks):
        owner = owners[block.container]
        if owner >= 0:
            blocks_of[owner].append(number)
    groups = []
    for owner, numbers in blocks_of.items():
        group = BlockGroup(owner, tuple(numbers))
        if _is_data(group, measures):
            groups.append(group)
    return groups


def _group_containers(page: HtmlPage) -> Sequence[int]:
    """Return for each container the outermost table around it, or the innermost list, or -1."""
    tables: list[int] = []
    lists: list[int] = []
    for number, container in enumerate(page.containers):
        table = _inherited(tables, container)
        if table < 0 and container.tag == TABLE_TAG:
            table = number
        innermost_list = _inherited(lists, container)
        if container.tag in LIST_TAGS:
            innermost_list = number
        tables.append(table)
        lists.append(innermost_list)
    return list(_tables_first(tables, lists))


def _inherited(owners: Sequence[int], container: HtmlContainer) -> int:
    """Return the owner of the container around, -1 for none."""
    return owners[container.parent] if container.parent >= 0 else -1


def _tables_first(tables: Sequence[int], lists: Sequence[int]) -> Iterator[int]:
    for table, innermost_list in zip(tables, lists, strict=True):
        yield table if table >= 0 else innermost_list


def _is_data(group: BlockGroup, measures: BlockMeasures) -> bool:
    """Return whether a list or table has several short blocks and not most of the page."""
    count = len(group.blocks)
    if count == 1:
        return False
    words = float(measures.words[list(group.blocks)].sum())
    page_words = float(measures.words.sum())
    return words < MAX_MEAN_WORDS * count and words < MAX_SHARE * page_words

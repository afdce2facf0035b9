"""Repair a choice of blocks: nothing twice, no hole at a subhead or list, no run cut short."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

import numpy as np

from cleaners.extraction.block_choice import BlockChoice
from cleaners.extraction.block_groups import BlockGroup
from cleaners.extraction.block_measures import BlockMeasures, Flags
from cleaners.extraction.blocks import HtmlBlock, HtmlContainer, HtmlPage
from cleaners.lines import ends_sentence

PARAGRAPH = "p"  # the element
# Words of a paragraph whose second copy is left out: chosen on the development pages. Shorter
# texts may repeat themselves.
MIN_REPEATED_WORDS = 12
# Probabilities from which a lone subhead or list between two chosen blocks is chosen too. On the
# development pages 73 of 89 such subheads and 36 of 48 such lists are in the article.
MIN_SUBHEAD = 0.1
MIN_LIST = 0.2

# Words of a paragraph that a page may link as a whole; chosen. No teasers of the development pages
# that part chosen blocks are as long and end in a stop.
LINKED_PARAGRAPH = 20
LINKED_SHARE = 0.9

# Paragraphs and words of the rest of a run of like paragraphs, from which it is chosen with the
# part that is. Shorter rests are notes on the author, promotions and the like. Chosen on the
# development pages.
MIN_REST = 3
MIN_REST_WORDS = 150

TABLE, CAPTION_TAGS = "table", frozenset({"caption", "figcaption"})
MAX_CAPTION = 60  # words of the caption of a table; a guard, not tuned

Unit = tuple[int, ...]
"""The blocks of a group, or a block alone."""


def fill_holes(
    choice: BlockChoice,
    measures: BlockMeasures,
    blocks: Sequence[HtmlBlock],
    groups: Iterable[BlockGroup],
) -> Flags:
    """Choose the subheads and lists that alone part two chosen blocks, unless improbable.

    So are paragraphs that are links from end to end.
    """
    filled = choice.chosen.copy()
    lists = {group.blocks for group in groups}
    for hole in _holes(choice.chosen):
        least = MIN_LIST if hole in lists else MIN_SUBHEAD
        is_likely = choice.probability[hole[0]] >= least
        may_be_filled = hole in lists or _is_subhead(hole, measures)
        if (is_likely and may_be_filled) or _are_linked_paragraphs(hole, blocks):
            filled[list(hole)] = True
    return filled


def _are_linked_paragraphs(hole: Unit, blocks: Sequence[HtmlBlock]) -> bool:
    """Return whether all blocks are paragraphs that are links from end to end."""
    return all(
        len(block.words) >= LINKED_PARAGRAPH
        and block.link_share >= LINKED_SHARE
        and ends_sentence(block.text)
        for block in (blocks[number] for number in hole)
    )


def _is_subhead(hole: Unit, measures: BlockMeasures) -> bool:
    return len(hole) == 1 and measures.heading_level[hole[0]] > 0


def _holes(chosen: Flags) -> Iterator[Unit]:
    """Yield the runs of blocks between two chosen ones."""
    for above, below in pairwise(np.flatnonzero(chosen).tolist()):
        if below - above > 1:
            yield tuple(range(above + 1, below))


def continue_runs(chosen: Flags, page: HtmlPage, measures: BlockMeasures) -> Flags:
    """Choose the long rests of runs of like paragraphs of which the neighbour is chosen.

    A transcript of an hour is one run. Like are paragraphs with the same names, one below the
    other in the same element.
    """
    continued = chosen.copy()
    for run in _runs_of_paragraphs(page, measures):
        for rest in _rests(run, chosen):
            if len(rest) >= MIN_REST and measures.words[rest].sum() >= MIN_REST_WORDS:
                continued[rest] = True
    return continued


def _runs_of_paragraphs(page: HtmlPage, measures: BlockMeasures) -> Iterator[list[int]]:
    """Yield the runs of like paragraphs of prose."""
    numbers = range(len(page.blocks))
    kinds = [_kind_of_paragraph(page, measures, number) for number in numbers]
    for kind, run in groupby(numbers, kinds.__getitem__):
        if kind is not None:
            yield list(run)


def _kind_of_paragraph(
    page: HtmlPage, measures: BlockMeasures, number: int
) -> tuple[int, str] | None:
    """Return what like paragraphs have in common; None for a block that is no prose."""
    container = page.containers[page.blocks[number].container]
    is_prose = container.tag == PARAGRAPH and measures.prose[number]
    return (container.parent, container.shape) if is_prose else None


def _rests(run: Sequence[int], chosen: Flags) -> Iterator[list[int]]:
    """Yield the parts of a run that are not chosen; none if nothing of it is."""
    if not chosen[list(run)].any():
        return
    for is_chosen, part in groupby(run, lambda number: bool(chosen[number])):
        if not is_chosen:
            yield list(part)


def with_captions_of_tables(chosen: Flags, page: HtmlPage) -> Flags:
    """Choose the caption of a table that is chosen, also below it in one figure.

    On the development pages the article has 9 of 11 such captions.
    """
    completed = chosen.copy()
    for caption in page.containers:
        if caption.tag in CAPTION_TAGS and _is_of_chosen_table(caption, chosen, page):
            completed[caption.start : caption.end] = True
    return completed


def _is_of_chosen_table(caption: HtmlContainer, chosen: Flags, page: HtmlPage) -> bool:
    """Return whether a caption is in a table, or a figure of one, that is chosen."""
    if _size(page.blocks[caption.start : caption.end]) > MAX_CAPTION:
        return False
    rest = _beside(caption, page)
    if not rest or not chosen[rest].all():
        return False
    return _tables_in(caption.parent, page).issuperset(rest)


def _beside(caption: HtmlContainer, page: HtmlPage) -> list[int]:
    """Return the blocks that are with a caption in one element."""
    around = page.containers[caption.parent]
    above = range(around.start, caption.start)
    below = range(caption.end, around.end)
    return [*above, *below]


def _size(blocks: Iterable[HtmlBlock]) -> int:
    return sum(len(block.words) for block in blocks)


def _tables_in(number: int, page: HtmlPage) -> set[int]:
    """Return the blocks of the tables in a container."""
    blocks: set[int] = set()
    for container in page.containers_in(number):
        if container.tag == TABLE:
            blocks.update(range(container.start, container.end))
    return blocks


def without_repeats(
    chosen: Flags, blocks: Sequence[HtmlBlock], groups: Iterable[BlockGroup]
) -> Flags:
    """Leave out the paragraphs that repeat a chosen one above, with what goes along.

    Lists and tables count as paragraphs. Subheads and short lines go only where a neighbour goes
    and the neighbour's original is next to theirs.
    """
    units = _chosen_units(chosen, groups)
    keys = [_key(unit, blocks) for unit in units]
    originals = _first_places(keys)
    is_copy = _repeated_paragraphs(units, originals, blocks)
    places = range(len(units))
    _spread_copies(is_copy, originals, places[1:], -1)
    _spread_copies(is_copy, originals, places[-2::-1], 1)
    kept = chosen.copy()
    for unit, gone in zip(units, is_copy, strict=True):
        kept[list(unit)] = not gone
    return kept


def _key(unit: Unit, blocks: Sequence[HtmlBlock]) -> str:
    """Return the words of a unit, which it shares with its copies."""
    return " ".join(blocks[number].key for number in unit)


def _first_places(keys: Iterable[str]) -> list[int]:
    """Return for each key the place of the first that is equal."""
    first_with: dict[str, int] = {}
    return [first_with.setdefault(key, place) for place, key in enumerate(keys)]


def _repeated_paragraphs(
    units: Sequence[Unit], originals: Sequence[int], blocks: Sequence[HtmlBlock]
) -> list[bool]:
    """Mark the paragraphs that repeat one above."""
    is_copy = []
    for place, unit in enumerate(units):
        is_repeated = originals[place] < place
        is_copy.append(is_repeated and _is_paragraph(unit, blocks))
    return is_copy


def _chosen_units(chosen: Flags, groups: Iterable[BlockGroup]) -> list[Unit]:
    """List the chosen blocks in order; those of a group are one unit."""
    owners = _owners(groups)
    units: dict[int, list[int]] = defaultdict(list)
    for number in np.flatnonzero(chosen).tolist():
        owner = owners.get(number, number)
        units[owner].append(number)
    return [tuple(unit) for unit in units.values()]


def _owners(groups: Iterable[BlockGroup]) -> dict[int, int]:
    """Return the first block of the group of each block that is in one."""
    owners: dict[int, int] = {}
    for group in groups:
        first = group.blocks[0]
        owners.update(dict.fromkeys(group.blocks, first))
    return owners


def _is_paragraph(unit: Unit, blocks: Sequence[HtmlBlock]) -> bool:
    """Return whether a block, or a whole list or table, has enough words for a paragraph."""
    words = sum(len(blocks[number].words) for number in unit)
    return words >= MIN_REPEATED_WORDS


def _spread_copies(
    is_copy: list[bool], originals: Sequence[int], places: Iterable[int], step: int
) -> None:
    """Mark a repeated unit as a copy where its neighbour is one, and so are their originals."""
    for place in places:
        first = originals[place]
        neighbour = place + step
        if first == place or not is_copy[neighbour]:
            continue
        is_copy[place] |= originals[neighbour] == first + step

"""Describe the groups of a page: its largest ones, and what is outside them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cleaners.extraction.block_measures import Flags, Floats
from cleaners.extraction.page_types.arrays import PageArrays
from cleaners.extraction.page_types.groups import (
    PROPERTIES,
    Groups,
    group_containers,
    measure_items,
    shapes_of,
)
from cleaners.extraction.page_types.prose import Features

MEASURES = ("items", "share", "mean", "linked", "prose")


def measure_groups(page: PageArrays, in_frame: Flags) -> Features:
    """Measure what the page repeats below one parent, and what it repeats outside its frame."""
    items = measure_items(page)
    shape = shapes_of(page)
    keys = page.containers.parent * (int(shape.max()) + 1) + shape
    _, siblings = np.unique(keys, return_inverse=True)
    everywhere = np.ones(len(shape), dtype=bool)
    groups = group_containers(siblings, items, everywhere)
    return {
        **_describe("sibling", page, groups),
        **_describe_largest("sibling posts", page, groups, groups.is_post),
        **_describe("kin", page, group_containers(shape, items, ~in_frame)),
    }


def _describe(name: str, page: PageArrays, groups: Groups) -> Features:
    is_card = groups.is_card
    is_list = groups.is_link_list
    return {
        f"{name} card groups": float(is_card.sum()),
        f"{name} priced": groups.most_items(groups.is_priced),
        f"{name} dated": groups.most_items(is_card & groups.most_have("dates")),
        f"{name} headed": groups.most_items(is_card & groups.most_have("heads")),
        **_describe_largest(
            f"{name} cards",
            page,
            groups,
            is_card,
        ),
        **_describe_largest(
            f"{name} link lists",
            page,
            groups,
            is_list,
        ),
        **_name(name, _measure_outside(page, groups, is_card | is_list)),
    }


def _name(name: str, features: Features) -> Features:
    return {f"{name} {key}": value for key, value in features.items()}


def _describe_largest(
    name: str, page: PageArrays, groups: Groups, chosen: Flags
) -> Features:
    """Describe the chosen group that has most words; -1 without any."""
    if not chosen.any():
        return _name(name, dict.fromkeys((*MEASURES, *PROPERTIES), -1.0))
    best = int(np.argmax(np.where(chosen, groups.words, -1.0)))
    prose = max(1.0, float(page.blocks.prose_words.sum()))
    columns = (
        groups.items,
        groups.words / page.total,
        groups.mean,
        groups.linked,
        groups.prose / prose,
    )
    features = _pick(MEASURES, columns, best)
    features |= _pick(PROPERTIES, tuple(groups.shares.values()), best)
    return _name(name, features)


def _pick(names: Sequence[str], columns: Sequence[Floats], best: int) -> Features:
    pairs = zip(names, columns, strict=True)
    return {name: float(column[best]) for name, column in pairs}


def _measure_outside(page: PageArrays, groups: Groups, chosen: Flags) -> Features:
    """Measure what is inside the items of some groups, and the text outside them."""
    blocks = page.blocks
    is_outside = _outside(page, chosen[groups.of_container])
    words = float((blocks.words * is_outside).sum())
    linked = float((blocks.linked_words * is_outside).sum())
    prose = float((blocks.prose_words * is_outside).sum())
    all_prose = float(blocks.prose_words.sum())
    return {
        "inside": 1 - words / page.total,
        "prose outside": prose,
        "prose outside share": prose / max(1.0, all_prose),
        "free outside": words - linked,
    }


def _outside(page: PageArrays, is_item: Flags) -> Flags:
    """Mark the blocks that are in none of some containers."""
    containers = page.containers
    size = len(page.blocks.words) + 1
    opened = np.bincount(containers.start[is_item], minlength=size)
    closed = np.bincount(containers.end[is_item], minlength=size)
    depth = np.cumsum(opened - closed)
    return np.asarray(depth[:-1] == 0)

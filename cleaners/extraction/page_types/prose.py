"""Measure the prose of a page: in one long run, or in small pieces between links and headings."""

from __future__ import annotations

import numpy as np

from cleaners.extraction.block_measures import Flags, Floats
from cleaners.extraction.page_types.arrays import BlockArrays, PageArrays, sum_by

Features = dict[str, float]
"""The features of a page by name."""

NO_HEADLINE = {
    "h1": 0.0,
    "h1 linked": -1.0,
    "h1 words": -1.0,
    "h1 place": -1.0,
    "h1 prose": -1.0,
}
OPENING = 12  # blocks below the headline in which the text begins; not tuned


def measure_prose(blocks: BlockArrays) -> Features:
    """Measure how much of some blocks is prose, links and headings, and in what order."""
    count = len(blocks.words)
    total = max(1.0, _total(blocks.words))
    prose = _total(blocks.prose_words)
    pieces = _total(blocks.is_prose)
    return {
        "blocks": float(count),
        "words": total,
        "words a block": total / max(1, count),
        "linked": _total(blocks.linked_words) / total,
        "link blocks": _total(blocks.is_link) / max(1, count),
        "prose": prose,
        "prose share": prose / total,
        "prose blocks": pieces,
        "prose block words": prose / max(1.0, pieces),
        **_measure_runs(blocks, total),
        **_measure_headings(blocks, total),
        **_measure_headline(blocks, total),
    }


def _measure_runs(blocks: BlockArrays, total: float) -> Features:
    """Measure the runs of blocks without a link between them."""
    run = np.cumsum(blocks.is_link)
    words = sum_by(run, blocks.words * ~blocks.is_link)
    prose = sum_by(run, blocks.prose_words)
    longest = _greatest(prose)
    prose_total = max(1.0, _total(prose))
    return {
        "runs": float((words > 0).sum()),
        "longest run": _greatest(words),
        "longest run share": _greatest(words) / total,
        "prose runs": float((prose > 0).sum()),
        "prose run": longest,
        "prose run share": longest / prose_total,
        "second prose run": _second(prose) / max(1.0, longest),
    }


def _measure_headings(blocks: BlockArrays, total: float) -> Features:
    """Measure the headings, and the prose between them."""
    is_heading = blocks.heading > 0
    is_linked = is_heading & blocks.is_link
    count = _total(is_heading)
    linked = _total(is_linked)
    section = sum_by(np.cumsum(is_heading), blocks.prose_words)
    between_links = sum_by(np.cumsum(is_linked), blocks.prose_words)
    sections = float((section > 0).sum())
    return {
        "headings": count,
        "linked headings": linked,
        "linked heading share": linked / max(1.0, count),
        "words a heading": total / max(1.0, count),
        "prose sections": sections,
        "prose a section": _total(section) / max(1.0, sections),
        "prose between linked headings": _greatest(between_links),
    }


def _measure_headline(blocks: BlockArrays, total: float) -> Features:
    """Measure the first heading of level 1 and what is below it; -1 without any."""
    found = np.flatnonzero(blocks.heading == 1)
    if not len(found):
        return dict(NO_HEADLINE)
    first = int(found[0])
    below = first + 1
    opening = slice(below, below + OPENING)
    return {
        "h1": float(len(found)),
        "h1 linked": float(blocks.is_link[first]),
        "h1 words": float(blocks.words[first]),
        "h1 place": float(blocks.words[:first].sum()) / total,
        "h1 prose": float(blocks.prose_words[opening].sum()),
    }


def measure_bodies(page: PageArrays) -> Features:
    """Measure whether one element holds the prose: the parent of its blocks, or one above."""
    blocks = page.blocks
    parent = page.containers.parent
    count = len(parent)
    own = sum_by(blocks.container, blocks.prose_words, count)
    by_parent = sum_by(parent, own, count)
    by_grandparent = sum_by(parent, by_parent, count)
    return {
        "bodies": float((by_parent > 0).sum()),
        **_measure_body("parent", page, by_parent),
        **_measure_body("grandparent", page, by_grandparent),
    }


def _measure_body(name: str, page: PageArrays, held: Floats) -> Features:
    """Measure the element that holds most words of prose."""
    blocks = page.blocks
    containers = page.containers
    best = int(held.argmax())
    inside = slice(containers.start[best], containers.end[best])
    words = _total(blocks.words[inside])
    linked = _total(blocks.linked_words[inside])
    prose = _total(blocks.prose_words)
    most = float(held[best])
    return {
        f"{name} prose": most,
        f"{name} prose share": most / max(1.0, prose),
        f"{name} linked": linked / max(1.0, words),
        f"{name} share": words / page.total,
    }


def _total(values: Floats | Flags) -> float:
    return float(values.sum())


def _greatest(values: Floats) -> float:
    return float(values.max(initial=0.0))


def _second(values: Floats) -> float:
    """Return the greatest value but one, 0 without any."""
    return float(np.sort(values)[-2]) if len(values) > 1 else 0.0

"""What speaks for and against each block of a page being part of its article: a row of numbers for each.

All of it is place, markup and shape, so that it holds in any language and on any site: where the
extractor's lines stand, how much of each element around the block it took, links, headings, copies.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from cleaners.extraction.blocks import HEADINGS, WORD, Block, Page
from cleaners.extraction.container_features import (
    Columns,
    Flags,
    Places,
    Reals,
    compare_shapes,
    contents_of,
    describe,
)

PROSE_CHARACTERS = 80
PROSE_LINKS = 0.4  # of the characters
SAMPLE = 40  # words that are looked at
SECTION = 12  # blocks below a heading that are looked at
WINDOWS = (1, 3, 8)  # blocks before and after
PROSE_WINDOW = 4
FURTHEST = 10
FURTHEST_OUT = 20  # blocks off the body
SENTENCE_END = re.compile(r"[.!?…。！？:]['\"”’»)\]]*$")
DATED = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./:-]\d{1,2}\b")
ADDRESSED = re.compile(r"https?://|www\.|@\w|\.com\b")
TAGS: dict[str, tuple[str, ...]] = {
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
WRITING: dict[str, Callable[[Block], float]] = {
    "word length": lambda block: min(12, len(block.text) / len(block.words)),
    "capitals": lambda block: (
        sum(word[0].isupper() for word in block.words[:SAMPLE])
        / len(block.words[:SAMPLE])
    ),
    "starts lower": lambda block: block.text[0].islower(),
    "commas": lambda block: block.text.count(",") / len(block.words),
    "colon": lambda block: block.text[-1] in ":：",
    "question": lambda block: block.text[-1] in "?？",
    "exclamation": lambda block: block.text[-1] in "!！",
    "dated": lambda block: (
        len(block.words) < SAMPLE // 2 and bool(DATED.search(block.text))
    ),
    "addressed": lambda block: bool(ADDRESSED.search(block.text[: 8 * SAMPLE])),
    "bars": lambda block: "|" in block.text,
    "after a break": lambda block: block.after_break,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """Columns of numbers, one row a block."""

    names: tuple[str, ...]
    rows: Reals


@dataclass(frozen=True, slots=True)
class Measures:
    """What the columns are made of, one entry a block."""

    taken: Flags  # by the extractor
    size: Reals  # words
    link: Reals
    ends: Flags  # as a sentence
    prose: Flags
    heading: Places  # its level, 0 for none


def weigh(page: Page, taken: Flags, title: str | None) -> Evidence:
    """Weigh the blocks of a page that has some; `taken` says which the extractor took."""
    blocks = page.blocks
    measures = measure(page, taken)
    contents = contents_of(page, measures.size, measures.link, taken, measures.prose)
    element = np.array([block.container for block in blocks])
    columns = (
        _own(page, measures) | _copies(blocks) | {"title": _resemblance(blocks, title)}
    )
    columns |= describe(contents, element)
    columns |= compare_shapes(
        page, blocks, measures.size, measures.link, taken & measures.prose
    )
    columns |= _place(measures) | _neighbours(measures) | _sections(measures)
    return Evidence(
        tuple(columns),
        np.stack([np.asarray(column, float) for column in columns.values()], axis=1),
    )


def measure(page: Page, taken: Flags) -> Measures:
    """Measure what blocks are without their surroundings."""
    blocks = page.blocks
    ends = np.array([bool(SENTENCE_END.search(block.text[-6:])) for block in blocks])
    long = np.array(
        [
            len(block.text) >= PROSE_CHARACTERS and block.link_share < PROSE_LINKS
            for block in blocks
        ]
    )
    return Measures(
        taken=taken,
        size=np.array([len(block.words) for block in blocks], float),
        link=np.array([block.link_share for block in blocks]),
        ends=ends,
        prose=ends & long,
        heading=np.array(
            [HEADINGS.get(page.containers[block.container].tag, 0) for block in blocks]
        ),
    )


def _own(page: Page, measures: Measures) -> Columns:
    tags = [page.containers[block.container].tag for block in page.blocks]
    columns: Columns = {
        "taken": measures.taken.astype(float),
        "words": np.log1p(measures.size),
        "linked": measures.link,
        "ends": measures.ends.astype(float),
        "prose": measures.prose.astype(float),
    }
    columns |= {
        name: np.array([of(block) for block in page.blocks], float)
        for name, of in WRITING.items()
    }
    return columns | {
        f"is {name}": np.array([tag in own for tag in tags])
        for name, own in TAGS.items()
    }


def _copies(blocks: Sequence[Block]) -> Columns:
    """Count other blocks with the same words, and say whether one stands above."""
    keys = [block.key for block in blocks]
    count = Counter(keys)
    first = {key: number for number, key in reversed(list(enumerate(keys)))}
    return {
        "copies": np.array([min(3, count[key] - 1) for key in keys], float),
        "copy above": np.array(
            [first[key] < number for number, key in enumerate(keys)], float
        ),
    }


def _resemblance(blocks: Sequence[Block], title: str | None) -> Reals:
    """Measure the share of words that a block has in common with the title (Dice)."""
    wanted = {word.casefold() for word in WORD.findall(title or "")}
    if not wanted:
        return np.zeros(len(blocks))
    own = [
        {word.casefold() for word in block.words}
        if len(block.words) < SAMPLE
        else set()
        for block in blocks
    ]
    return np.array(
        [2 * len(wanted & words) / (len(wanted) + len(words)) for words in own]
    )


def _place(measures: Measures) -> Columns:
    """Say where blocks stand in the extracted text, and to its first and last prose."""
    taken = measures.taken.astype(float)
    words = measures.size * taken
    total = max(1.0, float(words.sum()))
    above, count = np.cumsum(words) - words, np.cumsum(taken) - taken
    core = np.flatnonzero(measures.taken & measures.prose)
    number = np.arange(len(taken))
    first, last = (core[0], core[-1]) if len(core) else (0, len(taken))
    return {
        "above": above / total,
        "below": 1 - (above + words) / total,
        "lines above": np.minimum(count, FURTHEST),
        "lines below": np.minimum(taken.sum() - count - taken, FURTHEST),
        "before the body": np.clip(first - number, 0, FURTHEST_OUT),
        "after the body": np.clip(number - last, 0, FURTHEST_OUT),
        "taken of page": np.full(
            len(taken), total / max(1.0, float(measures.size.sum()))
        ),
    }


def _neighbours(measures: Measures) -> Columns:
    columns: Columns = {}
    for width in WINDOWS:
        columns |= _both_sides(f"taken {width}", measures.taken.astype(float), width)
        columns |= _both_sides(f"linked {width}", measures.link, width)
    for name, values, width in (
        ("words", measures.size, 1),
        ("prose words", measures.size * measures.prose, PROSE_WINDOW),
    ):
        columns |= {
            key: np.log1p(column)
            for key, column in _both_sides(name, values, width).items()
        }
    return columns | _both_sides("heading", (measures.heading > 0).astype(float), 1)


def _both_sides(name: str, values: Reals, width: int) -> Columns:
    """Average over the blocks before, and over those after."""
    count = len(values)
    sums = np.concatenate([[0.0], np.cumsum(values)])
    number = np.arange(count)
    low, high = np.maximum(0, number - width), np.minimum(count, number + 1 + width)
    return {
        f"{name} before": (sums[number] - sums[low]) / np.maximum(1, number - low),
        f"{name} after": (sums[high] - sums[number + 1])
        / np.maximum(1, high - number - 1),
    }


def _sections(measures: Measures) -> Columns:
    """Say how far the heading above is and whether it was taken; of a heading, what stands below it."""
    count = len(measures.size)
    number = np.arange(count)
    is_heading = measures.heading > 0
    last = np.maximum.accumulate(np.where(is_heading, number, -1))
    below = is_heading.copy()
    here = last >= 0
    distance = np.where(here, np.minimum(number - last, FURTHEST), 0)
    following = np.append(np.flatnonzero(is_heading), count)
    end = following[
        np.searchsorted(following, number, side="right").clip(max=len(following) - 1)
    ]
    end = np.minimum(np.maximum(end, number + 1), number + SECTION)
    held = np.maximum(1, np.minimum(end, count) - number - 1)
    columns: Columns = {
        "heading far": distance,
        "heading taken": np.where(
            here & (distance > 0), measures.taken[last], measures.taken
        ),
        "heading level": np.where(here & (distance > 0), measures.heading[last], 0),
    }
    counted = {
        "taken": measures.taken,
        "linked": measures.link,
        "prose": measures.size * measures.prose,
    }
    for name, values in counted.items():
        sums = np.concatenate([[0.0], np.cumsum(values)])
        inside = sums[np.minimum(end, count)] - sums[number + 1]
        value = np.log1p(inside) if name == "prose" else inside / held
        columns[f"section {name}"] = np.where(below, value, -1)
    return columns

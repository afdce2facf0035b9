"""What the elements around a block hold, and what they say of themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaners.extraction.blocks import Block, Container, Page
from cleaners.extraction.dom_roles import HINTS, MARKS

Reals = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.int64]
Columns = dict[str, Reals]

MAIN_SHARE = 0.5  # of the extracted words: an element with more is around the article, not part of it
AROUND = 3  # elements around a block that are looked at
ABOVE = ("article", "main", "section", "table", "body-property")
FURTHEST = 10


@dataclass(frozen=True, slots=True)
class Contents:
    """What each element of a page holds, in words; and how it stands to the main ones.

    `main` are those with most of the extracted words, `branch` is the outermost element below
    them, `marks` and `hints` are gathered from there down, `depth` is counted from there.
    """

    parent: Places
    words: Reals
    linked: Reals
    taken: Reals
    prose: Reals
    blocks: Reals
    main: Flags
    branch: Places
    marks: Places
    hints: Places
    above: Places
    depth: Reals


def contents_of(
    page: Page, size: Reals, link: Reals, taken: Flags, prose: Flags
) -> Contents:
    """Add up what the elements of a page hold."""
    start = np.array([container.start for container in page.containers])
    end = np.array([container.end for container in page.containers])

    def held(amount: Reals) -> Reals:
        sums = np.concatenate([[0.0], np.cumsum(amount)])
        return np.asarray(sums[end] - sums[start])

    inside = held(size * taken)
    main = inside > MAIN_SHARE * max(1.0, float((size * taken).sum()))
    branch, marks, hints, above, depth = _descend(page.containers, main)
    return Contents(
        parent=np.array([max(0, container.parent) for container in page.containers]),
        words=held(size),
        linked=held(size * link),
        taken=inside,
        prose=held(size * prose),
        blocks=held(np.ones(len(size))),
        main=main,
        branch=np.array(branch),
        marks=np.array(marks),
        hints=np.array(hints),
        above=np.array(above),
        depth=np.array(depth, float),
    )


def _descend(containers: Sequence[Container], main: Flags) -> tuple[list[int], ...]:
    """Hand marks and hints down from element to element; those of main elements are kept apart."""
    branch: list[int] = []
    marks: list[int] = []
    hints: list[int] = []
    above: list[int] = []
    depth: list[int] = []
    for number, (container, is_main) in enumerate(zip(containers, main, strict=True)):
        up = container.parent
        if is_main or up < 0:
            branch.append(number)
            marks.append(0)
            hints.append(0)
            above.append((above[up] if up >= 0 else 0) | container.marks)
            depth.append(0)
        else:
            branch.append(number if main[up] else branch[up])
            marks.append(marks[up] | container.marks)
            hints.append(hints[up] | container.hints)
            above.append(above[up])
            depth.append(depth[up] + 1)
    return branch, marks, hints, above, depth


def describe(contents: Contents, element: Places) -> Columns:
    """Say for each block what is around it: marks, hints, and how much of each element was taken."""
    marks, hints, above = (
        contents.marks[element],
        contents.hints[element],
        contents.above[element],
    )
    columns: Columns = {
        f"in {name}": np.asarray(marks >> bit & 1, float)
        for bit, name in enumerate(MARKS)
    }
    columns |= {
        f"under {name}": np.asarray(above >> MARKS.index(name) & 1, float)
        for name in ABOVE
    }
    columns |= {
        f"hint {name}": np.asarray(hints >> bit & 1, float)
        for bit, name in enumerate(HINTS)
    }
    columns["depth"] = np.minimum(contents.depth[element], FURTHEST)
    number = element
    for step in range(1, AROUND + 1):
        columns |= {
            f"{name} {step} up": values
            for name, values in _shares(contents, number).items()
        }
        number = contents.parent[number]
    branch = contents.branch[element]
    outer = _shares(contents, branch)
    columns |= {
        f"{name} of branch": outer[name]
        for name in ("taken", "linked", "prose", "words")
    }
    around = contents.parent[branch]
    columns["taken around"] = contents.taken[around] / np.maximum(
        1, contents.words[around]
    )
    return columns


def _shares(contents: Contents, number: Places) -> Columns:
    words = np.maximum(1, contents.words[number])
    return {
        "taken": contents.taken[number] / words,
        "linked": contents.linked[number] / words,
        "prose": contents.prose[number] / words,
        "share": contents.taken[number] / max(1.0, float(contents.taken[0])),
        "blocks": np.log1p(contents.blocks[number]),
        "words": np.log1p(contents.words[number]),
    }


def compare_shapes(
    page: Page, blocks: Sequence[Block], size: Reals, link: Reals, core: Flags
) -> Columns:
    """Say how blocks of the same shape (tag and class, of the parent too) fare: where core prose is, more is."""
    containers = page.containers
    shapes = [_shape(containers, block.container) for block in blocks]
    count = Counter(shapes)
    words, linked, inside = Counter[str](), Counter[str](), Counter[str]()
    for shape, own_size, own_link, is_core in zip(
        shapes, size, link, core, strict=True
    ):
        words[shape] += own_size
        linked[shape] += own_link
        inside[shape] += own_size * is_core
    total = max(1, inside.total())
    return {
        "core of shape": np.array([inside[shape] / total for shape in shapes]),
        "blocks of shape": np.log1p([count[shape] for shape in shapes]),
        "words of shape": np.log1p([words[shape] / count[shape] for shape in shapes]),
        "linked of shape": np.array([linked[shape] / count[shape] for shape in shapes]),
    }


def _shape(containers: Sequence[Container], number: int) -> str:
    own = containers[number]
    return f"{own.shape}\n{containers[own.parent].shape if own.parent >= 0 else ''}"

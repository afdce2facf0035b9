"""Put the extractor's text right with the page at hand: drop lines, bring lines back, leave copies out.

Each line is traced to the blocks that it came from, and a model judges the blocks. Lines that the
page does not show (text from embedded data) are kept as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from cleaners.decision_tables import Model, Reals, load, sigmoid
from cleaners.extraction.alignment import align
from cleaners.extraction.blocks import WORD, Page
from cleaners.extraction.container_features import Flags
from cleaners.extraction.fallback import missed_text
from cleaners.extraction.features import Evidence, measure, weigh
from cleaners.extraction.repeated_paragraphs import without_copies

MODEL = "body_model.json"
# A lost line costs a reader more than a spare one: hence well below a half, above which a block is likelier wanted.
DROP_BELOW = 0.2
BRING_BACK_FROM = 0.5
FEWEST_AROUND = (
    0.2  # of the words around that were extracted, for a block to be brought back
)
ENOUGH_WORDS = 10
NEAR = 4  # blocks off the body
LINKED = (
    0.6  # of the characters: lists of other pages, whatever the model makes of them
)
# Lines are never brought back from there. (It would gain on the development pages, .0004 of F1; not so on news sites.)
AWAY = ("nav", "footer", "side-role", "aside", "form", "dialog")
AWAY_BY_NAME = ("related", "newsletter", "comment", "share", "consent")


@dataclass(frozen=True, slots=True)
class _Extract:
    """Lines, and for each the blocks that it came from."""

    lines: list[str]
    blocks: list[list[int]]


def correct(
    page: Page, lines: Sequence[str], title: str | None, model: Model | None = None
) -> list[str]:
    """Correct the lines that were extracted from a page whose title is known, or not."""
    if not page.blocks:
        return list(lines)
    extract = _looked_at_twice(page, lines)
    taken = taken_blocks(page, extract.blocks)
    evidence = weigh(page, taken, title)
    likely = np.zeros(len(taken))
    judged = taken | eligible(evidence)
    likely[judged] = sigmoid(
        (model or load(MODEL, evidence.names)).judge(evidence.rows[judged])
    )
    kept = _kept(extract, likely, evidence)
    brought = np.flatnonzero((likely >= BRING_BACK_FROM) & ~taken)
    return without_copies(_merged(kept, list(_written(page, brought.tolist()))))


def taken_blocks(page: Page, found: Sequence[Sequence[int]]) -> Flags:
    """Mark the blocks that some line came from."""
    taken = np.zeros(len(page.blocks), dtype=bool)
    for numbers in found:
        taken[list(numbers)] = True
    return taken


def eligible(evidence: Evidence) -> Flags:
    """Mark the blocks that may belong to the article: beside it, in its shape, or long; and no list of links."""
    column = {
        name: evidence.rows[:, number] for number, name in enumerate(evidence.names)
    }
    away = np.any(
        [column[f"in {mark}"] > 0 for mark in AWAY]
        + [column[f"hint {hint}"] > 0 for hint in AWAY_BY_NAME],
        axis=0,
    )
    close = (column["before the body"] < NEAR) & (column["after the body"] < NEAR)
    beside = (column["taken of branch"] > 0) | (column["core of shape"] > 0) | close
    long = column["words"] >= np.log1p(ENOUGH_WORDS)
    reachable = (column["taken around"] > FEWEST_AROUND) & (column["linked"] < LINKED)
    return np.asarray(reachable & ~away & (beside | long))


def _looked_at_twice(page: Page, lines: Sequence[str]) -> _Extract:
    """Trace the lines; where they missed the text, take the blocks that hold it."""
    found = align(lines, page.blocks)
    measures = measure(page, taken_blocks(page, found))
    missed = missed_text(page, measures, sum(len(WORD.findall(line)) for line in lines))
    if missed is None:
        return _Extract(list(lines), found)
    pairs = list(_written(page, np.flatnonzero(missed).tolist()))
    return _Extract([line for _, line in pairs], [[number] for number, _ in pairs])


def _kept(
    extract: _Extract, likely: Reals, evidence: Evidence
) -> list[tuple[int, str]]:
    """Keep the lines whose blocks are likely enough, each with the block after which it stands."""
    size = np.expm1(evidence.rows[:, evidence.names.index("words")]).tolist()
    held = (likely * size).tolist()
    kept: list[tuple[int, str]] = []
    place = -1
    for line, numbers in zip(extract.lines, extract.blocks, strict=True):
        if numbers:
            place = numbers[-1]
            if sum(held[number] for number in numbers) < DROP_BELOW * sum(
                size[number] for number in numbers
            ):
                continue
        kept.append((place, line))
    return kept


def _written(page: Page, numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Write blocks as lines the way the extractor does: items with a dash, the cells of a row together."""
    cells: list[str] = []
    for position, number in enumerate(numbers):
        block, row = page.blocks[number], _row(page, number)
        if row < 0:
            yield (
                number,
                f"- {block.text}" if _starts_item(page, number) else block.text,
            )
            continue
        cells.append(block.text)
        if position + 1 == len(numbers) or _row(page, numbers[position + 1]) != row:
            yield number, f"| {' | '.join(cells)} |"
            cells.clear()


def _row(page: Page, number: int) -> int:
    """Return the number of the table row whose cell a block is, -1 for none."""
    cell = page.containers[page.blocks[number].container]
    return (
        cell.parent if cell.tag in ("td", "th") and cell.end - cell.start == 1 else -1
    )


def _starts_item(page: Page, number: int) -> bool:
    own = page.blocks[number].container
    around = page.containers[own].parent
    items = (page.containers[place] for place in (own, around) if place >= 0)
    return any(item.tag == "li" and item.start == number for item in items)


def _merged(
    kept: Sequence[tuple[int, str]], brought: Sequence[tuple[int, str]]
) -> list[str]:
    """Set lines that were brought back where they stand on the page; the others keep their order."""
    present = {line for _, line in kept}
    waiting = [
        (place, line) for place, line in reversed(brought) if line not in present
    ]
    lines: list[str] = []
    for place, line in kept:
        while waiting and waiting[-1][0] < place:
            lines.append(waiting.pop()[1])
        lines.append(line)
    return lines + [line for _, line in reversed(waiting)]

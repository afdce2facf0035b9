"""Describe the lines near the top of a page by features that tell its headline from the others.

No word of any language is listed here. What counts is where a line stands, what rules say of it and
its neighbours, its form, its copies, and how many of its words the article uses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain

from cleaners.boilerplate.headline_form import (
    HeadlineFeatures,
    form_features,
    may_be_headline,
)
from cleaners.boilerplate.headline_neighbours import (
    neighbour_features,
    rule_features,
)
from cleaners.boilerplate.page import ScannedPage
from cleaners.boilerplate.repeated_headline import fold_words
from cleaners.boilerplate.stems import stems_of
from cleaners.boilerplate.wrapped import wrapped_lines

# Where it may stand: among so many filled lines before the body's third core line. Set by hand.
MAX_HEAD_LINES = 40
CORE_LINES_READ = 3
BODY_PLACES = ("body", "edge")
MAX_CANDIDATES = 24  # those nearest to the body; a guard, not tuned

# How much of the body is compared with a headline; guards that keep long pages cheap.
MAX_CORE_LINES = 24
MAX_CORE_CHARACTERS = 300
MAX_DISTANCE = 12  # lines; a longer distance counts as this

MAX_PAGE_LINES = 200  # a longer page counts as this


@dataclass(frozen=True, slots=True)
class Head:
    """The top of a page: candidates for the headline, and what they are compared with.

    `numbers` are the positions of the candidates among the filled lines of the page. `folded`
    holds the words of each line of the head, `stems` how many core lines have each stem.
    """

    page: ScannedPage
    proposed: Collection[int]
    numbers: tuple[int, ...]
    folded: tuple[str, ...]
    stems: Counter[str]
    core_lines: int
    first_core: int


def read_head(page: ScannedPage, proposed: Collection[int]) -> Head:
    """Find the lines that may be the headline, and index the words of the body."""
    core = _core_of_body(page)
    end = _end_of_head(core, len(page.lines))
    head_lines = page.lines[:end]
    wrapped = wrapped_lines(page.lines)
    numbers: list[int] = []
    for number, line in enumerate(head_lines):
        is_taken = line.index in proposed or number in wrapped
        if is_taken:
            continue
        if may_be_headline(line.text):
            numbers.append(number)
    return Head(
        page=page,
        proposed=proposed,
        numbers=tuple(numbers[-MAX_CANDIDATES:]),
        folded=tuple(fold_words(line.text) for line in head_lines),
        stems=_count_stems(page, core),
        core_lines=min(len(core), MAX_CORE_LINES),
        first_core=core[0] if core else end,
    )


def _core_of_body(page: ScannedPage) -> list[int]:
    """Return the positions of the core lines of the body."""
    return [
        number
        for number, line in enumerate(page.scanned)
        if line.is_core and page.places[number] in BODY_PLACES
    ]


def _count_stems(page: ScannedPage, core: Sequence[int]) -> Counter[str]:
    """Count how many core lines of the body have each stem."""
    texts = [page.lines[number].text for number in core[:MAX_CORE_LINES]]
    stems = [stems_of(text[:MAX_CORE_CHARACTERS]) for text in texts]
    return Counter(chain.from_iterable(stems))


def _end_of_head(core: Sequence[int], lines: int) -> int:
    """Return where the head ends: at the third core line, or after MAX_HEAD_LINES lines."""
    end = core[CORE_LINES_READ - 1] if len(core) >= CORE_LINES_READ else lines
    return min(end, MAX_HEAD_LINES)


def headline_features(head: Head) -> list[HeadlineFeatures]:
    """Return the features of each candidate, in the order of `head.numbers`."""
    rows = [_own_features(head, number) for number in head.numbers]
    best = max([row["stems found"] for row in rows], default=0.0)
    for order, row in enumerate(rows):
        row.update(_standing(order, row, best, len(rows)))
    return rows


def _own_features(head: Head, number: int) -> HeadlineFeatures:
    """Return the features of a candidate that no other candidate changes."""
    scanned = head.page.scanned[number]
    row = form_features(scanned.line.text)
    row |= _shared_stems(head, number)
    row |= _copies(head, number)
    row |= _place(head, number)
    row |= rule_features(scanned, "")
    row |= neighbour_features(head.page.scanned, number)
    return row


def _standing(
    order: int, row: HeadlineFeatures, best: float, candidates: int
) -> HeadlineFeatures:
    """Return how a candidate stands among the others."""
    return {
        "stems behind best": best - row["stems found"],
        "candidates before": float(order),
        "candidates after": float(candidates - order - 1),
    }


def _shared_stems(head: Head, number: int) -> HeadlineFeatures:
    """Count the stems of a line that core lines other than itself have."""
    counts = _counts_of_stems(head, number)
    found = sum(count > 0 for count in counts)
    total = max(1, len(counts))
    weight = sum(counts) / total / max(1, head.core_lines)
    return {
        "stems": float(len(counts)),
        "stems found": float(found),
        "stems missing": float(len(counts) - found),
        "stems share": found / total,
        "stems weight": weight,
    }


def _counts_of_stems(head: Head, number: int) -> list[int]:
    """Return how many other core lines have each stem of a line."""
    line = head.page.scanned[number]
    is_counted = line.is_core and number >= head.first_core
    stems = stems_of(line.line.text)
    return [head.stems[stem] - is_counted for stem in stems]


def _copies(head: Head, number: int) -> HeadlineFeatures:
    """Count the copies of a line in the head, and the lines that contain it."""
    folded = head.folded[number]
    above = head.folded[:number]
    others = above + head.folded[number + 1 :]
    copies = {
        "copies": float(others.count(folded)),
        "copy above": float(folded in above),
    }
    return copies | _containing(folded, others)


def _containing(folded: str, others: Sequence[str]) -> HeadlineFeatures:
    longer = [text for text in others if len(text) > len(folded)]
    ends = any(text.endswith(folded) for text in longer)
    begins = any(text.startswith(folded) for text in longer)
    return {"contained": float(ends), "begins longer": float(begins)}


def _place(head: Head, number: int) -> HeadlineFeatures:
    """Measure where a line is: on the page, from the body, and what is around it."""
    return _distances(head, number) | _gaps(head, number) | _page_features(head)


def _distances(head: Head, number: int) -> HeadlineFeatures:
    above = head.page.lines[:number]
    kept = sum(line.index not in head.proposed for line in above)
    to_body = min(head.first_core - number, MAX_DISTANCE)
    return {
        "from top": float(min(number, MAX_DISTANCE)),
        "to body": float(max(-MAX_DISTANCE, to_body)),
        "kept above": float(min(kept, MAX_DISTANCE)),
        "is first kept": float(not kept),
    }


def _gaps(head: Head, number: int) -> HeadlineFeatures:
    """Return whether blank lines stand above and below a line; they do at the ends."""
    index = [line.index for line in head.page.lines[: number + 2]]
    gap_above = number == 0 or index[number] - index[number - 1] > 1
    is_last = number + 1 == len(index)
    gap_below = is_last or index[number + 1] - index[number] > 1
    return {"gap above": float(gap_above), "gap below": float(gap_below)}


def _page_features(head: Head) -> HeadlineFeatures:
    lines = len(head.page.lines)
    return {
        "page lines": float(min(lines, MAX_PAGE_LINES)),
        "page proposed": len(head.proposed) / lines,
        "core lines": float(head.core_lines),
    }

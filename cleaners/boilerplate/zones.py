"""Find the body of a page: the stretch of running text that is the article's own.

Each line speaks for or against being inside, and the body is the stretch with the largest sum
(maximum subsequence segmentation, after Pasternack and Roth, WWW 2009). A bio or a comment below
the article is running text too; the widgets that stand before it outweigh it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaners.boilerplate.scan import Scanned
from cleaners.lines import Zone, body_zone

# Lines of these kinds stand beside an article; below most of it, they end it.
FINAL_KINDS = frozenset({"author", "comments"})
ENDING_KINDS = FINAL_KINDS | {"tags", "copyright", "pagination"}
CORE_MOST = 200  # characters of one line that count
ENDING_COST = 120
WIDGET_COST = 15
# The share of the core text (in characters) that must stand before a final opener.
BEFORE_FINAL = 0.6


def find_zone(lines: Sequence[Scanned]) -> Zone:
    """Span the body from the first to the last core line of the best stretch."""
    best, best_sum = (0, 0), 0
    start, running = 0, 0
    for number, weight in enumerate(_weights(_before_the_end(lines))):
        running += weight
        if running <= 0:
            start, running = number + 1, 0
        elif running > best_sum:
            best, best_sum = (start, number + 1), running
    return body_zone(
        scanned.line.index for scanned in lines[slice(*best)] if scanned.is_core
    )


def _weights(lines: Sequence[Scanned]) -> Iterator[int]:
    """Weigh each line: its length where it is core, a cost where a rule would take it at an edge.

    Between two core lines each kind costs once, so that a table full of dates stays in its article.
    """
    charged: set[str] = set()
    for scanned in lines:
        if scanned.is_core:
            charged.clear()
            yield min(len(scanned.line.text), CORE_MOST)
        elif not scanned.hits:
            yield 0
        else:
            kinds = {hit.rule.kind for hit in scanned.hits} - charged
            charged |= kinds
            yield -sum(
                ENDING_COST if kind in ENDING_KINDS else WIDGET_COST
                for kind in sorted(kinds)
            )


def _before_the_end(lines: Sequence[Scanned]) -> Sequence[Scanned]:
    """Cut the page at the first header of comments or of an author box after most of the core text."""
    total = sum([len(scanned.line.text) for scanned in lines if scanned.is_core])
    before = 0
    for number, scanned in enumerate(lines):
        if scanned.is_core:
            before += len(scanned.line.text)
        elif before and before >= BEFORE_FINAL * total and _is_final(scanned):
            return lines[:number]
    return lines


def _is_final(scanned: Scanned) -> bool:
    return any(
        hit.rule.opens and hit.rule.kind in FINAL_KINDS and hit.rule.allows("tail")
        for hit in scanned.hits
    )

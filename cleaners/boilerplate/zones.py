"""Find the body of a page: the stretch of running text that is the article's own.

Each line has a weight, above zero if it is running text and below if a rule matches it. The body is
the stretch with the largest sum (maximum subsequence segmentation, after Pasternack and Roth, WWW
2009). A bio or a comment below the article is running text too, but the widgets before it cost more
than it adds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaners.boilerplate.scan import ScannedLine
from cleaners.lines import Zone, body_zone

# Lines of these kinds stand outside an article. Below most of its text, they end it.
FINAL_KINDS = frozenset({"author", "comments"})
ENDING_KINDS = FINAL_KINDS | {"tags", "copyright", "pagination"}

# Weights are in characters of running text, all chosen on the development pages.
MAX_CORE_WEIGHT = 200  # one long paragraph weighs no more
ENDING_COST = 120  # of a kind that ends articles
WIDGET_COST = 15  # of any other kind
# Share of the core text that must precede the header of a final kind; chosen on the same pages.
TEXT_BEFORE_FINAL = 0.6


def find_zone(lines: Sequence[ScannedLine]) -> Zone:
    """Return the zone from the first to the last core line of the best stretch."""
    start, end = _best_stretch(_weights(_before_final(lines)))
    return body_zone(
        scanned.line.index for scanned in lines[start:end] if scanned.is_core
    )


def _best_stretch(weights: Iterator[int]) -> tuple[int, int]:
    """Return start and end of the first stretch with the largest sum; (0, 0) if none is > 0."""
    best, best_sum = (0, 0), 0
    start, running_sum = 0, 0
    for number, weight in enumerate(weights):
        running_sum += weight
        if running_sum <= 0:
            start = number + 1
            running_sum = 0
        elif running_sum > best_sum:
            best = (start, number + 1)
            best_sum = running_sum
    return best


def _weights(lines: Sequence[ScannedLine]) -> Iterator[int]:
    """Yield the weight of each line: its length if it is core, minus a cost if a rule matches it.

    Between two core lines each kind costs once, so that a table full of dates stays in its article.
    """
    charged: set[str] = set()
    for scanned in lines:
        if scanned.is_core:
            charged.clear()
            size = len(scanned.line.text)
            yield min(size, MAX_CORE_WEIGHT)
        elif not scanned.hits:
            yield 0
        else:
            kinds = {hit.rule.kind for hit in scanned.hits} - charged
            charged |= kinds
            yield -sum(map(_cost, kinds))


def _cost(kind: str) -> int:
    return ENDING_COST if kind in ENDING_KINDS else WIDGET_COST


def _before_final(lines: Sequence[ScannedLine]) -> Sequence[ScannedLine]:
    """Cut the page at a header of comments or of an author box below most of the core text."""
    least = TEXT_BEFORE_FINAL * _core_size(lines)
    before = 0
    for number, scanned in enumerate(lines):
        text = scanned.line.text
        if scanned.is_core:
            before += len(text)
            continue
        is_below_most = before > 0 and before >= least
        if is_below_most and _is_final(scanned):
            return lines[:number]
    return lines


def _core_size(lines: Sequence[ScannedLine]) -> int:
    """Return the number of characters of all core lines."""
    core = [scanned.line for scanned in lines if scanned.is_core]
    return sum(len(line.text) for line in core)


def _is_final(scanned: ScannedLine) -> bool:
    """Whether a line heads a section of a final kind, and may do so below the body."""
    for hit in scanned.hits:
        rule = hit.rule
        if rule.opens and rule.kind in FINAL_KINDS and rule.allows("tail"):
            return True
    return False

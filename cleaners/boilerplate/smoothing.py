"""Smooth decisions along a page, so that runs of short lines are kept or removed together."""

from __future__ import annotations

from collections.abc import Sequence

_Step = tuple[bool, bool]
"""Whether the line before is best removed, if a line is kept and if it is removed."""


def smooth(gains: Sequence[float], cost: float) -> list[bool]:
    """Choose True or False for each gain: the most gains of True, less `cost` for each change.

    This is the Viterbi algorithm with two states, keep and remove.
    """
    keep = 0.0  # the best total that ends in a kept line
    remove = 0.0  # the best total that ends in a removed line
    steps: list[_Step] = []
    for gain in gains:
        changed_to_keep = remove - cost
        changed_to_remove = keep - cost
        if_kept = changed_to_keep > keep
        if_removed = remove >= changed_to_remove
        steps.append((if_kept, if_removed))
        keep = max(keep, changed_to_keep)
        remove = max(remove, changed_to_remove) + gain
    ends_removed = remove > keep
    return _trace_back(steps, ends_removed=ends_removed)


def _trace_back(steps: Sequence[_Step], *, ends_removed: bool) -> list[bool]:
    """Follow the steps from the last line to the first; return which lines are removed."""
    removed = [ends_removed]
    for if_kept, if_removed in reversed(steps[1:]):
        before = if_removed if removed[-1] else if_kept
        removed.append(before)
    removed.reverse()
    return removed

"""Numbers and names in the sentences of the report."""

from __future__ import annotations

from collections.abc import Sequence

from flows.printable import printable_line
from flows.report import thresholds


def many(count: int, one: str, more: str = "") -> str:
    """Write a number with its noun."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def share_of(part: int, whole: int) -> float:
    """Return the part of a whole, 0 where there is none."""
    return part / whole if whole else 0.0


def named(names: Sequence[str]) -> str:
    """Name the first few of a list, and count the others."""
    listed = [printable_line(name) for name in names[: thresholds.NAMED]]
    more = len(names) - len(listed)
    return ", ".join(listed) + (f" and {more:,} more" if more else "")

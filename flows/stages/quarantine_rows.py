"""The quarantine of a shard: a row for each input, or one for thousands of one file alike."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from cleaners.article import Rejection
from flows.intake import Quarantined
from flows.storage import tables

# Rows of a file with the same reason. A megabyte of broken lines is half a million records, and
# their rows would take a gigabyte. No honest file has as many that are broken.
MAX_ALIKE = 10_000

Alike = tuple[str, str]
"""source_path and reason."""


@dataclass(slots=True)
class QuarantineRows:
    """The rows so far. The last of MAX_ALIKE rows of a file stands for all that follow it."""

    _rows: dict[Alike, list[tables.Row]] = field(default_factory=dict)
    _counts: Counter[Alike] = field(default_factory=Counter)

    def add(self, item: Quarantined | Rejection) -> None:
        """Add an input."""
        source = item.record if isinstance(item, Rejection) else item
        alike = (source.source_path, item.reason.value)
        self._counts[alike] += 1
        if self._counts[alike] <= MAX_ALIKE:
            row = tables.quarantine_row(item)
            self._rows.setdefault(alike, []).append(row)

    def rows(self) -> list[tables.Row]:
        """Return the rows; those that stand for many say so."""
        rows: list[tables.Row] = []
        for alike, first in self._rows.items():
            more = self._counts[alike] - len(first)
            *others, last = first
            rows += [*others, _standing_for(last, more)]
        return rows

    def by_reason(self) -> dict[str, int]:
        """Count the inputs by reason."""
        counts: Counter[str] = Counter()
        for (_, reason), count in self._counts.items():
            counts[reason] += count
        return dict(sorted(counts.items()))


def _standing_for(row: tables.Row, more: int) -> tables.Row:
    if not more:
        return row
    detail = f"{row['detail']}; and {more:,} more like it in this file"
    return {**row, "detail": detail, "records": 1 + more}

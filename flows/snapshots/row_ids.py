"""Give every article of a run an id of its own, the same one wherever that is possible."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime

from cleaners.article_ids import id_of_repeat, page_id
from flows.snapshots.record_rows import Place, RecordRow

LATE = datetime.max.replace(tzinfo=UTC)


def assign(
    rows: Iterable[RecordRow],
    replaced: Mapping[RecordRow, RecordRow],
    taken: Collection[str],
) -> dict[RecordRow, str]:
    """Return the id of each article of a run.

    Of those with one page and one content, the one that replaces the row with their id keeps it,
    or else the one that was fetched first has it. `taken` are ids of rows that stay.
    """
    used = set(taken)
    ids = {}
    for row in sorted(rows, key=lambda row: _precedence(row, replaced.get(row))):
        own = _own_id(row)
        while own in used:
            own = id_of_repeat(own, *row.place)
        used.add(own)
        ids[row] = own
    return ids


def _precedence(
    row: RecordRow, before: RecordRow | None
) -> tuple[bool, datetime, Place]:
    """Return the sort key of rows of the same page and content, the first one first."""
    keeps_id = before is not None and before.article_id == _own_id(row)
    return not keeps_id, row.fetched_at or LATE, row.place


def _own_id(row: RecordRow) -> str:
    assert row.raw_sha256, "an article has bytes"
    return page_id(row.url_key or row.source_path, row.raw_sha256)

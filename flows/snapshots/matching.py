"""Match the records of a run with rows that the snapshot has of the same records.

A record is the same where a file has the same bytes in it, at whatever place. What is read in the
place of a row of quarantine replaces it too. Every row is matched once at most, so that rows and
records can be counted against each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from cleaners.article import Reason
from flows.snapshots.record_rows import Place, RecordRow

Rows: TypeAlias = Iterable[RecordRow]
Key: TypeAlias = Callable[[RecordRow], object | None]  # None matches nothing


@dataclass(frozen=True, slots=True)
class Matches:
    """What the records of a run are to the snapshot built upon.

    `known` ones have a row there that stays. `replaced` maps others to the row that gives way to
    theirs. `cleared` are rows that go without a successor: of quarantine, where what they stand for
    is no longer in its file, and of articles that the same bytes are no longer read as. `left` are
    the other rows of the snapshot. The records that are neither known nor replace anything are new.
    """

    known: frozenset[RecordRow]
    replaced: Mapping[RecordRow, RecordRow]
    cleared: tuple[RecordRow, ...]
    left: Collection[RecordRow] = ()

    @property
    def gone(self) -> list[RecordRow]:
        """The rows of the snapshot that give way."""
        return [*self.replaced.values(), *self.cleared]


def match(
    fresh: Sequence[RecordRow],
    earlier: Sequence[RecordRow],
    current_runs: Collection[str],
) -> Matches:
    """Match rows of a run with earlier ones.

    Of `current_runs` the articles are as this run would make them: settings and versions are the
    same. What was in quarantine was tried again, and is always replaced.
    """
    pairs = _Pairs.of(
        fresh,
        earlier,
    )
    known = set()
    replaced = {}
    for row, before in pairs.found.items():
        if before.article_id and before.run_id in current_runs:
            known.add(row)
        else:
            replaced[row] = before
    cleared = _cleared(
        fresh,
        pairs.left,
    )
    return Matches(
        frozenset(known),
        replaced,
        tuple(cleared),
        pairs.unmatched.difference(cleared),
    )


def clear_other_readings(
    matches: Matches,
    fresh: Rows,
    current_runs: Collection[str],
    read_again: Collection[str],
) -> Matches:
    """Clear the rows of files that were read again, as far as they are no longer read so.

    A file of which a record could not be read now keeps them.
    """
    whole = {row.source_path for row in fresh}
    whole -= {row.source_path for row in fresh if row.raw_sha256 is None}
    again = {path for path in whole if _is_of(path, read_again)}
    others = [row for row in matches.left if row.run_id not in current_runs]
    stale = [row for row in others if row.source_path in again]
    stale.sort(key=_place_of)
    return replace(
        matches,
        cleared=(*matches.cleared, *stale),
    )


def _is_of(source_path: str, files: Collection[str]) -> bool:
    """Return whether a path is that of a file, or leads into one that is an archive."""
    steps = source_path.split("/")
    ends = range(1, len(steps) + 1)
    return any("/".join(steps[:end]) in files for end in ends)


def _cleared(fresh: Rows, left: Rows) -> list[RecordRow]:
    """List unmatched rows of quarantine that come from files which were read to their end now."""
    whole = {row.source_path for row in fresh}
    whole -= {row.source_path for row in fresh if row.reason == Reason.UNREADABLE}
    return [row for row in left if row.reason and row.source_path in whole]


@dataclass(slots=True)
class _Pairs:
    """Rows of the run with the earlier rows that they were matched with, and those left."""

    found: dict[RecordRow, RecordRow] = field(default_factory=dict)
    unmatched: set[RecordRow] = field(default_factory=set)

    @classmethod
    def of(cls, fresh: Sequence[RecordRow], earlier: Sequence[RecordRow]) -> _Pairs:
        """Match by place and bytes first, then by bytes alone, then by place alone."""
        pairs = cls(unmatched=set(earlier))
        pairs._add(
            fresh,
            pairs.unmatched,
            _record_of,
        )
        pairs._add(
            fresh,
            pairs.unmatched,
            _bytes_of,
        )
        in_quarantine = {row for row in pairs.unmatched if row.reason}
        pairs._add(
            fresh,
            in_quarantine,
            _place_of,
        )
        return pairs

    @property
    def left(self) -> list[RecordRow]:
        """The earlier rows that nothing was matched with, in order."""
        return sorted(
            self.unmatched,
            key=_place_of,
        )

    def _add(self, fresh: Rows, earlier: Rows, key: Key) -> None:
        """Match rows that have the same key, in the order of their places."""
        waiting = _by_key(
            earlier,
            key,
        )
        for row in sorted(fresh, key=_place_of):
            same = waiting.get(key(row))
            if same and row not in self.found:
                self._pair(row, same.pop())

    def _pair(self, row: RecordRow, before: RecordRow) -> None:
        self.found[row] = before
        self.unmatched.remove(before)


def _by_key(rows: Rows, key: Key) -> dict[object, list[RecordRow]]:
    """Gather rows by their key, the last place first; those without a key are left out."""
    found: dict[object, list[RecordRow]] = defaultdict(list)
    for row in sorted(rows, key=_place_of, reverse=True):
        if value := key(row):
            found[value].append(row)
    return found


def _place_of(row: RecordRow) -> Place:
    return row.place


def _record_of(row: RecordRow) -> object:
    return row.place, row.raw_sha256


def _bytes_of(row: RecordRow) -> object | None:
    """Return the file and the bytes of a record; None where they are not known."""
    if row.raw_sha256 is None:
        return None
    return row.source_path, row.raw_sha256

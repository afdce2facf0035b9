"""Choose what of a run's rows is published, and how: known records are not published again.

A record that the snapshot has already as it would be now is known. One that it has from other
settings, or that was in quarantine, replaces its row. Of the fetches of one page a single one
stands; the others are set aside before copies are looked for. Every record that is not known keeps
a row of its own, which names its file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path

from flows.snapshots import matching, pages, record_rows, row_ids, ties
from flows.snapshots.conditions import Conditions
from flows.snapshots.current import Current
from flows.snapshots.matching import Matches
from flows.snapshots.pages import Arrivals, Pages
from flows.snapshots.record_rows import Place, RecordRow
from flows.snapshots.replacements import Replacements
from flows.storage import parquet
from flows.storage.shards import Shard

UNCONDITIONAL = Conditions()


@dataclass(slots=True)
class ShardChoice:
    """What is not published of a shard as it is.

    Rows of `left_out` ids and places are not published, those of `set_aside` ids (as they are in
    the shard) do not stand for their page, and `renamed` ids are taken.
    """

    left_out: set[str] = field(default_factory=set)
    quarantine_left_out: set[Place] = field(default_factory=set)
    set_aside: set[str] = field(default_factory=set)
    renamed: dict[str, str] = field(default_factory=dict)

    def leave_out(self, row: RecordRow) -> None:
        """Leave a row unpublished."""
        if row.article_id:
            self.left_out.add(row.article_id)
        else:
            self.quarantine_left_out.add(row.place)

    def publish(self, row: RecordRow, article_id: str, *, is_aside: bool) -> None:
        """Publish an article under an id, aside where another one stands for its page."""
        own = row.article_id or ""
        if own != article_id:
            self.renamed[own] = article_id
        if is_aside:
            self.set_aside.add(own)

    @property
    def is_all(self) -> bool:
        """Whether the shard is published as it is."""
        parts = (
            self.left_out,
            self.quarantine_left_out,
            self.set_aside,
            self.renamed,
        )
        return not any(parts)


@dataclass(frozen=True, slots=True)
class Selection:
    """What of a run is published.

    `replacing` are articles that take the place of another row, and `replacing_reasons` has the
    reason of each row of quarantine that does. `known` and `suppressed` are numbers of records,
    `cleared` and `forgotten` of rows that go without a successor.
    """

    replacements: Replacements = field(default_factory=Replacements)
    pages: Pages = field(default_factory=Pages)
    shards: Mapping[int, ShardChoice] = field(default_factory=dict)
    replacing: frozenset[str] = frozenset()
    replacing_reasons: tuple[str, ...] = ()
    known: int = 0
    suppressed: int = 0
    cleared: int = 0
    forgotten: int = 0

    @property
    def replaced(self) -> int:
        """How many records replace a row."""
        return len(self.replacing) + len(self.replacing_reasons)


def select(
    current: Current | None,
    shards: Sequence[Shard],
    folder: Path,
    conditions: Conditions = UNCONDITIONAL,
) -> Selection:
    """Compare the shards' output in `folder` with the current snapshot and with itself."""
    rows = ties.find(current, shards, folder, conditions.suppression)
    run = _Run(current, rows.fresh, rows.earlier, _runs(current))
    return run.selection(
        conditions,
        rows.suppressed,
    )


@dataclass(frozen=True, slots=True)
class _Run:
    """Rows of a run and of the snapshot that have to do with each other."""

    current: Current | None
    fresh: Sequence[RecordRow]
    earlier: Sequence[RecordRow]
    digests: Mapping[str, str]  # of the settings of all runs, oldest first

    def selection(
        self, conditions: Conditions, suppressed: Sequence[RecordRow]
    ) -> Selection:
        """Choose what of the run is published."""
        matches = self._match(conditions)
        ids = self._ids(matches)
        chosen = self._pages(
            matches,
            ids,
        )
        left_out = [*suppressed, *matches.known]
        replacing = [row for row in matches.replaced if row.article_id]
        reasons = [row.reason for row in matches.replaced if row.reason]
        return Selection(
            replacements=_replacements(matches.gone),
            pages=chosen,
            shards=_shard_choices(left_out, ids, chosen),
            replacing=frozenset(ids[row] for row in replacing),
            replacing_reasons=tuple(reasons),
            known=len(matches.known),
            suppressed=len(suppressed),
            cleared=len(matches.cleared),
        )

    def _match(self, conditions: Conditions) -> Matches:
        """Match records; rows of runs with the same digest are as they would be made now."""
        digest = conditions.digest
        same = {run_id for run_id, other in self.digests.items() if other == digest}
        matches = matching.match(
            self.fresh,
            self.earlier,
            same,
        )
        return matching.clear_other_readings(
            matches,
            self.fresh,
            same,
            conditions.read_again,
        )

    def _ids(self, matches: Matches) -> dict[RecordRow, str]:
        """Return the ids of the run's articles, which differ from those of rows that stay."""
        rows = (row for row in self.fresh if row.article_id)
        published = [row for row in rows if row not in matches.known]
        gone = {row.article_id for row in matches.gone}
        taken = {row.article_id for row in self.earlier if row.article_id}
        return row_ids.assign(published, matches.replaced, taken - gone)

    def _pages(self, matches: Matches, ids: Mapping[RecordRow, str]) -> Pages:
        """Choose the fetch that stands for each page of which a row comes or goes."""
        runs = {run_id: at for at, run_id in enumerate(self.digests)}
        arrivals = Arrivals(
            runs,
            ids,
            matches.replaced,
        )
        members = [*ids, *self._staying_members(matches.gone, ids)]
        return pages.decide(
            members,
            arrivals,
        )

    def _staying_members(
        self, gone: Sequence[RecordRow], published: Iterable[RecordRow]
    ) -> list[RecordRow]:
        """List the rows of the snapshot that stay on a page of which a row comes or goes."""
        coming, going = pages.keys_of(published), pages.keys_of(gone)
        others = record_rows.of_pages(self.current, going - coming)
        stay = {*self.earlier, *others}.difference(gone)
        return _on_pages(stay, coming | going)


def _on_pages(
    rows: Iterable[RecordRow], url_keys: Container[str | None]
) -> list[RecordRow]:
    """List the rows of some pages, in order."""
    members = (row for row in rows if row.url_key in url_keys)
    return sorted(members, key=attrgetter("place", "raw_sha256"))


def _runs(current: Current | None) -> dict[str, str]:
    """Map the runs of a snapshot, oldest first, to the digest of their settings."""
    runs = {}
    for path in current.parts("runs") if current else ():
        for row in parquet.read(path, ("run_id", "settings_digest")).to_pylist():
            runs[row["run_id"]] = row["settings_digest"]
    return runs


def _replacements(gone: Sequence[RecordRow]) -> Replacements:
    """Name the rows that give way."""
    articles = {row.article_id for row in gone if row.article_id}
    places = {row.place for row in gone if not row.article_id}
    return Replacements(frozenset(articles), frozenset(places))


def _shard_choices(
    left_out: Iterable[RecordRow], ids: Mapping[RecordRow, str], chosen: Pages
) -> dict[int, ShardChoice]:
    """Gather by shard what is not published as it is."""
    choices: dict[int, ShardChoice] = defaultdict(ShardChoice)
    for row in left_out:
        choice = choices[row.shard or 0]
        choice.leave_out(row)
    for row, article_id in ids.items():
        is_aside = article_id in chosen.set_aside
        choice = choices[row.shard or 0]
        choice.publish(row, article_id, is_aside=is_aside)
    return dict(choices)

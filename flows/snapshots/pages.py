"""Choose the fetch that stands for each page of which a run changes anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cleaners import page_versions
from cleaners.page_versions import Fetch, Page
from flows.snapshots.record_rows import RecordRow

REPEAT, OLDER = "exact", "version"  # kinds of rows in duplicates


@dataclass(frozen=True, slots=True)
class SetAside:
    """A fetch that does not stand: the id of the one that does, and what it is to that."""

    standing_id: str
    kind: str


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages that a run changes.

    `versions` maps the id of each fetch that stands to the number of texts of its page.
    `promoted` and `demoted` are ids of rows of the snapshot that come to stand, or cease to.
    """

    versions: Mapping[str, int] = field(default_factory=dict)
    set_aside: Mapping[str, SetAside] = field(default_factory=dict)
    promoted: frozenset[str] = frozenset()
    demoted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Arrivals:
    """In which run a fetch arrived, the oldest being 0; a row that replaces another has its run."""

    runs: Mapping[str, int]
    ids: Mapping[RecordRow, str]  # of the rows of this run
    replaced: Mapping[RecordRow, RecordRow]

    def fetch(self, row: RecordRow) -> Fetch:
        """Return a row as a fetch of its page."""
        before = self.replaced.get(
            row,
            row,
        )
        is_same_page = before.url_key == row.url_key
        arrived = self.runs.get(before.run_id or "", len(self.runs))
        return Fetch(
            article_id=self.ids.get(row) or row.article_id or "",
            content_key=row.content_key or "",
            fetched_at=row.fetched_at,
            modified_at=row.modified_at,
            detour=row.detour or 0,
            raw_sha256=row.raw_sha256 or "",
            arrival=arrived,
            stands=before.versions is not None and is_same_page,
            place=row.place,
        )


def keys_of(rows: Iterable[RecordRow]) -> set[str]:
    """Return the pages of some rows."""
    return {row.url_key for row in rows if row.url_key}


def decide(members: Sequence[RecordRow], arrivals: Arrivals) -> Pages:
    """Choose among all rows of some pages, those of this run and those that stay."""
    by_page = _by_page(
        members,
        arrivals,
    )
    chosen = [page_versions.choose(by_page[key]) for key in sorted(by_page)]
    versions = {page.standing.article_id: page.versions for page in chosen}
    stood = _ids_before(
        members,
        standing=True,
    )
    others = _ids_before(
        members,
        standing=False,
    )
    return Pages(
        versions=versions,
        set_aside=dict(_set_aside(chosen)),
        promoted=others.intersection(versions),
        demoted=stood.difference(versions),
    )


def _ids_before(members: Iterable[RecordRow], *, standing: bool) -> frozenset[str]:
    """Return the ids of rows of the snapshot that stood for their page, or that did not."""
    before = [row for row in members if row.shard is None and row.stands is standing]
    return frozenset(row.article_id for row in before if row.article_id)


def _by_page(
    members: Iterable[RecordRow], arrivals: Arrivals
) -> dict[str, list[Fetch]]:
    by_page: dict[str, list[Fetch]] = defaultdict(list)
    for row in members:
        if row.url_key:
            by_page[row.url_key].append(arrivals.fetch(row))
    return by_page


def _set_aside(pages: Iterable[Page]) -> Iterator[tuple[str, SetAside]]:
    """Yield the ids of the fetches that do not stand."""
    for page in pages:
        standing_id = page.standing.article_id
        for fetch in page.repeats:
            yield fetch.article_id, SetAside(standing_id, REPEAT)
        for fetch in page.older:
            yield fetch.article_id, SetAside(standing_id, OLDER)

"""Choose among the fetches of one page: which of its texts is the newest, and which fetch stands.

Fetches with the same text are one version. The version that was fetched last stands; where no date
of fetching says which, the one that the page itself says was modified last; and where that is no
help either, the one of the plainest address, then one that no later record of the same file
replaces, and then the one with the largest content key. Within a version the fetch that was known
first stands, so that a changed advertisement or comment flips nothing; of fetches that come
together, the one of the plainest address, and of these the one that was fetched first. So the
order of files, and of the runs that read them, does not choose the text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TypeAlias

from cleaners.article import Article

KEY_DIGITS = 32  # hex digits of a content key: 128 bits of SHA-256
LIKELY = 0.5  # probability from which a line in doubt is rather boilerplate than text
UNKNOWN = datetime.min.replace(tzinfo=UTC)
LATE = datetime.max.replace(tzinfo=UTC)
Newness: TypeAlias = tuple[datetime, datetime, int, bool, str]
Arrival: TypeAlias = tuple[int, int]
"""The number of a run, and that of a record in its file."""
Seniority: TypeAlias = tuple[bool, int, int, datetime, str, tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Fetch:
    """One fetch of a page. `arrival` is the number of the run that took it in.

    `detour` is by how much its address is longer than that of the page: marks of AMP, of the mobile
    edition, of senders of links, or an archive. `stands` says that it is the article of its page so
    far, `place` is its file and the number of its record there.
    """

    article_id: str
    content_key: str
    fetched_at: datetime | None
    modified_at: datetime | None
    detour: int
    raw_sha256: str
    arrival: int
    stands: bool
    place: tuple[str, int]

    @property
    def arrived(self) -> Arrival:
        """Return when a fetch arrived among those of its file."""
        return self.arrival, self.place[1]

    def newness(self, last_of_file: Mapping[str, Arrival]) -> Newness:
        """Return the sort key of versions, the newest last."""
        return (
            _known(self.fetched_at, UNKNOWN),
            _known(self.modified_at, UNKNOWN),
            -self.detour,
            self.arrived == last_of_file[self.place[0]],
            self.content_key,
        )

    @property
    def seniority(self) -> Seniority:
        """Return the sort key of fetches of one text, the one to stand first."""
        return (
            not self.stands,
            self.arrival,
            self.detour,
            _known(self.fetched_at, LATE),
            self.raw_sha256,
            self.place,
        )


@dataclass(frozen=True, slots=True)
class Page:
    """What was chosen for a page.

    `standing` is the fetch that is its article. `repeats` have the same text, `older` another one.
    `versions` counts the texts.
    """

    standing: Fetch
    repeats: tuple[Fetch, ...]
    older: tuple[Fetch, ...]
    versions: int


def choose(fetches: Sequence[Fetch]) -> Page:
    """Choose the fetch that stands for a page, of one or more."""
    by_text: dict[str, list[Fetch]] = defaultdict(list)
    for fetch in fetches:
        by_text[fetch.content_key].append(fetch)
    last_of_file = _last_of_files(fetches)
    newest = max(fetches, key=lambda fetch: fetch.newness(last_of_file)).content_key
    standing, *repeats = _by_seniority(by_text.pop(newest))
    older = (fetch for version in by_text.values() for fetch in version)
    return Page(
        standing=standing,
        repeats=tuple(repeats),
        older=tuple(_by_seniority(older)),
        versions=len(by_text) + 1,
    )


def content_key(article: Article) -> str:
    """Return a hash of the text of an article, equal for fetches that say the same.

    White space does not count, nor does a line that is rather boilerplate.
    """
    text = article.text
    for doubt in sorted(article.doubts, key=lambda doubt: -doubt.start):
        if doubt.probability >= LIKELY:
            text = text[: doubt.start] + text[doubt.end :]
    content = " ".join(text.split()).encode("utf-8", "surrogatepass")
    return sha256(content).hexdigest()[:KEY_DIGITS]


def _last_of_files(fetches: Iterable[Fetch]) -> dict[str, Arrival]:
    """Return the arrival of the last fetch that each file has of a page."""
    last: dict[str, Arrival] = {}
    for fetch in fetches:
        file = fetch.place[0]
        last[file] = max(last.get(file, fetch.arrived), fetch.arrived)
    return last


def _by_seniority(fetches: Iterable[Fetch]) -> list[Fetch]:
    return sorted(fetches, key=lambda fetch: fetch.seniority)


def _known(moment: datetime | None, otherwise: datetime) -> datetime:
    """Return a moment with a time zone, UTC if it has none."""
    if moment is None:
        return otherwise
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

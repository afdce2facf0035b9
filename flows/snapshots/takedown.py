"""Find what has to go from a dataset, in its tables and in older snapshots."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cleaners.sites import domains_of, site_of
from cleaners.url_key import url_key
from flows.snapshots.current import DatasetError
from flows.snapshots.inputs_index import File
from flows.snapshots.paths import DatasetPaths
from flows.snapshots.suppression import FILE, PAGE, RECORD, SITE, file_value
from flows.storage import parquet

ROWS = ("articles", "duplicates")
WHOLE_ID = re.compile("[0-9a-f]{32}")
LONGER = r"[a-z0-9_-]|\.[a-z0-9]"  # what goes on with a name: another page, or host
COLUMNS = (
    "article_id",
    "url",
    "url_key",
    "host",
    "site",
    "title",
    "content_key",
    "source_path",
    "record_number",
    "raw_sha256",
    "raw_excerpt",
)
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be forgotten: pages by their addresses, records by id, whole sites."""

    urls: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()

    @property
    def url_keys(self) -> frozenset[str]:
        """The pages that the addresses lead to, which may lack a scheme."""
        keys = (url_key(url) or url_key(f"https://{url}") for url in self.urls)
        return frozenset(key for key in keys if key)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts of the sites, however they were written."""
        return tuple(_host_of(site) for site in self.sites)

    def each(self) -> Iterator[Target]:
        """Yield a target of its own for each name."""
        yield from (Target(urls=(url,)) for url in self.urls)
        yield from (Target(ids=(each,)) for each in self.ids)
        yield from (Target(sites=(site,)) for site in self.sites)

    def has(self, row: Row) -> bool:
        """Return whether a row of articles or duplicates is meant."""
        if row["article_id"] in self.ids or row["url"] in self.urls:
            return True
        return row["url_key"] in self.url_keys or self._has_host(row)

    def _has_host(self, row: Row) -> bool:
        of_page = site_of(f"https://{row['url_key']}") if row["url_key"] else None
        domains = {*domains_of(row["host"]), *domains_of(of_page)}
        return not domains.isdisjoint(self.hosts)

    def names(self) -> Iterator[str]:
        """Yield what text that comes from there may name it by."""
        yield from (url for url in self.urls if is_address(url))
        yield from self.url_keys
        yield from filter(WHOLE_ID.fullmatch, self.ids)
        for host in self.hosts:
            yield from (f"/{host}", f".{host}", f"@{host}")


@dataclass(frozen=True, slots=True)
class Found:
    """Rows of a snapshot that have to go."""

    articles: tuple[Row, ...]
    quarantine: tuple[Row, ...]

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.articles or self.quarantine)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the articles."""
        return frozenset(row["article_id"] for row in self.articles)

    @property
    def places(self) -> frozenset[tuple[str, int]]:
        """The places of the rows of quarantine."""
        rows = self.quarantine
        return frozenset((row["source_path"], row["record_number"]) for row in rows)


def is_address(url: str) -> bool:
    """Return whether a text is the address of a page or a site, with or without a scheme."""
    host = site_of(url) or site_of(f"https://{url}") or ""
    return "." in host and not any(map(str.isspace, host))


def find(snapshot: Path, target: Target) -> Found:
    """Find what has to go from a snapshot: every fetch of a page of which one does."""
    rows = [row for table in ROWS for row in rows_of(snapshot / table)]
    articles = _with_pages(rows, [row for row in rows if target.has(row)])
    quarantine = _in_quarantine(snapshot, target, articles)
    return Found(tuple(articles), tuple(quarantine))


def _in_quarantine(
    snapshot: Path, target: Target, articles: Sequence[Row]
) -> Iterator[Row]:
    """Yield the rows of quarantine that go with some articles."""
    names = {*target.names(), *_addresses(articles)}
    pages = {row["url_key"] for row in articles}
    pages.discard(None)
    for row in rows_of(snapshot / "quarantine"):
        is_meant = target.has(row) or row["url_key"] in pages
        if is_meant or is_named_in(row, names):
            yield row


def _with_pages(rows: Iterable[Row], meant: Sequence[Row]) -> list[Row]:
    """List the rows that are meant, with all fetches of their pages."""
    keys = {row["url_key"] for row in meant if row["url_key"]}
    pageless = [row for row in meant if not row["url_key"]]
    return [row for row in rows if row["url_key"] in keys] + pageless


def _addresses(rows: Iterable[Row]) -> Iterator[str]:
    """Yield what the pages of some rows are named by."""
    for row in rows:
        if row["url_key"]:
            yield from (row["url"], row["url_key"])


def is_named_in(row: Row, names: Iterable[str]) -> bool:
    """Return whether a row of quarantine names what has to go, as a word of its own."""
    excerpt = row["raw_excerpt"] or ""
    text = f"{row['source_path']} {excerpt}".lower()
    return any(_is_word_of(text, name.lower()) for name in names)


def _is_word_of(text: str, name: str) -> bool:
    """Return whether a text has a name that is no part of a longer one."""
    if name not in text:
        return False
    before = r"(?<![a-z0-9_-])" if name[0].isalnum() else ""
    return bool(re.search(rf"{before}{re.escape(name)}(?!{LONGER})", text))


def older_with(paths: DatasetPaths, number: int, target: Target) -> list[Path]:
    """List the snapshots before a number that have anything of what has to go."""
    older = [path for at, path in paths.published() if at < number]
    return [path for path in older if find(path, target)]


def entries(target: Target, found: Found) -> Iterator[tuple[str, str]]:
    """Yield what has to be suppressed from now on, as kinds and values."""
    yield from ((PAGE, key) for key in target.url_keys)
    yield from ((SITE, host) for host in target.hosts)
    for row in (*found.articles, *found.quarantine):
        yield from _entries_of(row)


def file_entries(
    found: Found, left: Collection[str], known: Iterable[File]
) -> Iterator[tuple[str, str]]:
    """Yield the files all of whose records go, with their bytes.

    `left` are files of which records stay; `known` are all that were taken in, with their hashes.
    Those with other bytes are read again, so that no new record of theirs is lost.
    """
    rows = (*found.articles, *found.quarantine)
    paths = {row["source_path"] for row in rows}
    gone = paths.difference(left)
    for path in gone:  # members of archives
        yield FILE, file_value(path, None)
    for path, sha256 in known:
        if path in gone:
            yield FILE, file_value(path, sha256)


def sources_left(snapshot: Path, found: Found) -> set[str]:
    """Return the files of which a record stays."""
    gone = found.ids
    places = found.places
    left = set()
    for table in ROWS:
        for row in rows_of(snapshot / table):
            if row["article_id"] not in gone:
                left.add(row["source_path"])
    for row in rows_of(snapshot / "quarantine"):
        path = row["source_path"]
        place = (path, row["record_number"])
        if place not in places:
            left.add(path)
    return left


def _entries_of(row: Row) -> Iterator[tuple[str, str]]:
    """Yield the page of a row, or what tells its record where it is from no page."""
    if row["url_key"]:
        yield PAGE, row["url_key"]
        return
    for value in (row["raw_sha256"], row["content_key"]):
        if value:
            yield RECORD, value


def rows_of(folder: Path) -> Iterator[Row]:
    """Yield the columns of a table that are of use here. Raises DatasetError."""
    for path in sorted(folder.glob("*.parquet")):
        try:
            yield from _read(path)
        except (OSError, ValueError) as error:
            raise DatasetError(
                f"{path}: damaged ({error}); restore it from a backup, or remove its snapshot"
                " where that is an older one, and give the same command again"
            ) from error


def _read(path: Path) -> Iterator[Row]:
    """Yield rows; what a file of an older version lacks is None, but for the page."""
    known = parquet.names(path)
    names = set(COLUMNS).intersection(known)
    for row in parquet.read_rows(path, sorted(names)):
        whole = dict.fromkeys(COLUMNS) | row
        whole["url_key"] = whole["url_key"] or url_key(whole["url"])
        yield whole


def _host_of(site: str) -> str:
    """Return the host of a site that is written as a host or as an address."""
    address = site if "//" in site else f"//{site}"
    return site_of(address.strip()) or site.strip().lower()

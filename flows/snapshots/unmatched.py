"""Names of a takedown of which a snapshot has nothing: probably one was mistyped."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from cleaners.sites import domains_of
from flows.near_names import NEAR, near_names
from flows.snapshots import takedown
from flows.snapshots.takedown import Found, Target

SITE_PARTS = 2  # of the shortest host that is a site: example.org
Site: TypeAlias = tuple[str, str]
"""The column `site` of a row, and its host."""


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A target with one name, and sites that are nearly called like it."""

    target: Target
    near: tuple[str, ...]

    @property
    def is_kept(self) -> bool:
        """Whether a takedown keeps the name, so that nothing of it comes in."""
        return any(takedown.entries(self.target, Found((), ())))


def find(snapshot: Path | None, target: Target, found: Found) -> list[Unmatched]:
    """List the names of a target of which nothing was found. Raises DatasetError."""
    unmatched = [each for each in target.each() if not _has_any(each, found)]
    sites = set(_sites(snapshot)) if snapshot and any(map(_is_site, unmatched)) else ()
    return [Unmatched(each, tuple(_near(each, sites))) for each in unmatched]


def _near(target: Target, sites: Collection[Site]) -> Iterator[str]:
    """Yield the hosts of what is called as a target is, and those with names like its own."""
    for name in target.sites:
        called = {host for site, host in sites if site.casefold() == name.casefold()}
        yield from sorted(called)[:NEAR]
    domains = set(_domains(host for _, host in sites))
    for host in target.hosts:
        yield from near_names(host, sorted(domains))


def _is_site(target: Target) -> bool:
    return bool(target.sites)


def _has_any(target: Target, found: Found) -> bool:
    """Return whether a row that was found is one of a target's."""
    names = set(target.names())
    if any(map(target.has, (*found.articles, *found.quarantine))):
        return True
    return any(takedown.is_named_in(row, names) for row in found.quarantine)


def _sites(snapshot: Path) -> Iterator[Site]:
    """Yield the hosts of a snapshot, each with what the site is called."""
    for table in takedown.ROWS:
        for row in takedown.rows_of(snapshot / table):
            if row["host"]:
                yield row["site"] or "", row["host"]


def _domains(hosts: Iterable[str]) -> Iterator[str]:
    """Yield hosts, and the sites that they are below."""
    for host in hosts:
        for domain in domains_of(host):
            if len(domain.split(".")) >= SITE_PARTS:
                yield domain

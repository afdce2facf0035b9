"""Name the site of an article by its address."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from cleaners.page_copies import page_address

EDITIONS = frozenset({"m", "amp"})  # hosts of a site's own pages for telephones
# Below a country, where names begin one label further on: m.co.uk is a site of its own.
SECOND_LEVELS = frozenset(
    {"ac", "co", "com", "edu", "go", "gob", "gov", "ne", "net", "or", "org"}
)


def site_of(url: str | None) -> str | None:
    """Return the host of an address without "www."; None if it has none.

    Of a copy in an archive it is the host of the page.
    """
    try:
        host = urlsplit(page_address(url or "")).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def main_site_of(url: str | None) -> str | None:
    """Return the host of an address, or of the site that it is the mobile edition of."""
    host = site_of(url)
    return main_host(host) if host else None


def main_host(host: str) -> str:
    """Return a host without "www.", and without "m." and "amp." of mobile editions.

    >>> main_host("m.example.org")
    'example.org'
    """
    bare = host.removeprefix("www.")
    first, _, rest = bare.partition(".")
    if first in EDITIONS and _is_site(rest):
        return main_host(rest)
    return bare


def _is_site(host: str) -> bool:
    """Return whether a host is more than an ending that sites have in common."""
    labels = host.split(".")
    is_ending = len(labels) < len(("site", "org")) or labels[0] in SECOND_LEVELS
    return not is_ending


def domains_of(host: str | None) -> Iterator[str]:
    """Yield a host and the domains that it is below."""
    labels = host.lower().split(".") if host else []
    for first in range(len(labels)):
        yield ".".join(labels[first:])

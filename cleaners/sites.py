"""Name the site of an article by its address."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from cleaners.page_copies import page_address


def site_of(url: str | None) -> str | None:
    """Return the host of an address without "www."; None if it has none.

    Of a copy in an archive it is the host of the page.
    """
    try:
        host = urlsplit(page_address(url or "")).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def domains_of(host: str | None) -> Iterator[str]:
    """Yield a host and the domains that it is below."""
    labels = host.lower().split(".") if host else []
    for first in range(len(labels)):
        yield ".".join(labels[first:])

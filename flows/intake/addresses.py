"""Read addresses in the fields of records: absolute ones of the web, and no others."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from cleaners.invisible import strip_invisible

SCHEMES = ("http", "https")
# "www.courier.example/a", "courier.example/a": an address that lost its scheme.
BARE = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,62})\.)+[a-z]{2,24}(?::\d{1,5})?(?:[/?#]\S*)?",
    re.IGNORECASE,
)
PATH = re.compile(r"/[^/\s]\S*")
CACHED_TEXTS = 4_096  # that are remembered; few inputs have more sites
MAX_ADDRESS = (
    4_096  # characters; a guard, not tuned: browsers and servers allow no more
)


def read_address(text: str, host: str | None = None) -> str | None:
    """Return an absolute address of the web as it is given; None for anything else.

    One without a scheme gets "https", and a path the `host` of the record where that is known.
    """
    if len(text) > MAX_ADDRESS:
        return None
    bare = strip_invisible(text).strip().strip("<>\"'").replace(" ", "%20")
    address = _completed(bare, host)
    return address if _is_address(address) else None


def _completed(bare: str, host: str | None) -> str:
    if bare.startswith("//") or BARE.fullmatch(bare):
        return "https://" + bare.lstrip("/")
    if host and PATH.fullmatch(bare):
        return urljoin(f"https://{host}", bare)
    return bare


@lru_cache(maxsize=CACHED_TEXTS)
def host_in(text: str) -> str | None:
    """Return the host of an address, or a text that is one; None for any other text."""
    address = read_address(text)
    return urlsplit(address).hostname if address else None


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        _ = parts.port  # raises ValueError where it is none
    except ValueError:
        return False
    is_named = "." in host or ":" in host or host == "localhost"
    return parts.scheme.lower() in SCHEMES and is_named and text.isprintable()

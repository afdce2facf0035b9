"""Name the page that an archive or a cache has a copy of, by the address of the copy."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qs, urlsplit

AMP_CACHE = re.compile(r"[^.]+\.cdn\.ampproject\.org")
AMP_CACHE_PATH = re.compile(r"/[a-z](?:/s)?/(?P<page>[^/]+\..+)")
GOOGLE_HOST = re.compile(r"(?:www\.)?google\.[a-z.]+")
GOOGLE_AMP_PATH = re.compile(r"/amp/(?:s/)?(?P<page>[^/]+\..+)")
ARCHIVE_HOST = re.compile(r"web\.archive\.org")
# The moment of the copy, with how it is shown behind it; "id_" is the page as it was fetched.
ARCHIVE_PATH = re.compile(
    r"/web/\d{4,14}(?:[a-z]{2}_)?/(?:https?:/{1,2})?(?P<page>[^/]+\..+)"
)
# archive.today and its other names; "o" is a link of a copy, and the moment has dots in places.
TODAY_HOST = re.compile(r"archive\.(?:today|ph|is|md|vn|li|fo)")
TODAY_PATH = re.compile(
    r"/(?:\d{4,14}|\d{4}\.\d\d\.\d\d-\d{4,6}|newest|oldest|timegate|o/\w{4,6})"
    r"/(?:https?:/{1,2})?(?P<page>[^/]+\..+)"
)
# The cache of Google has the address in a parameter, behind a key, and searched words behind it.
CACHE_HOST = "webcache.googleusercontent.com"
CACHED = re.compile(
    r"cache:(?:[\w-]{1,16}:)?(?:https?://)?(?P<page>[^/\s:]+\.[^/\s:]+/\S+)"
)
DEFAULT_PORT = re.compile(r"(?<=\w):(?:80|443)(?=/)")  # which archives write out
COPIES = (
    (AMP_CACHE, AMP_CACHE_PATH),
    (GOOGLE_HOST, GOOGLE_AMP_PATH),
    (ARCHIVE_HOST, ARCHIVE_PATH),
    (TODAY_HOST, TODAY_PATH),
)


def page_address(address: str) -> str:
    """Return the address of the page itself; any other address as it is. Raises ValueError."""
    parts = urlsplit(address)
    if parts.hostname == CACHE_HOST:
        return _cached_page(parts.query) or address
    page = _page(parts)
    if page is None:
        return address
    query = f"?{parts.query}" if parts.query else ""
    return f"https://{DEFAULT_PORT.sub('', page)}{query}"


def page_of_today(address: str | None) -> str | None:
    """Return the address of the page that archive.today has a copy of; None for others."""
    try:
        parts = urlsplit(address or "")
        is_of_today = TODAY_HOST.fullmatch(parts.hostname or "")
        return page_address(parts.geturl()) if is_of_today and _page(parts) else None
    except ValueError:
        return None


def _cached_page(query: str) -> str | None:
    asked = parse_qs(query).get("q", [""])
    found = CACHED.match(asked[0])
    return f"https://{found['page']}" if found else None


def _page(parts: SplitResult) -> str | None:
    host = parts.hostname or ""
    for of_host, of_path in COPIES:
        found = of_path.fullmatch(parts.path) if of_host.fullmatch(host) else None
        if found:
            return found["page"]
    return None

"""Name the page that an archive or a cache of AMP has a copy of, by the address of the copy."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

AMP_CACHE = re.compile(r"[^.]+\.cdn\.ampproject\.org")
AMP_CACHE_PATH = re.compile(r"/[a-z](?:/s)?/(?P<page>[^/]+\..+)")
GOOGLE_HOST = re.compile(r"(?:www\.)?google\.[a-z.]+")
GOOGLE_AMP_PATH = re.compile(r"/amp/(?:s/)?(?P<page>[^/]+\..+)")
ARCHIVE_HOST = re.compile(r"web\.archive\.org")
# The moment of the copy, with how it is shown behind it; "id_" is the page as it was fetched.
ARCHIVE_PATH = re.compile(
    r"/web/\d{4,14}(?:[a-z]{2}_)?/(?:https?:/{1,2})?(?P<page>[^/]+\..+)"
)
DEFAULT_PORT = re.compile(r"(?<=\w):(?:80|443)(?=/)")  # which archives write out
COPIES = (
    (AMP_CACHE, AMP_CACHE_PATH),
    (GOOGLE_HOST, GOOGLE_AMP_PATH),
    (ARCHIVE_HOST, ARCHIVE_PATH),
)


def page_address(address: str) -> str:
    """Return the address of the page itself; any other address as it is. Raises ValueError."""
    parts = urlsplit(address)
    page = _page(parts)
    if page is None:
        return address
    query = f"?{parts.query}" if parts.query else ""
    return f"https://{DEFAULT_PORT.sub('', page)}{query}"


def _page(parts: SplitResult) -> str | None:
    host = parts.hostname or ""
    for of_host, of_path in COPIES:
        found = of_path.fullmatch(parts.path) if of_host.fullmatch(host) else None
        if found:
            return found["page"]
    return None

"""Read from the address of a page what type of page it may be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote, urlsplit

from cleaners.extraction.page_types.prose import Features
from cleaners.languages import any_of

PATHS = (
    "article_paths",
    "listing_paths",
    "section_paths",
    "forum_paths",
    "product_paths",
    "service_paths",
    "documentation_paths",
)
LOCALE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?", re.IGNORECASE)
DATE = re.compile(r"/(?:19|20)\d\d[/-]\d{1,2}(?:[/-]|$)|(?:19|20)\d\d-?[01]\d-?[0-3]\d")
NUMBERED = re.compile(r"/page/?\d+|[?&](?:page|p|start|offset)=\d+", re.IGNORECASE)
EXTENSION = re.compile(r"\.\w{2,5}$")
LONG_NUMBER = re.compile(r"\d{5,}")
WORDS = re.compile(r"[^\W_]+")
TRACKING = re.compile(r"(?:utm_|srsltid|fbclid|gclid|ref=)")
HOST_LABELS = 3  # of a host whose first one names a part of the site: docs.example.org


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of the address of a page; empty where it is not known."""

    part_of_site: str  # the first label of the host: "docs"
    path: str
    segments: list[str]  # of the path, without that of a language
    query: str
    is_known: bool

    @property
    def last(self) -> str:
        """The last segment, without the extension of a file."""
        return EXTENSION.sub("", self.segments[-1]) if self.segments else ""

    @property
    def is_front_page(self) -> bool:
        """Whether this is the address of a whole site."""
        return self.is_known and not self.segments and not self.query


def read_address(url: str | None) -> Address:
    """Split an address into its parts."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        parts = urlsplit("")
    host = parts.netloc.lower().removeprefix("www.")
    labels = host.split(".")
    path = unquote(parts.path)
    segments = [
        segment
        for segment in path.split("/")
        if segment and not LOCALE.fullmatch(segment)
    ]
    return Address(
        part_of_site=labels[0] if len(labels) >= HOST_LABELS else "",
        path=path,
        segments=segments,
        query="" if TRACKING.match(parts.query) else parts.query,
        is_known=bool(host),
    )


def measure_address(page: Address) -> Features:
    """Turn an address into features."""
    last = page.last
    word_counts = [len(WORDS.findall(segment)) for segment in page.segments]
    counts = {
        "depth": len(page.segments) if page.is_known else -1,
        "last words": len(WORDS.findall(last)),
        "last length": len(last),
        "last digits": sum(map(str.isdigit, last)),
        "most words": max(word_counts, default=0),
    }
    features = {f"address {name}": float(count) for name, count in counts.items()}
    features |= _match_signs(page)
    for name in PATHS:
        features |= _match_words(name, page)
    return features


def _match_signs(page: Address) -> Features:
    path = page.path
    flags: dict[str, object] = {
        "known": page.is_known,
        "front page": page.is_front_page,
        "number": LONG_NUMBER.search(path),
        "date": DATE.search(path),
        "page": NUMBERED.search(f"{path}?{page.query}"),
        "query": page.query,
        "slash": path.endswith("/"),
        "extension": EXTENSION.search(path),
    }
    return {f"address {name}": float(bool(flag)) for name, flag in flags.items()}


def _match_words(name: str, page: Address) -> Features:
    """Look for the words of a type in the host, at the end of the path and inside it."""
    matches = _pattern_of(name).fullmatch
    inner = any(map(matches, page.segments[:-1]))
    host = bool(matches(page.part_of_site))
    last = bool(matches(page.last))
    flags = {"host": host, "last": last, "inner": inner}
    return {f"{name} {place}": float(flag) for place, flag in flags.items()}


@cache
def _pattern_of(name: str) -> re.Pattern[str]:
    return re.compile(any_of(name), re.IGNORECASE)

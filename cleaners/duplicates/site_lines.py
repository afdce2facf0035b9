"""Leave out the lines that a site repeats, so that two articles are not one for their boilerplate.

The count is per site and absolute. A line of a wire story stands on many sites, once or twice on
each; what one site prints in five different texts is its own furniture.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import compress
from operator import not_

from cleaners.duplicates.records import Document

REPEATS = 5  # texts of one site
BLANK = b""


def own_texts(documents: Sequence[Document]) -> Iterator[str]:
    """Yield the text of each document without the lines that its site repeats.

    The documents must differ from each other. All lines stay where the site is unknown, and where
    nothing else would be left.
    """
    seen = Counter(key for document in documents for key in set(_keys(document)))
    del seen[BLANK]
    for document in documents:
        repeated = [seen[key] >= REPEATS for key in _keys(document)]
        own = "\n".join(compress(document.text.split("\n"), map(not_, repeated))) if any(repeated) else ""
        yield own if own.strip() else document.text


def _keys(document: Document) -> list[bytes]:
    """Hash every line together with its site; no lines where the site is unknown."""
    if document.site is None:
        return []
    lines = (line.strip().casefold() for line in document.text.split("\n"))
    return [_hash(f"{document.site}\n{line}") if line else BLANK for line in lines]


def _hash(line: str) -> bytes:
    return blake2b(line.encode("utf-8", "surrogatepass"), digest_size=8).digest()

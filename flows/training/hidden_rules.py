"""Hide most rules from a page, so that a model learns to judge lines that no rule knows.

The rules were written with the labelled scrapes in view, so they match more of them than of pages
of other sites. A model that sees only what they match would leave too much to them: on scrapes of
sites not seen, recall was .015 lower.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from cleaners.boilerplate.page import ScannedPage
from cleaners.boilerplate.scan import Hit, ScannedLine

SHOWN_SHARE = 0.2  # of the rules; with half of them, recall was lower
HASH_BYTES = 4  # of a digest, as many as are needed
LARGEST = 0xFFFFFFFF  # number of so many bytes


def hide_rules(page: ScannedPage, seed: str) -> ScannedPage:
    """Return the page as it would be without most rules; `seed` chooses the rules that stay."""
    scanned: list[ScannedLine] = []
    for each in page.scanned:
        hits = tuple(_shown(each.hits, seed))
        scanned.append(ScannedLine(each.line, hits))
    return ScannedPage.of_scanned(tuple(scanned), page.languages)


def _shown(hits: Iterable[Hit], seed: str) -> list[Hit]:
    return [hit for hit in hits if _share_of(hit.rule.id, seed) < SHOWN_SHARE]


def _share_of(rule: str, seed: str) -> float:
    """Return a number from 0 to 1 that depends on a rule and the seed alone."""
    digest = sha256(f"{seed} {rule}".encode()).digest()
    return int.from_bytes(digest[:HASH_BYTES]) / LARGEST

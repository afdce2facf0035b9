"""Find the last paragraph of an article, where an agency signs it: it reads like a caption."""

from __future__ import annotations

import re

from cleaners.boilerplate.page import ScannedPage
from cleaners.boilerplate.scan import ScannedLine

# Ends such as "He thanked the crew. (Reuters)", also in square brackets, or behind "Source:".
SIGNED = re.compile(
    r".*[.!?”\"’»] ?[(\[](?:[Ss]ources? ?: ?)?"
    r"(?:[A-Z]{2,8}(?:[/-][A-Za-z]{2,8})?|Reuters|Bloomberg|Xinhua|Agencies|dpa|Ansa|Efe)[)\]]\.?"
)
MIN_ABOVE = 2  # lines of running text above it; set by hand


def signed_end(page: ScannedPage) -> frozenset[int]:
    """Return the position of the last line of running text, if an agency signs it, or nothing."""
    running = [number for number, line in enumerate(page.scanned) if _is_running(line)]
    if len(running) <= MIN_ABOVE or not SIGNED.fullmatch(page.lines[running[-1]].text):
        return frozenset()
    return frozenset(running[-1:])


def _is_running(scanned: ScannedLine) -> bool:
    """Whether a line is running text for all rules, or for all but those of captions."""
    return scanned.is_core or (bool(scanned.hits) and _is_signed_caption(scanned))


def _is_signed_caption(scanned: ScannedLine) -> bool:
    kinds = {hit.rule.kind for hit in scanned.hits}
    return kinds == {"caption"} and SIGNED.fullmatch(scanned.line.text) is not None

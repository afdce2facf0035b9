"""Find the last paragraph of an article, where an agency signs it: it reads like a caption."""

from __future__ import annotations

import re

from cleaners.boilerplate.page import ScannedPage
from cleaners.boilerplate.scan import ScannedLine

# Agencies that sign in small letters, before or after the sign of an editor or of a paper.
SMALL_SIGN = (
    r"(?:dpa|epd|kna|afp|apa|sda|sid|ots|rtr|dapd|ansa|efe|anp|belga|pap|lusa|ntb)"
)
EDITOR = r"[A-Za-z]{2,5}"
# Ends such as "He thanked the crew. (Reuters)", also in square brackets, or behind "Source:",
# "He thanked the crew. (dpa/mbe)", and "He thanked the crew. AFP", where the sign is well known.
SIGNED = re.compile(
    r".*[.!?…“”\"’»] ?(?:[(\[](?:[Ss]ources? ?: ?)?"
    r"(?:[A-Z]{2,8}(?:[/-][A-Za-z]{2,8})?|Reuters|Bloomberg|Xinhua|Agencies|Ansa|Efe"
    rf"|(?:{EDITOR}[/,] ?)?{SMALL_SIGN}(?:-[a-z]{{2,10}})?(?:[/,] ?{EDITOR}){{0,2}})[)\]]\.?"
    r"|[-–—]{0,2} ?(?:İHA|DHA|AA|ANKA|IANS|PTI|ANI|AFP|EFE|PAP|ANP|Reuters|Xinhua|Lusa|dpa))"
)
MIN_ABOVE = 2  # lines of running text above it; set by hand


def signed_end(page: ScannedPage) -> frozenset[int]:
    """Return the position of the last line of running text, if an agency signs it, or nothing."""
    running = [number for number, line in enumerate(page.scanned) if _is_running(line)]
    if len(running) <= MIN_ABOVE or not SIGNED.fullmatch(page.lines[running[-1]].text):
        return frozenset()
    return frozenset(running[-1:])


def _is_running(scanned: ScannedLine) -> bool:
    """Whether a line is running text, or a sentence with a sign that no rule but captions match."""
    return scanned.is_core or _is_signed_sentence(scanned)


def _is_signed_sentence(scanned: ScannedLine) -> bool:
    kinds = {hit.rule.kind for hit in scanned.hits}
    return kinds <= {"caption"} and SIGNED.fullmatch(scanned.line.text) is not None

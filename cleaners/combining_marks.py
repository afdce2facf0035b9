"""Cut runs of combining marks short, before anything quadratic sees them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from cleaners.pieces import Edit

# Combining marks in a row. Normalization is quadratic in them: 80 kB take 6.7 s. Real writing
# stacks a handful; 30 is the limit of Unicode's stream-safe text (UAX #15).
MAX_MARKS = 30
BEYOND_LATIN = re.compile(r"[^\x00-\u02ff\u2000-\u206f]")


def cut_marks(text: str) -> Iterator[Edit]:
    """Cut long runs of marks short; the letter and its first marks stay."""
    if not BEYOND_LATIN.search(text):
        return
    mark, long_run = _mark_patterns()
    # Each long run has a mark at a multiple of its least length.
    if mark.search(text[:: MAX_MARKS + 1]):
        for run in long_run.finditer(text):
            yield Edit(run.start() + MAX_MARKS, run.end(), "", "combining-marks")


@cache
def _mark_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Match a mark, and longer runs of marks than allowed.

    Compiled at the first use only, since every character up to U+20000 must be looked up.
    """
    marks = (
        chr(code) for code in range(0x300, 0x20000) if unicodedata.combining(chr(code))
    )
    mark = re.compile(f"[{''.join(marks)}]")
    return mark, re.compile(f"{mark.pattern}{{{MAX_MARKS + 1},}}")

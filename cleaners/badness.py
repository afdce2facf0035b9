"""Ask ftfy whether a text looks misread, but only where RE2 cannot rule it out.

Python tries each of the forty alternatives of ftfy's pattern at each character: some 200
microseconds for a line of 300 characters. RE2 takes 8, and most lines have no match.
"""

from __future__ import annotations

import re
from functools import cache

import re2
from ftfy import badness

# A class stays; what stands for a kind of characters matches any, so that RE2 finds no less.
VERBOSE = re.compile(r"(?P<kept>\[(?:\\.|[^\]\\])*\])|(?P<kind>\\[sw])|#.*|\s+")


def is_bad(text: str) -> bool:
    """Say whether a text has characters side by side that hardly any sound text has."""
    data = text.encode("utf-8", "replace")  # it may have lone surrogates
    return bool(_loose().search(data)) and badness.is_bad(text)


@cache
def _loose() -> re2._Regexp:
    """Compile ftfy's pattern for RE2, which has no verbose form and fewer white spaces."""
    options = re2.Options()
    options.dot_nl = True
    return re2.compile(VERBOSE.sub(_loosened, badness.BADNESS_RE.pattern), options)


def _loosened(part: re.Match[str]) -> str:
    """Return a part of a verbose pattern as RE2 is to read it."""
    return part["kept"] or (part["kind"] and ".") or ""

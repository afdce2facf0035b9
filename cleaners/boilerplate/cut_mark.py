"""Cut off the mark with which a source says that it left the rest of a text out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaners.draft import Edit

RULE = "paywall/cut-mark"
# NewsAPI and its like end a text so: "… [+4123 chars]", GNews so: "... [4123 chars]". The
# ellipsis stays.
CUT_MARK = re.compile(
    r"(?:\s*\[\+|(?:(?<=…)|(?<=\.\.\.))\s*\[)[\d,.]{1,12} char(?:acter)?s\](?=\s*$)"
)
REACH = (
    60  # characters at the end of a text; the longest mark and its space have some 40
)


def cut_mark_edits(text: str) -> Iterator[Edit]:
    """Yield the edit that removes the mark at the end of a text, if there is one."""
    start = max(0, len(text) - REACH)
    found = CUT_MARK.search(text, start)
    if found:
        yield Edit(found.start(), found.end(), "", RULE)

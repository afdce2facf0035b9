"""Whether a spinner went into what people are quoted with: some spin it, some leave it alone.

Where it was left, every edit inside is an error, and one that puts words into somebody's mouth.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cleaners.draft import Edit
from cleaners.paraphrase.copies import begins_inside

SPUN = 0.5  # edits in quotations, word for word beside those elsewhere, from which quotations were spun too
_QUOTATION = re.compile(r"[“„\"][^“”„\"\n]{3,2000}[”“\"]")


def outside_kept_quotations(text: str, edits: Sequence[Edit]) -> list[Edit]:
    """Drop the edits inside quotation marks where these are far rarer than elsewhere in the text."""
    spans = [match.span() for match in _QUOTATION.finditer(text)]
    inside = {edit for edit in edits if begins_inside(edit, spans)}
    quoted = sum(len(text[start:end].split()) for start, end in spans)
    rest = len(text.split()) - quoted
    if len(inside) * rest >= SPUN * (len(edits) - len(inside)) * quoted:
        return list(edits)
    return [edit for edit in edits if edit not in inside]

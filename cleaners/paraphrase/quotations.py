"""Keep edits out of quotations that the spinner did not change.

Some spinners rewrite what people are quoted with, some leave it alone. Where quotations were left
alone, an edit inside one is an error, and changes what a person is said to have said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cleaners.draft import Edit
from cleaners.paraphrase.spans import Span, starts_inside

# Edits per word inside quotations, as a share of the edits per word outside, from which quotations
# count as spun. No source is recorded.
SPUN_QUOTATION_DENSITY = 0.5
_QUOTATION = re.compile(r"[“„\"][^“”„\"\n]{3,2000}[”“\"]")


def find_quotations(text: str) -> list[Span]:
    """Return the spans inside quotation marks, with the marks."""
    return [match.span() for match in _QUOTATION.finditer(text)]


def drop_edits_in_genuine_quotations(text: str, edits: Sequence[Edit]) -> list[Edit]:
    """Drop the edits inside quotation marks if they are much rarer there than elsewhere."""
    quotations = [match.span() for match in _QUOTATION.finditer(text)]
    outside = [edit for edit in edits if not starts_inside(edit, quotations)]
    inside_count = len(edits) - len(outside)
    if _are_quotations_spun(text, quotations, inside_count, len(outside)):
        return list(edits)
    return outside


def _are_quotations_spun(
    text: str, quotations: Sequence[Span], inside: int, outside: int
) -> bool:
    """Return whether the edits inside quotations are about as dense as those outside.

    `inside` and `outside` count edits.
    """
    quoted_words = _quoted_word_count(text, quotations)
    other_words = len(text.split()) - quoted_words
    threshold = SPUN_QUOTATION_DENSITY * outside * quoted_words
    return inside * other_words >= threshold


def _quoted_word_count(text: str, quotations: Sequence[Span]) -> int:
    """Count the words inside quotations."""
    count = 0
    for start, end in quotations:
        quotation = text[start:end]
        count += len(quotation.split())
    return count

"""Find paragraphs of the article that a paywall cut short: "It opened at noon. For the …"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from cleaners.boilerplate.page import ScannedPage
from cleaners.boilerplate.scan import ScannedLine
from cleaners.lines import ELLIPSES, ends_sentence, reads_as_prose

# Set by hand. A teaser is shorter, or below a headline.
MIN_CHARACTERS = 150


def cut_paragraphs(page: ScannedPage) -> Iterator[int]:
    """Yield the positions of long paragraphs that are cut short, right below running text."""
    for number, (above, line) in enumerate(pairwise(page.scanned), 1):
        if _is_cut(line.line.text) and _is_whole(above):
            yield number


def _is_whole(scanned: ScannedLine) -> bool:
    """Whether a line is running text, and not cut short itself."""
    text = scanned.line.text
    is_cut = text.endswith(ELLIPSES)
    return scanned.is_core and ends_sentence(text) and not is_cut


def _is_cut(text: str) -> bool:
    """Whether a line has a whole sentence, and another that is cut short."""
    if len(text) < MIN_CHARACTERS or not text.endswith(ELLIPSES):
        return False
    return reads_as_prose(text.rstrip(" .…"))

"""Propose the lists that end a page: a header, then by turns a headline and its teaser.

A teaser is running text, so that the list reads like sections of the article.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaners.boilerplate.page import Removal, Removals, ScannedPage
from cleaners.boilerplate.scan import ScannedLine
from cleaners.boilerplate.sections import reads_as_headline

# All were chosen by hand on the development pages: of ten such lists all lines are boilerplate.
MIN_ABOVE = 2  # lines of running text above the header
MIN_TEASERS = 2
MIN_WORDS = 3  # of a headline
TEASER_CHARACTERS = 400  # a longer line is a paragraph
CONFIDENCE = 0.97


def teaser_pairs(page: ScannedPage, proposed: Removals) -> Iterator[Removal]:
    """Propose the lines from the first header that only headlines and teasers follow."""
    for number in _headers(page.scanned):
        below = page.scanned[number:]
        if _are_pairs(below[1:]):
            yield from _removals(below, proposed)
            return


def _headers(lines: Sequence[ScannedLine]) -> Iterator[int]:
    """Yield the places of headers of lists of stories that have running text above them."""
    above = 0
    for number, scanned in enumerate(lines):
        above += scanned.is_core
        if above >= MIN_ABOVE and _is_header(scanned):
            yield number


def _is_header(scanned: ScannedLine) -> bool:
    """Whether a line heads a list of other stories, by the wording of a rule."""
    return any(hit.rule.opens and hit.rule.kind == "related" for hit in scanned.hits)


def _are_pairs(lines: Sequence[ScannedLine]) -> bool:
    """Whether lines are a headline and a teaser by turns, but for what rules match."""
    own = [line for line in lines if _is_own(line)]
    teasers = own[1::2]
    if len(teasers) < MIN_TEASERS:
        return False
    return all(map(_is_headline, own[::2])) and all(map(_is_teaser, teasers))


def _is_own(scanned: ScannedLine) -> bool:
    """Whether no rule matches a line, or it is running text all the same."""
    return scanned.is_core or not scanned.hits


def _is_headline(scanned: ScannedLine) -> bool:
    words = scanned.line.text.split()
    return len(words) >= MIN_WORDS and reads_as_headline(scanned)


def _is_teaser(scanned: ScannedLine) -> bool:
    return scanned.line.is_prose and len(scanned.line.text) <= TEASER_CHARACTERS


def _removals(lines: Sequence[ScannedLine], proposed: Removals) -> Iterator[Removal]:
    """Yield a removal for each of some lines that is not proposed yet."""
    for scanned in lines:
        if scanned.line.index not in proposed:
            yield Removal(scanned.line, "related/teasers", CONFIDENCE)

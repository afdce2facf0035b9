"""Measure whether a story stands below the headline, whatever else the page lists."""

from __future__ import annotations

import re

import numpy as np

from cleaners.extraction.block_measures import Flags, Indices
from cleaners.extraction.page_types.arrays import PageArrays
from cleaners.extraction.page_types.groups import LABEL_WORDS
from cleaners.extraction.page_types.prose import Features

NO_STORY = {"story prose": 0.0, "story paragraphs": 0.0, "story dated": 0.0}
DAY = re.compile(r"(?<!\d)\d\d?(?!\d)")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
LINES_ABOVE = 2  # of a headline, of which one may be its date. Not tuned.
TEASER_WORDS = 4  # in one link: shorter ones are names, tags and buttons. Not tuned.


def measure_story(page: PageArrays) -> Features:
    """Measure what is below the headline that has most prose below it."""
    blocks = page.blocks
    headlines = np.flatnonzero((blocks.heading == 1) & ~blocks.is_link)
    ends = _ends_of_stories(page)
    next_ends = ends[np.searchsorted(ends, headlines, side="right")]
    pairs = zip(headlines.tolist(), next_ends.tolist(), strict=True)
    stories = [_measure_below(page, headline, end) for headline, end in pairs]
    return max(stories, key=_prose_of, default=dict(NO_STORY))


def _prose_of(story: Features) -> float:
    return story["story prose"]


def _measure_below(page: PageArrays, headline: int, end: int) -> Features:
    """Measure the prose from a headline to where its story ends."""
    first = headline + 1
    below = slice(first, end)
    prose = np.flatnonzero(page.blocks.is_prose[below])
    if not len(prose):
        return dict(NO_STORY)
    until = first + int(prose[0])
    return {
        "story prose": float(page.blocks.prose_words[below].sum()),
        "story paragraphs": float(len(prose)),
        "story dated": float(_is_dated(page, headline, until)),
    }


def _is_dated(page: PageArrays, headline: int, until: int) -> bool:
    """Return whether a line around a headline, before the prose begins, is its date."""
    start = max(0, headline - LINES_ABOVE)
    return _has_date(page, slice(start, until))


def _has_date(page: PageArrays, among: slice) -> bool:
    """Return whether one of some blocks is a line with a date."""
    lines = [
        each for each in page.source_blocks[among] if len(each.words) < LABEL_WORDS
    ]
    return any(YEAR.search(line.text) and DAY.search(line.text) for line in lines)


def _ends_of_stories(page: PageArrays) -> Indices:
    """List the headlines and the links to other stories, and the end of the page."""
    is_end = (page.blocks.heading == 1) | _leads_elsewhere(page)
    return np.append(np.flatnonzero(is_end), len(is_end))


def _leads_elsewhere(page: PageArrays) -> Flags:
    """Mark the blocks that are links to other stories."""
    blocks = page.blocks
    is_headline = (blocks.heading > 0) | (blocks.words >= TEASER_WORDS)
    return np.asarray(blocks.is_link & is_headline)

"""Remove lines above the text of a page, or below its deck, that say again who wrote it, or when.

The columns have both, so that such a line tells nothing: "By Ann Weir", "12 March 2025".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice, takewhile

from cleaners.article import Metadata
from cleaners.boilerplate.page import Classification, Removal
from cleaners.dates import find_dates
from cleaners.languages import any_of
from cleaners.lazy_patterns import compile_later
from cleaners.lines import Line, count_words, split_lines
from cleaners.names import LEAD, PARTICLE_LEAD

BYLINE, DATE = "byline/stated", "date/stated"
CONFIDENCE = 0.97  # that of a rule that is nearly certain
# Both were set by hand.
REACH = 6  # lines at the top of a page
LABEL_CHARACTERS = 12  # beside a date: "Published:", a weekday
WORDS_BEHIND_NAME = 6  # of a role, a place or a credit in the line
LETTERS = compile_later(r"[^\W\d_]")
BEHIND_NAME = compile_later(
    rf"\s*[,|·•(/–—-]|\s+(?:{any_of('other_hands')})\b", re.IGNORECASE
)


def with_stated_lines(
    found: Classification, text: str, known: Metadata
) -> Classification:
    """Return what was found, and the lines above the running text that state known values."""
    removals = {removal.line.index: removal for removal in found.removals}
    for each in _stated(text, known):
        removals.setdefault(each.line.index, each)
    return replace(found, removals=tuple(removals[index] for index in sorted(removals)))


def _stated(text: str, known: Metadata) -> Iterator[Removal]:
    above, below_deck = _lines_at_top(text)
    yield from _saying_again(above, known)
    again = list(_saying_again(below_deck, known))
    if len(again) > 1 or any(_bare(each.line) != each.line.text for each in again):
        yield from again


def _saying_again(lines: Iterable[Line], known: Metadata) -> Iterator[Removal]:
    for line in lines:
        if known.author and _names(line, known.author):
            yield Removal(line, BYLINE, CONFIDENCE, place="head")
        elif _is_day(line, known):
            yield Removal(line, DATE, CONFIDENCE, place="head")


def _lines_at_top(text: str) -> tuple[list[Line], list[Line]]:
    """Return the first lines of a text up to a sentence, and those from there to the next.

    The first sentence may be the deck, or begin the text. Both are none where there is no sentence.
    """
    filled = (line for line in split_lines(text) if line.text)
    first = list(islice(filled, 2 * REACH))
    above = _before_sentence(first[: REACH + 1])
    return above, _before_sentence(first[len(above) + 1 :][:REACH])


def _before_sentence(lines: list[Line]) -> list[Line]:
    """Return the lines before the first sentence; none where there is none."""
    before = list(takewhile(lambda line: not line.is_prose, lines))
    return before if len(before) < len(lines) else []


def _names(line: Line, author: str) -> bool:
    """Whether a line is the name of the author, with or without a "By", or a byline with it."""
    name = _bare(line)
    return _letters(name) == _letters(author) or _is_byline(line, author)


def _bare(line: Line) -> str:
    return PARTICLE_LEAD.sub("", LEAD.sub("", line.text))


def _is_byline(line: Line, author: str) -> bool:
    """Whether a line has the name behind a label, and a role or a credit behind the name."""
    name = _bare(line)
    behind = name.removeprefix(author)
    if name in {line.text, behind} or count_words(behind) > WORDS_BEHIND_NAME:
        return False
    return BEHIND_NAME.match(behind) is not None


def _letters(text: str) -> str:
    return "".join(LETTERS.findall(text)).casefold()


def _is_day(line: Line, known: Metadata) -> bool:
    """Whether a line is the day of publication, with hardly a word beside it."""
    dates = find_dates(line.text) if known.published_at else []
    days = [date.moment.date() for date in dates]
    beside = len(line.text) - sum(date.end - date.start for date in dates)
    is_same = known.published_at and days == [known.published_at.date()]
    return bool(is_same) and beside <= LABEL_CHARACTERS

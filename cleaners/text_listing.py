"""Tell a page of teasers that was scraped as text, and refuse it as no article.

Archives and the pages of sections, authors and tags hold the first lines of other articles. Three
things show such a page, where nothing but teasers is on it:

- its paragraphs are cut off: "a goal in the last minute…", "the town will [...] Read more";
- below each paragraph is the link to the rest of it, on a line of its own;
- its paragraphs stand below a date and a headline each, as the newest come first.

Of 1,857 scrapes of articles (`bench/text_boilerplate`) none is refused, live posts and timelines
included. What HTML pages list is told by their markup (`cleaners/extraction/page_type.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cleaners.dates import read_date
from cleaners.lines import ELLIPSES, FEWEST_WORDS, Line, split_lines
from cleaners.moment import Moment

CENTURIES = ("19", "20")
ENDS_IN_DOTS = re.compile(r"(?:…|\.\.\.).{0,60}$", re.MULTILINE)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
ENDS_IN_YEAR = re.compile(r"\b(?:19|20)\d\d\b.{0,40}$", re.MULTILINE)
# A paragraph that is cut off, with or without the words of a link to the rest of it.
CUT_OFF = re.compile(r"(?:…|\.\.\.)[\])]?(?:\W{0,4}\w{1,12}){0,3}\W{0,4}$")
# A link to the rest, alone on its line.
MORE = re.compile(
    r"^[^\w\n]*(?:read (?:more|on|full (?:story|article))|continue reading|full story"
    r"|(?:view|see) more"
    r"|lire (?:la suite|plus)|weiterlesen|mehr lesen|leer más|seguir leyendo|leia mais|ler mais"
    r"|leggi (?:tutto|di più)|lees (?:meer|verder)|czytaj (?:więcej|dalej)|läs mer)[^\w\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
# All below were set by hand; real archives have ten items and more.
FEWEST_CUT, FEWEST_DATED, FEWEST_LINKED = 4, 5, 5  # items of a listing
MOST_DATE_WORDS = 12  # of the line of a date, which may name place and author too
HEADLINE_WORDS = range(3, 21)
MOST_WORDS, MOST_PARAGRAPHS = 80, 2  # of a teaser
MOST_INTRO_WORDS = 50  # above the first item
FIRST = 5  # paragraphs, of which one may be whole: an introduction
CUT_SHARE, DATED_SHARE = 0.6, 0.8  # of the words of all paragraphs


@dataclass(frozen=True, slots=True)
class _Item:
    """What stands below the line of a date: the words of its paragraphs and of its labels."""

    date: Moment
    paragraphs: tuple[int, ...]
    labels: tuple[int, ...]

    @classmethod
    def of(cls, date: Moment, below: Sequence[Line]) -> _Item:
        """Count the words of the lines below a date."""
        paragraphs = _paragraphs(below)
        labels = [line for line in below if not _is_paragraph(line)]
        return cls(date, tuple(map(_words, paragraphs)), tuple(map(_words, labels)))

    @property
    def words(self) -> int:
        return sum(self.paragraphs)

    @property
    def is_teaser(self) -> bool:
        """Whether a headline and a paragraph or two stand below the date."""
        is_short = 1 <= len(self.paragraphs) <= MOST_PARAGRAPHS
        has_headline = any(count in HEADLINE_WORDS for count in self.labels)
        return is_short and has_headline and self.words <= MOST_WORDS


def find_listing(text: str) -> str | None:
    """Say what shows that a text lists other articles; None where it may be one."""
    if not _may_be_listing(text):
        return None
    lines = [line for line in split_lines(text) if line.text]
    return _find_cut_off(lines) or _find_dated(lines) or _find_linked(lines)


def _may_be_listing(text: str) -> bool:
    """Whether enough lines show a listing; this saves the work on most texts."""
    if _has_cut_off_lines(text) or _has_dated_lines(text):
        return True
    return len(MORE.findall(text)) >= FEWEST_LINKED


def _has_cut_off_lines(text: str) -> bool:
    if sum(map(text.count, ELLIPSES)) < FEWEST_CUT:
        return False
    return len(ENDS_IN_DOTS.findall(text)) >= FEWEST_CUT


def _has_dated_lines(text: str) -> bool:
    if sum(map(text.count, CENTURIES)) < FEWEST_DATED:
        return False
    return len(ENDS_IN_YEAR.findall(text)) >= FEWEST_DATED


def _find_cut_off(lines: Sequence[Line]) -> str | None:
    """Say how many paragraphs are cut off, where most are."""
    paragraphs = _paragraphs(lines)
    cut = [line for line in paragraphs if _is_cut_off(line)]
    if len(cut) < FEWEST_CUT or _has_whole_at_first(paragraphs):
        return None
    if _words_of(cut) < CUT_SHARE * _words_of(paragraphs):
        return None
    return f"a listing: {len(cut)} of {len(paragraphs)} paragraphs are cut off"


def _has_whole_at_first(paragraphs: Sequence[Line]) -> bool:
    """Whether more than an introduction is whole among the first paragraphs."""
    whole = [line for line in paragraphs[:FIRST] if not _is_cut_off(line)]
    return len(whole) > 1


def _find_dated(lines: Sequence[Line]) -> str | None:
    """Say how many teasers have dates of their own, where nearly all text is in them."""
    items = _items(lines)
    teasers = [item for item in items if item.is_teaser]
    if len(teasers) < FEWEST_DATED:
        return None
    if not _are_archived(teasers):
        return None
    words = _words_of(_paragraphs(lines))
    in_items = sum(item.words for item in items)
    in_teasers = sum(item.words for item in teasers)
    if words - in_items > MOST_INTRO_WORDS:
        return None
    if in_teasers < DATED_SHARE * words:
        return None
    return f"a listing: {len(teasers)} teasers, each below a date and a headline"


def _find_linked(lines: Sequence[Line]) -> str | None:
    """Say how many short paragraphs have a link to the rest of them, where most do."""
    linked = [line for line, below in pairwise(lines) if _is_linked(line, below)]
    words = _words_of(_paragraphs(lines))
    is_most = _words_of(linked) >= DATED_SHARE * words
    if is_most and len(linked) >= FEWEST_LINKED:
        return f"a listing: {len(linked)} teasers, each above a link to the rest"
    return None


def _is_linked(line: Line, below: Line) -> bool:
    """Whether a line is a teaser, and the line below it links to the rest."""
    is_teaser = _is_paragraph(line) and _words(line) <= MOST_WORDS
    return is_teaser and MORE.fullmatch(below.text) is not None


def _items(lines: Sequence[Line]) -> list[_Item]:
    """List what stands below each date, up to the next."""
    dates = {number: date for number, date in enumerate(map(_date_of, lines)) if date}
    ranges = pairwise([*dates, len(lines)])
    return [_Item.of(dates[start], lines[start + 1 : end]) for start, end in ranges]


def _are_archived(teasers: Sequence[_Item]) -> bool:
    """Whether dates fall, or have no time of day: live posts and timelines do neither."""
    moments = [item.date for item in teasers]
    newest_first = all(later >= earlier for later, earlier in pairwise(moments))
    days = {moment.date() for moment in moments}
    return newest_first and (len(days) > 1 or len(set(moments)) == 1)


def _date_of(line: Line) -> Moment | None:
    """Return the date of a line that says hardly anything else."""
    if _is_paragraph(line) or _words(line) > MOST_DATE_WORDS:
        return None
    return read_date(line.text) if YEAR.search(line.text) else None


def _is_paragraph(line: Line) -> bool:
    """Whether a line is running text, or was cut off where it would have ended."""
    return line.is_prose or (_words(line) >= FEWEST_WORDS and _is_cut_off(line))


def _paragraphs(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if _is_paragraph(line)]


def _is_cut_off(line: Line) -> bool:
    return CUT_OFF.search(line.text) is not None


def _words(line: Line) -> int:
    return len(line.text.split())


def _words_of(lines: Iterable[Line]) -> int:
    return sum(map(_words, lines))

"""Tell the times of a live report, which head its entries, from those of players and comments.

A rule knows a bare time as that of a player. In a live report one stands above each entry, right
below the text of the entry before, and they rise or fall. Above the time of a comment is a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cleaners.boilerplate.page import ScannedPage
from cleaners.boilerplate.scan import ScannedLine
from cleaners.lazy_patterns import compile_later
from cleaners.lines import count_words, ends_sentence

TIME = compile_later(
    r"(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)"
    r"(?: ?(?P<half>[ap])\.?m\.?)?(?: ?(?:Uhr|h|hrs|GMT|UTC|[A-Z]{1,3}[SD]?T))?",
    re.IGNORECASE,
)
LONGEST_TIME = 16  # characters: "11.45 p.m. CEST"; a guard on cost
FEWEST_ENTRIES = 3  # set by hand: two times may be of anything
FEWEST_WORDS = 3  # of a short entry; set by hand
REACH = 2  # lines below a time, of which the first may be the headline of the entry
MINUTES_AN_HOUR = 60  # a fact
NOON = 12  # hours: those after it are said with p.m.


def entry_heads(page: ScannedPage) -> frozenset[int]:
    """Return the positions of the times, and of the headlines below them, of a live report."""
    entries = list(_entries(page))
    if len(entries) < FEWEST_ENTRIES or not _follow(page, entries):
        return frozenset()
    return frozenset([*entries, *_headlines(page, entries)])


def _entries(page: ScannedPage) -> Iterator[int]:
    for number, _ in enumerate(page.lines):
        if _is_time(page, number) and _has_text_below(page, number):
            yield number


def _headlines(page: ScannedPage, entries: Sequence[int]) -> Iterator[int]:
    """Yield the positions of the lines right below the times that no rule matches."""
    for number in entries:
        if not page.scanned[number + 1].hits:
            yield number + 1


def _is_time(page: ScannedPage, number: int) -> bool:
    text = page.lines[number].text
    return len(text) <= LONGEST_TIME and TIME.fullmatch(text) is not None


def _has_text_below(page: ScannedPage, number: int) -> bool:
    below = page.scanned[number + 1 : number + 1 + REACH]
    return any(map(_is_text, below))


def _has_running_text_below(page: ScannedPage, number: int) -> bool:
    below = page.scanned[number + 1 : number + 1 + REACH]
    return any(scanned.is_core for scanned in below)


def _is_text(scanned: ScannedLine) -> bool:
    """Whether a line is running text, or a short sentence that no rule matches."""
    if scanned.is_core:
        return True
    if scanned.hits:
        return False
    text = scanned.line.text
    if not ends_sentence(text):
        return False
    return count_words(text) >= FEWEST_WORDS


def _follow(page: ScannedPage, entries: Sequence[int]) -> bool:
    """Return whether each entry but the first is below text, and the times rise or fall.

    Below one of them at least is running text: the titles of films may end in full stops.
    """
    above = [page.scanned[number - 1] for number in entries[1:]]
    if not all(map(_is_text, above)):
        return False
    is_running = any(_has_running_text_below(page, number) for number in entries)
    return is_running and _rise_or_fall(list(_minutes(page, entries)))


def _rise_or_fall(minutes: Sequence[int]) -> bool:
    steps = [later - earlier for earlier, later in pairwise(minutes)]
    return min(steps) >= 0 or max(steps) <= 0


def _minutes(page: ScannedPage, entries: Sequence[int]) -> Iterator[int]:
    """Yield the minutes from midnight to each time."""
    for number in entries:
        time = TIME.fullmatch(page.lines[number].text)
        assert time
        yield _hour(time) * MINUTES_AN_HOUR + int(time["minute"])


def _hour(time: re.Match[str]) -> int:
    hour = int(time["hour"])
    half = time["half"]
    if not half:
        return hour
    return hour % NOON + NOON * (half.lower() == "p")

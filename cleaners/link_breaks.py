"""Join the lines that a scraper broke at links and bold words, in the middle of sentences.

It writes each element of a page as a line: "Pupils of", "St Brannoc's Academy", "have cleared four
acres." Every stage after it judges lines, and takes the name for that of an author. A text is taken
for broken where sentences go on below several short lines.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain, pairwise
from typing import NamedTuple

from cleaners.draft import Edit
from cleaners.lazy_patterns import compile_later
from cleaners.line_joints import ITEM
from cleaners.lines import breaks_sentence, ends_sentence, reads_as_prose

RULE = "link-break"
LINE = compile_later(r"[^\s].*")
# ", who", ". He", ".", "'s", ") and", "-based"; a bare "…" or "»" is a button.
GOES_ON = compile_later(r"[,;.!?)\]”]+(?=\s|$)|['’]s\b|-(?=[^\W\d])")
SMALL = compile_later(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# What a line ends in that a sentence goes on from: a letter, a number, or what may close a link.
OPEN_END = compile_later(r"[\w,%€$£)\]”\"»’'(\[“„«]$")
LAST_WORD = compile_later(r"[^\W\d_]+['’]?$")
OPENING = ("(", "[", "“", "„", "«")
BULLET = "o"  # of some programs
# All were set by hand, on texts of our own that were broken at links.
FEWEST_LINKS = 2  # that begin with a capital or a figure; a verse begins small
MOST_WORDS = 6  # of the text of a link
# Of the passages, that has links; where a column broke the lines, hardly one is short.
SHARE_WITH_LINKS = 0.5
LEAST_WIDTH = 45  # characters of the longest line; of a narrow column, all are short
LONGEST = 24  # lines of a passage; a longer one is a list in small letters
FEWEST_WORDS = 3  # of a line before a link that has no other sign of running text


class _Part(NamedTuple):
    """A line of the text: its place, its trimmed text, and whether it is right below another."""

    start: int
    end: int
    text: str
    is_below: bool
    is_inside: bool  # whether running text stands above, so that it is no headline

    @property
    def is_open(self) -> bool:
        """Whether no sentence ends with the line."""
        if ends_sentence(self.text):
            return False
        found = OPEN_END.search(self.text)
        return found is not None

    @property
    def goes_on(self) -> bool:
        """Whether the line begins inside of a sentence."""
        if GOES_ON.match(self.text):
            return True
        first = SMALL.match(self.text)
        if first is None:
            return False
        word = first[0]
        return word.islower() and word != BULLET

    @property
    def is_short(self) -> bool:
        """Whether the line has no more words than a link."""
        words = self.text.split()
        return len(words) <= MOST_WORDS


_Passage = Sequence[_Part]


def find_link_breaks(text: str) -> tuple[Edit, ...]:
    """Find the edits that make the sentences whole that links broke; none in other texts."""
    passages = list(_passages(list(_parts(text))))
    if not _are_broken_at_links(passages):
        return ()
    return tuple(edit for passage in passages for edit in _edits(passage))


def _are_broken_at_links(passages: Sequence[_Passage]) -> bool:
    """Whether enough of the passages have links, and lines are too unequal for a column."""
    links = [len(_links(passage)) for passage in passages]
    with_links = sum(map(bool, links))
    if sum(links) < FEWEST_LINKS or with_links < SHARE_WITH_LINKS * len(passages):
        return False
    return _widest(passages) >= LEAST_WIDTH


def _widest(passages: Sequence[_Passage]) -> int:
    """Return the characters of the longest line of some passages."""
    parts = chain.from_iterable(passages)
    return max(len(part.text) for part in parts)


def _parts(text: str) -> Iterator[_Part]:
    """Yield the lines that are not blank."""
    end = 0
    is_inside = False
    for found in LINE.finditer(text):
        line = found[0].rstrip()
        newlines = text.count("\n", end, found.start())
        is_below = newlines == 1
        start = found.start()
        end = start + len(line)
        yield _Part(start, end, line, is_below, is_inside)
        is_inside = is_inside or reads_as_prose(line)


def _passages(parts: _Passage) -> Iterator[_Passage]:
    """Yield the runs of lines that are one stretch of running text."""
    run: list[_Part] = []
    for number, part in enumerate(parts):
        if run and not _belong(parts, number):
            yield from _closed(run)
            run = []
        run.append(part)
    yield from _closed(run)


def _belong(parts: _Passage, number: int) -> bool:
    """Whether a line goes on in the sentence of the line above, or is the link inside of it."""
    above, part, *below = parts[number - 1 : number + 2]
    if not part.is_below or not above.is_open:
        return False
    if part.goes_on:
        return above.is_inside or above.is_short or _opens(above)
    if not below or not _continues(part, below[0]):
        return False
    return _opens(above) or _is_running(above)


def _continues(part: _Part, below: _Part) -> bool:
    return part.is_short and part.is_open and below.is_below and below.goes_on


def _opens(part: _Part) -> bool:
    """Whether a line that does not end a sentence surely is part of one."""
    if part.text.endswith((",", *OPENING)) or part.goes_on:
        return True
    if reads_as_prose(part.text):
        return True
    last = LAST_WORD.search(part.text)
    if last is None or last.start() == 0:
        return False
    word = last[0].casefold()
    return word in _open_ends()


def _is_running(part: _Part) -> bool:
    """Whether a line below running text has the words of a sentence, and is no label."""
    if not part.is_inside or ":" in part.text:
        return False
    if ITEM.match(part.text):
        return False
    words = part.text.split()
    return len(words) >= FEWEST_WORDS


def _closed(run: _Passage) -> Iterator[_Passage]:
    """Yield a run down to the last of its lines in which a sentence ends, if it is running text."""
    closed = list(run)
    while closed and not _closes(closed[-1].text):
        closed.pop()
    joined = "".join(_pieces(closed))
    if 1 < len(closed) <= LONGEST and reads_as_prose(joined):
        yield closed


def _closes(text: str) -> bool:
    return ends_sentence(text) or breaks_sentence(text)


def _links(passage: _Passage) -> list[_Part]:
    """List the short lines of a passage that do not begin inside of a sentence, but go on."""
    return [
        part
        for part, below in pairwise(passage)
        if part.is_short and not part.goes_on and below.goes_on
    ]


def _pieces(passage: _Passage) -> Iterator[str]:
    for number, part in enumerate(passage):
        if number:
            yield _space(passage[number - 1].text, part.text)
        yield part.text


def _edits(passage: _Passage) -> Iterator[Edit]:
    """Yield the edit of each break."""
    for above, below in pairwise(passage):
        space = _space(above.text, below.text)
        yield Edit(above.end, below.start, space, RULE)


def _space(above: str, below: str) -> str:
    """Return what stands between two lines; nothing before a comma, or behind a bracket."""
    if above.endswith(OPENING):
        return ""
    return "" if GOES_ON.match(below) else " "


@cache
def _open_ends() -> frozenset[str]:
    """Read the words that open a phrase."""
    path = files("cleaners") / "data" / "open_ends.toml"
    content = path.read_text(encoding="utf-8")
    by_language = tomllib.loads(content)
    words = " ".join(by_language.values())
    return frozenset(words.split())

"""Find the line that is the title, and the lines that say it again."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cleaners.lines import SENTENCE_END, WORD, Line, Zone

FEWEST_WORDS, MOST_WORDS = 3, 30
FEWEST_CHARACTERS, MOST_CHARACTERS = 12, 160
LONGEST_HEAD = 15  # lines with text above the body among which a title is looked for
BULLET = re.compile(r"[•\-*–—▪◦·]|\d+[.)]\s")
FEWEST_SLUG_WORDS = 3
FEWEST_STEM_LETTERS = 3  # "end" stands for "ends" in a slug
SLACK = 20  # characters that punctuation may add to a copy of the title
# A title's words, by their first letters, stand in the body; each that does not costs as much as one that does.
TITLE_WORD = re.compile(r"\w{4,}|\d+")
STEM_LETTERS = 5
FEWEST_POINTS, FEWEST_ALONE = (
    2,
    -1,
)  # less is asked of the only likely line, nothing if the page begins with it
SHARE_OF_BEST = 0.4  # the first line with this share of the best one's points wins: decks come after titles


@dataclass(frozen=True, slots=True)
class Headline:
    """The title's line, and whether a copy or a slug of it confirms it."""

    line: Line
    confirmed: bool


def find_headline(
    lines: Sequence[Line], zone: Zone, taken: Collection[int]
) -> Headline | None:
    """Choose the title among the lines above the body that no rule took, or none.

    A line earns points by the words that it shares with the body and by standing on the page again, as
    it is or as a slug. (On the development pages: 194 titles right and 91 other lines, where the first
    likely line gave 149 and 102.)
    """
    head = [line for line in lines if not line.is_blank and line.index < zone.first][
        -LONGEST_HEAD:
    ]
    likely = [
        line
        for line in head
        if line.index not in taken and not line.is_prose and reads_as_title(line.text)
    ]
    if not likely:
        return None
    body = [
        line.text.lower() for line in lines if zone.first <= line.index <= zone.last
    ]
    marked: list[tuple[int, Headline]] = []
    for line in likely:
        again = any(
            repeats(other.text, line.text)
            for other in lines
            if other.index != line.index
        )
        stems = _stems(line.text)
        marked.append(
            (
                2 * _count_said(stems, body) - len(stems) + again,
                Headline(line, confirmed=again),
            )
        )
    best, headline = max(marked, key=lambda mark: mark[0])
    if len(likely) == 1:
        return headline if best >= FEWEST_ALONE or headline.line is lines[0] else None
    if best < FEWEST_POINTS:
        return None
    return next(
        headline for points, headline in marked if points >= SHARE_OF_BEST * best
    )


def _stems(text: str) -> set[str]:
    return {word[:STEM_LETTERS].lower() for word in TITLE_WORD.findall(text)}


def _count_said(stems: Collection[str], body: Sequence[str]) -> int:
    """Count the stems that a line of the body has; the body is in lower case. Most lines need no second look."""
    return sum(
        any(stem in line and stem in _stems(line) for line in body) for stem in stems
    )


def reads_as_title(text: str) -> bool:
    """Whether a line could be a title: a few words, no full stop, no bullet, no label."""
    if not FEWEST_CHARACTERS <= len(text) <= MOST_CHARACTERS or BULLET.match(text):
        return False
    if text[0].islower() or text.endswith((".", ":", ";", ",")):
        return False
    return FEWEST_WORDS <= len(WORD.findall(text)) <= MOST_WORDS


def repeats(text: str, title: str) -> str | None:
    """Say how a line says the title again: `repeated`, `slug`, or None."""
    if len(text) > len(title) + SLACK or (
        len(text) < len(title) - SLACK and not text.islower()
    ):
        return None
    if _folded(text) == _folded(title):
        return "slug" if text.islower() and not title.islower() else "repeated"
    return "slug" if _is_slug(text, title) else None


@lru_cache(maxsize=1024)
def _folded(text: str) -> str:
    return " ".join(WORD.findall(text.lower().replace("-", " ").replace("_", " ")))


def _is_slug(text: str, title: str) -> bool:
    """Whether a lower-case line is made of the title's words alone, each whole or cut short."""
    if not text.islower() or SENTENCE_END.search(text):
        return False
    words, own = _folded(text).split(), _folded(title).split()
    if len(words) < FEWEST_SLUG_WORDS:
        return False
    return all(word in own or _is_stem(word, own) for word in words)


def _is_stem(word: str, own: Sequence[str]) -> bool:
    return len(word) >= FEWEST_STEM_LETTERS and any(
        other.startswith(word) for other in own
    )

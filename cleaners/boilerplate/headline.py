"""Find the line that is the title, and the lines that repeat it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cleaners.lines import SENTENCE_END, WORD, Line, Zone

# What a title looks like and how a line repeats it, chosen by hand on the development pages.
MIN_WORDS, MAX_WORDS = 3, 30
MIN_CHARACTERS, MAX_CHARACTERS = 12, 160
MAX_HEAD_LINES = 15  # non-blank lines directly above the body searched for a title
BULLET = re.compile(r"[•\-*–—▪◦·]|\d+[.)]\s")
MIN_SLUG_WORDS = 3
MIN_STEM_LETTERS = 3  # of a cut word in a slug: "end" for "ends"
LENGTH_SLACK = 20  # characters by which punctuation may lengthen or shorten a copy

# The words of a title, compared by their first letters so that "strike" meets "strikes".
TITLE_WORD = re.compile(r"\w{4,}|\d+")
STEM_LETTERS = 5

# The score of a title adds 1 for each of its stems in the body, takes 1 off for each other
# stem, and adds 1 for a copy. Thresholds were chosen on the development pages.
MIN_SCORE = 2  # where several lines are likely titles
# Where there is only one; none is needed if it is the first line of the page.
MIN_SCORE_ALONE = -1
# The first line with this share of the best score wins: decks follow titles.
SHARE_OF_BEST = 0.4


@dataclass(frozen=True, slots=True)
class Headline:
    """The title's line, and whether a copy or a slug of it elsewhere on the page confirms it."""

    line: Line
    confirmed: bool


@dataclass(frozen=True, slots=True)
class _ScoredHeadline:
    """A likely headline and its score."""

    score: int
    headline: Headline


def find_headline(
    lines: Sequence[Line], zone: Zone, proposed: Collection[int]
) -> Headline | None:
    """Choose the title among the lines above the body that no rule proposes to remove, or none.

    A line's score counts the words that it shares with the body, and a copy or slug of it
    elsewhere. (On the development pages: 194 titles right and 91 other lines, where the first
    likely line gave 149 and 102.)
    """
    likely = _likely_titles(lines, zone, proposed)
    if not likely:
        return None
    body = _body_texts(lines, zone)
    scored = [_score(line, lines, body) for line in likely]
    if len(scored) > 1:
        return _first_good(scored)
    only = scored[0]
    is_first = only.headline.line is lines[0]
    if is_first or only.score >= MIN_SCORE_ALONE:
        return only.headline
    return None


def _body_texts(lines: Sequence[Line], zone: Zone) -> list[str]:
    """Return the lines of the body in lower case."""
    inside = [line for line in lines if zone.first <= line.index <= zone.last]
    return [line.text.lower() for line in inside]


def _likely_titles(
    lines: Sequence[Line], zone: Zone, proposed: Collection[int]
) -> list[Line]:
    """List the lines of the head that look like a title and that no rule proposes to remove."""
    head = _head_lines(lines, zone)
    nearest = head[-MAX_HEAD_LINES:]
    likely: list[Line] = []
    for line in nearest:
        is_excluded = line.index in proposed or line.is_prose
        if not is_excluded and reads_as_title(line.text):
            likely.append(line)
    return likely


def _head_lines(lines: Sequence[Line], zone: Zone) -> list[Line]:
    """Return the filled lines above the body."""
    filled = [line for line in lines if not line.is_blank]
    return [line for line in filled if line.index < zone.first]


def _score(line: Line, lines: Sequence[Line], body: Sequence[str]) -> _ScoredHeadline:
    """Score a likely title by its words in the body, which is in lower case, and by its copies."""
    has_copy = _has_copy(line, lines)
    stems = _stems(line.text)
    found = sum(_occurs(stem, body) for stem in stems)
    missing = len(stems) - found
    return _ScoredHeadline(found - missing + has_copy, Headline(line, has_copy))


def _has_copy(line: Line, lines: Iterable[Line]) -> bool:
    """Whether another line of the page repeats a line."""
    others = [other for other in lines if other.index != line.index]
    return any(repeats(other.text, line.text) for other in others)


def _first_good(scored: Sequence[_ScoredHeadline]) -> Headline | None:
    """Return the first headline whose score is close to the best, if that is high enough."""
    best = max(each.score for each in scored)
    if best < MIN_SCORE:
        return None
    return next(each.headline for each in scored if each.score >= SHARE_OF_BEST * best)


def _stems(text: str) -> set[str]:
    return {word[:STEM_LETTERS].lower() for word in TITLE_WORD.findall(text)}


def _occurs(stem: str, body: Sequence[str]) -> bool:
    """Whether a word in the body has the stem. The substring test rules out most lines cheaply."""
    return any(stem in line and stem in _stems(line) for line in body)


def reads_as_title(text: str) -> bool:
    """Whether a line could be a title: a few words, without a full stop, bullet or colon."""
    if not MIN_CHARACTERS <= len(text) <= MAX_CHARACTERS or BULLET.match(text):
        return False
    if text[0].islower() or text.endswith((".", ":", ";", ",")):
        return False
    return MIN_WORDS <= len(WORD.findall(text)) <= MAX_WORDS


def repeats(text: str, title: str) -> str | None:
    """Return how a line repeats the title: `repeated`, `slug`, or None."""
    surplus = len(text) - len(title)
    if surplus > LENGTH_SLACK:
        return None
    is_lower = text.islower()
    is_shorter = surplus < -LENGTH_SLACK
    if is_shorter and not is_lower:
        return None
    if _folded(text) != _folded(title):
        return "slug" if _is_slug(text, title) else None
    if is_lower and not title.islower():
        return "slug"
    return "repeated"


@lru_cache(maxsize=1024)
def _folded(text: str) -> str:
    """Return the words of a text in lower case, one space apart."""
    return " ".join(WORD.findall(text.lower().replace("-", " ").replace("_", " ")))


def _is_slug(text: str, title: str) -> bool:
    """Whether a lower-case line is made only of the title's words, each complete or cut short."""
    if not text.islower() or SENTENCE_END.search(text):
        return False
    folded = _folded(text)
    words = folded.split()
    if len(words) < MIN_SLUG_WORDS:
        return False
    folded_title = _folded(title)
    title_words = folded_title.split()
    return all(_is_from_title(word, title_words) for word in words)


def _is_from_title(word: str, title_words: Sequence[str]) -> bool:
    """Whether a word is one of the title's, or the first letters of one."""
    if word in title_words:
        return True
    if len(word) < MIN_STEM_LETTERS:
        return False
    return any(other.startswith(word) for other in title_words)

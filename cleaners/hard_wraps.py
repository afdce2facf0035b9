"""Join the lines of paragraphs that a program broke at a column, as mail and texts of PDF are.

Every stage after it judges lines, and half a sentence looks like a label. A text is taken for
wrapped where most of its line breaks are inside of sentences and its lines are about equally long.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import median

from cleaners.draft import Edit
from cleaners.lazy_patterns import compile_later
from cleaners.lines import ends_sentence

RULE = "hard-wrap"
BREAK = compile_later(r"[ \t]*(?:\r\n?|\n)[ \t]*")
HYPHENS = ("-", "\u00ad", "\u2010")
SOFT_HYPHEN = "\u00ad"
DASH = "—"
WORD = compile_later(r"[^\W\d_]+(?:-[^\W\d_]+)*")
LAST_LETTERS = compile_later(r"[^\W\d_]+$")
FIRST_LETTERS = compile_later(r"[^\W\d_]+")
# Of a bullet, a number with a stop, or a sign of quoting or of a table.
ITEM = compile_later(r"(?:[-–—•*·+=~]|\(?\d{1,3}[.):]|\(?[a-z][.)])(?:\s|$)|[>|#\f]")
# The number of a page, or the name of a paper at its head.
RUNNING_HEAD = compile_later(
    r"[\W_]*\d{1,4}[^\w.,;]*|[^a-z]*[A-Z][^a-z]*\s[^a-z]*[A-Z][^a-z]*"
)
COLUMNS = compile_later(r"\S(?: {3,}|\t)\S")
# All numbers below were set by hand on texts of our own that were wrapped at 45 to 100 columns,
# and on scrapes that are not wrapped.
WORDS_OF_HEADLINE = 5  # at least; a date has four
FEWEST_OPEN = 3  # lines that end inside of a sentence: of a paragraph of five lines
SHARE_OF_OPEN = 0.6  # of the long lines that have a line below
FEWEST_SURE = 2  # lines that a sentence surely runs on from: below is a small letter
SHARE_OF_SURE = 0.3  # of the long lines that have a line below
NARROWEST, WIDEST = 38, 130  # columns
EQUAL = 0.8  # of the usual length, that a full line has at least
SHARE_BEYOND = 0.1  # of the long lines
SHARE_OF_EQUAL = 0.8  # of the lines that a sentence runs on from
# A compound ends at every tenth line end or so: lines have about sixty characters, words six.
COMPOUNDS_TO_A_BREAK = 3  # of which a text has fewer if it divides words
SHORTEST_WORD = 3  # letters; shorter halves are syllables as often as words


@dataclass(frozen=True, slots=True)
class Joint:
    """A line break between two lines that are not blank; `above` and `below` are trimmed."""

    start: int
    end: int
    above: str
    below: str
    is_first: bool  # whether no line of several words stands above, so that it may be a headline

    @property
    def is_open(self) -> bool:
        """Whether the line ends inside of a sentence."""
        return not ends_sentence(self.above)

    @property
    def runs_on(self) -> bool:
        """Whether a sentence surely goes on below."""
        if self.is_divided:
            return True
        return self.below[:1].islower() and self.is_open

    @property
    def is_divided(self) -> bool:
        """Whether the line ends in a hyphen that has a letter on both sides."""
        is_hyphened = self.above.endswith(HYPHENS) and self.above[-2:-1].isalpha()
        return is_hyphened and self.below[:1].islower()

    @property
    def halves(self) -> tuple[str, str]:
        """The letters on both sides of the hyphen, in small letters."""
        first = LAST_LETTERS.search(self.above[:-1])
        second = FIRST_LETTERS.match(self.below)
        return _letters(first), _letters(second)

    @property
    def is_prose(self) -> bool:
        """Whether neither line is the item of a list, or laid out in columns."""
        if ITEM.match(self.below) or RUNNING_HEAD.fullmatch(self.below):
            return False
        return not any(map(COLUMNS.search, (self.above, self.below)))


def _letters(found: re.Match[str] | None) -> str:
    return found[0].casefold() if found else ""


def find_joints(text: str) -> tuple[Edit, ...]:
    """Find the edits that make each paragraph of a wrapped text a line; none in other texts."""
    breaks = tuple(BREAK.finditer(text))
    lines = _lines(text, breaks)
    joints = tuple(_joints(lines, breaks))
    width = _width(joints)
    if width is None or _exceed(lines, width):
        return ()
    wrapped = _wrapped(joints, width)
    return tuple(_edits(wrapped, text))


def _wrapped(joints: Sequence[Joint], width: float) -> list[Joint]:
    return [joint for joint in joints if _is_wrapped(joint, width)]


def _lines(text: str, breaks: Sequence[re.Match[str]]) -> list[str]:
    starts = [0, *(found.end() for found in breaks)]
    ends = [*(found.start() for found in breaks), len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


def _joints(lines: Sequence[str], breaks: Sequence[re.Match[str]]) -> Iterator[Joint]:
    is_first = True
    for found, (above, below) in zip(breaks, pairwise(lines), strict=True):
        if above and below:
            yield Joint(found.start(), found.end(), above, below, is_first)
        is_first = is_first and len(above.split()) < WORDS_OF_HEADLINE


def _width(joints: Sequence[Joint]) -> float | None:
    """Return the usual length of a full line; None for a text that is not wrapped."""
    long = [joint for joint in joints if len(joint.above) >= NARROWEST]
    open_ones = [joint for joint in long if joint.is_open and joint.is_prose]
    if not _are_usual(open_ones, len(long)):
        return None
    lengths = [len(joint.above) for joint in open_ones]
    return _common_length(lengths)


def _are_usual(open_ones: Sequence[Joint], count: int) -> bool:
    """Return whether so many lines of `count` end inside of a sentence as in a wrapped text."""
    sure = sum(joint.runs_on for joint in open_ones)
    is_sure = sure >= max(FEWEST_SURE, SHARE_OF_SURE * count)
    return is_sure and len(open_ones) >= max(FEWEST_OPEN, SHARE_OF_OPEN * count)


def _common_length(lengths: Sequence[int]) -> float | None:
    """Return the length that lines have; None if they are too unequal or too long for a column."""
    width = median(lengths)
    equal = [length for length in lengths if EQUAL <= length / width <= 1 / EQUAL]
    is_even = len(equal) >= SHARE_OF_EQUAL * len(lengths)
    return width if is_even and width <= WIDEST else None


def _exceed(lines: Sequence[str], width: float) -> bool:
    """Return whether lines go beyond the column; of a wrapped text only addresses do."""
    filled = [len(line) for line in lines if len(line) >= NARROWEST]
    beyond = [length for length in filled if length * EQUAL > width]
    return len(beyond) > SHARE_BEYOND * len(filled)


def _is_wrapped(joint: Joint, width: float) -> bool:
    """Return whether a line is full, so that what is below belongs to it."""
    if not joint.is_prose or len(joint.above) < EQUAL * width:
        return False
    if joint.runs_on:
        return True
    if joint.is_open:
        return not joint.is_first and _is_no_label(joint.below, width)
    return _has_no_room(joint, width)


def _is_no_label(line: str, width: float) -> bool:
    """Return whether a line is full, or ends a sentence."""
    return len(line) >= EQUAL * width or ends_sentence(line)


def _has_no_room(joint: Joint, width: float) -> bool:
    """Return whether the first word of the line below did not fit in the line above."""
    first_word = joint.below.split(maxsplit=1)[0]
    return len(joint.above) + 1 + len(first_word) > width


def _edits(wrapped: Sequence[Joint], text: str) -> Iterator[Edit]:
    """Yield the edit of each joint."""
    words = Counter(found[0].casefold() for found in WORD.finditer(text))
    divides = _divides_words(wrapped, words)
    for joint in wrapped:
        yield _edit(joint, words, divides=divides)


def _divides_words(wrapped: Sequence[Joint], words: Counter[str]) -> bool:
    """Return whether a text divides words at the ends of lines, and not compounds alone."""
    divided = sum(joint.is_divided for joint in wrapped)
    compounds = sum(times for word, times in words.items() if "-" in word)
    return COMPOUNDS_TO_A_BREAK * divided > compounds


def _edit(joint: Joint, words: Counter[str], *, divides: bool) -> Edit:
    """Join two lines by a space, or the halves of a word."""
    if joint.is_divided and _is_one_word(joint, words, divides=divides):
        return Edit(joint.start - 1, joint.end, "", RULE)
    return Edit(joint.start, joint.end, _space(joint.above), RULE)


def _space(above: str) -> str:
    """Return what stands between two lines; nothing behind a dash that follows a letter."""
    is_dashed = above.endswith((*HYPHENS, DASH))
    return "" if is_dashed and above[-2:-1].isalnum() else " "


def _is_one_word(joint: Joint, words: Counter[str], *, divides: bool) -> bool:
    """Return whether a word has no hyphen where no line ends."""
    if joint.above.endswith(SOFT_HYPHEN):
        return True
    if "".join(joint.halves) in words:
        return True
    return divides and not _has_hyphen(joint, words)


def _has_hyphen(joint: Joint, words: Counter[str]) -> bool:
    """Return whether a word is a compound, as the text or its own halves show."""
    first, second = joint.halves
    is_long = joint.below.startswith(f"{second}-")
    return is_long or f"{first}-{second}" in words or _is_compound(first, second)


def _is_compound(first: str, second: str) -> bool:
    """Return whether both halves are words of English, and both together are none."""
    known = _english()
    are_words = min(len(first), len(second)) >= SHORTEST_WORD
    if not are_words or f"{first}{second}" in known:
        return False
    return first in known and second in known


@cache
def _english() -> frozenset[str]:
    # Few texts need it, and it takes half a second to load.
    from cleaners.paraphrase.language_model import word_log_probs  # noqa: PLC0415

    return frozenset(word_log_probs())

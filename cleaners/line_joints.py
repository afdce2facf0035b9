"""A line break between two lines, and what it tells of a paragraph that was wrapped."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cleaners.lazy_patterns import compile_later
from cleaners.lines import SENTENCE_BREAK, ends_sentence

ENUMERATOR = 3  # characters at the start in which a full stop only numbers an item
HYPHENS = ("-", "\u00ad", "\u2010")
SOFT_HYPHEN = "\u00ad"
LAST_LETTERS = compile_later(r"[^\W\d_]+$")
FIRST_LETTERS = compile_later(r"[^\W\d_]+")
# Of a bullet, a number with a stop, or a sign of quoting or of a table.
ITEM = compile_later(r"(?:[-–—•*·+=~]|\(?\d{1,3}[.):]|\(?[a-z][.)])(?:\s|$)|[>|#\f]")
# The number of a page, or the name of a paper at its head.
RUNNING_HEAD = compile_later(
    r"[\W_]*\d{1,4}[^\w.,;]*|[^a-z]*[A-Z][^a-z]*\s[^a-z]*[A-Z][^a-z]*"
)
COLUMNS = compile_later(r"\S(?: {3,}|\t)\S")
WORDS_OF_HEADLINE = 5  # at least; a date has four; set by hand


@dataclass(frozen=True, slots=True)
class Joint:
    """A line break between two lines that are not blank; `above` and `below` are trimmed."""

    start: int
    end: int
    above: str
    below: str
    is_first: bool  # whether no line of several words stands above, so that it may be a headline

    @property
    def is_short(self) -> bool:
        """Whether the line has too few words for a headline."""
        return len(self.above.split()) < WORDS_OF_HEADLINE

    @property
    def is_open(self) -> bool:
        """Whether the line ends inside of a sentence."""
        return not ends_sentence(self.above)

    @property
    def is_parted(self) -> bool:
        """Whether a sentence ends inside of a line."""
        lines = (self.above, self.below)
        return any(SENTENCE_BREAK.search(line, ENUMERATOR) for line in lines)

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

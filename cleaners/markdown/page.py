"""A markdown text while its marks are looked for: what was found is masked for later rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from cleaners.draft import Edit

STAGE = "extraction"
RULES = "markdown/"
GONE = "\0"  # masks a character that an edit removes
LITERAL = "\1"  # masks a character that stays, and is no mark


# Cuts in one text. A long article has some thousand; a text of nothing but marks takes minutes.
# A guard, not tuned.
MOST_CUTS = 50_000


class TooManyMarksError(ValueError):
    """A text that is made of marks, and is left as it is."""


@dataclass(slots=True)
class MarkdownPage:
    """The text, the edits so far, and the text with their characters masked."""

    text: str
    masked: str = ""
    edits: list[Edit] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin with nothing masked but what a mask could be taken for."""
        self.masked = self.text.replace(GONE, LITERAL)

    def each(
        self, pattern: re.Pattern[str], change: Callable[[re.Match[str]], Iterator[Cut]]
    ) -> None:
        """Apply to each match the cuts that a rule makes of it."""
        cuts: list[Cut] = []
        for match in pattern.finditer(self.masked):
            cuts += change(match)
            if len(self.edits) + len(cuts) > MOST_CUTS:
                raise TooManyMarksError
        self.apply(cuts)

    def apply(self, cuts: list[Cut]) -> None:
        """Make edits of cuts that are in order, and mask them."""
        parts: list[str] = []
        at = 0
        for cut in cuts:
            before = self.masked[at : cut.start]
            size = cut.end - cut.start
            parts.append(before)
            parts.append(cut.mask * size)
            at = cut.end
            if cut.rule and size:
                edit = cut.edit()
                self.edits.append(edit)
        rest = self.masked[at:]
        parts.append(rest)
        self.masked = "".join(parts)


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch that a rule removes or replaces; without a rule it is only masked."""

    start: int
    end: int
    rule: str = ""
    after: str = ""
    mask: str = GONE

    def edit(self) -> Edit:
        """Return the edit that this cut is."""
        return Edit(self.start, self.end, self.after, RULES + self.rule)

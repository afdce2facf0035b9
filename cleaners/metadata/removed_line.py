"""Define a removed line, and which kinds of lines say nothing about their article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEAD = "head"
# Kinds of lines that state nothing about this article, or about other articles.
FOREIGN_KINDS = frozenset(
    {
        "related",
        "comments",
        "copyright",
        "cookie",
        "newsletter",
        "promo",
        "paywall",
        "caption",
        "advertisement",
        "adblock",
        "pagination",
        "headline",
    }
)
MAX_LINE = 160  # characters of a line with an author or a date; longer ones are prose


@dataclass(frozen=True, slots=True)
class RemovedLine:
    """A removed line: its text, kind and place, and the column and value that a rule lifts.

    `is_guess` is true where no rule tells the kind.
    """

    text: str
    kind: str
    place: str
    column: str | None = None
    value: str | None = None
    is_guess: bool = False

    @property
    def is_title(self) -> bool:
        """Whether this is the headline."""
        return self.column == "title"

    @property
    def is_foreign(self) -> bool:
        """Whether the line is about another article, or about none."""
        return self.kind in FOREIGN_KINDS


def place_of_title(lines: Sequence[RemovedLine]) -> int | None:
    """Return the position of the headline among removed lines; None without one."""
    for number, line in enumerate(lines):
        if line.is_title:
            return number
    return None


def without_readers(lines: Sequence[RemovedLine]) -> list[RemovedLine]:
    """Return the lines of a tail without the names of readers, which are between their comments."""
    around = zip(lines, lines[1:], lines[2:], strict=False)
    readers = {
        id(line) for above, line, below in around if _is_reader(above, line, below)
    }
    return [line for line in lines if id(line) not in readers]


def _is_reader(above: RemovedLine, line: RemovedLine, below: RemovedLine) -> bool:
    """Whether a byline is between two lines of comments."""
    is_between = above.kind == below.kind == "comments"
    return is_between and line.kind == "byline"

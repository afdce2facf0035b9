"""Find a consent dialogue above or below an article, by the same words as a consent wall.

A scraper that reads all of a page has its dialogue too. It is the first or the last running text,
and speaks of nothing else; an article whose own text speaks of consent keeps every line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from cleaners.answers import fold_line
from cleaners.boilerplate import edits_of
from cleaners.boilerplate.page import Removal
from cleaners.draft import Draft
from cleaners.lines import Line, split_lines
from cleaners.walls.decision import BRIEF, FEWEST_SHOWN
from cleaners.walls.phrases import CONSENT
from cleaners.walls.units import Unit, split_line

RULE = "cookie/dialogue"
CONFIDENCE = 0.97  # set by hand, as that of appeals
# The share of a text, one in so many words of running text, from which consent is its subject. Set
# by hand: a sentence of a short item is enough.
SUBJECT_SHARE = 10
WORDS_A_TERM = (
    10  # of a line that asks for nothing, as one on legal grounds; set by hand
)
FEWEST_LINES = 2  # of a dialogue: running text, and more of it or a title or button


def without_dialogue(draft: Draft, kept: Collection[str] = ()) -> Draft:
    """Remove the consent dialogue beside an article, but for the lines that a reviewer kept."""
    found = find_dialogue(draft.text)
    if not found:
        return draft
    removals = [
        Removal(line, RULE, CONFIDENCE)
        for line in found
        if fold_line(line.text) not in kept
    ]
    edits = [edit for _, edit in edits_of(draft.text, removals)]
    return draft.revise("boilerplate", edits)


def find_dialogue(text: str) -> list[Line]:
    """List the lines of a consent dialogue beside an article, those above it first."""
    lines = [line for line in split_lines(text) if line.text]
    found = _at_ends(lines)
    return found if found and _is_other_article(_without(lines, found)) else []


def _at_ends(lines: Sequence[Line]) -> list[Line]:
    above = _at_start(lines)
    upwards = lines[len(above) :][::-1]
    below = _at_start(upwards)
    return [*above, *below[::-1]]


def _without(lines: Sequence[Line], found: Sequence[Line]) -> list[Line]:
    starts = {line.start for line in found}
    return [line for line in lines if line.start not in starts]


class _Spoken(NamedTuple):
    """A line with its words, those of units that speak of consent, and the terms among them.

    `shown` counts the units that ask for it.
    """

    line: Line
    words: int
    talk: int
    terms: int
    shown: int

    @classmethod
    def of(cls, line: Line) -> _Spoken:
        units = list(split_line(line))
        words = sum(unit.words for unit in units)
        talk = sum(unit.words for unit in units if _speaks(unit))
        terms = sum(unit.count_words_of(CONSENT) for unit in units)
        shown = sum(CONSENT in unit.kinds for unit in units)
        return cls(line, words, talk, terms, shown)

    @property
    def is_talk(self) -> bool:
        """Whether it speaks of consent for the most part, and asks for it or is full of terms."""
        is_asking = self.shown > 0 or not self.line.is_prose
        is_dense = self.terms * WORDS_A_TERM >= self.words
        return self.talk * 2 >= self.words and (is_asking or is_dense)


def _speaks(unit: Unit) -> bool:
    return CONSENT in unit.kinds | unit.titled or unit.speaks_of(CONSENT)


def _at_start(lines: Sequence[Line]) -> list[Line]:
    """List the lines of the dialogue that is the first running text, none where none is."""
    first = _first_prose(lines)
    spoken = _without_end(_run(lines[first:]))
    labels = list(_labels_before(lines[:first]))
    is_dialogue = _is_dialogue(spoken, labels)
    end = first + len(spoken)
    return list(lines[first - len(labels) : end]) if is_dialogue else []


def _first_prose(lines: Sequence[Line]) -> int:
    """Return the number of the first line of running text, or of all lines."""
    numbers = (number for number, line in enumerate(lines) if line.is_prose)
    return next(numbers, len(lines))


def _without_end(spoken: Sequence[_Spoken]) -> Sequence[_Spoken]:
    """Return lines up to the last that speaks of little but consent."""
    talking = [number for number, each in enumerate(spoken) if each.is_talk]
    return spoken[: talking[-1] + 1] if talking else []


def _run(lines: Sequence[Line]) -> list[_Spoken]:
    """List the first lines of which each speaks of consent or is the label of a button."""
    return list(takewhile(_may_belong, map(_Spoken.of, lines)))


def _may_belong(spoken: _Spoken) -> bool:
    return spoken.talk > 0 or _is_label(spoken.line)


def _is_label(line: Line) -> bool:
    return not line.is_prose and not any(unit.weight for unit in split_line(line))


def _is_dialogue(spoken: Sequence[_Spoken], labels: Sequence[Line]) -> bool:
    """Whether lines ask for consent more than once, and speak of little else.

    A paragraph alone may quote a dialogue, unless there is a title or a button beside it.
    """
    shown = sum(each.shown for each in spoken)
    words = sum(each.words for each in spoken)
    talk = sum(each.talk for each in spoken)
    is_alone = len(spoken) + len(labels) < FEWEST_LINES
    return shown >= FEWEST_SHOWN and talk * 2 >= words and not is_alone


def _labels_before(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the titles and buttons of a dialogue that are next to its running text."""
    for line in reversed(lines):
        if not any(CONSENT in unit.titled for unit in split_line(line)):
            return
        yield line


def _is_other_article(lines: Sequence[Line]) -> bool:
    """Whether lines are an article with another subject than consent."""
    units = [unit for line in lines for unit in split_line(line) if unit.runs]
    words = sum(unit.words for unit in units)
    about = sum(unit.words for unit in units if _speaks(unit))
    return words >= BRIEF and about * SUBJECT_SHARE < words

"""Find text that was wrapped at a narrow column: its lines go on in small letters below.

`cleaners.lines` knows wide columns, whose lines have enough words to be running text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from cleaners.lines import Line, count_words, ends_sentence

# All were set by hand.
FEWEST_GOING_ON = 5  # lines that go on, on a page that is wrapped
FEWEST_IN_A_ROW = 2  # of them right below another
LEAST_CHARACTERS, MOST_CHARACTERS = 25, 90  # of a line that goes on
FEWEST_WORDS = 4  # of a line that goes on; a link in small letters has fewer
MOST_BETWEEN = 3  # lines between two that go on, in one paragraph


def wrapped_lines(lines: Sequence[Line]) -> frozenset[int]:
    """Return the positions of the lines of wrapped paragraphs; none if hardly a line goes on.

    Where links broke the lines, single ones go on.
    """
    going_on = lines_that_go_on(lines)
    in_a_row = [one for one, other in pairwise(going_on) if other == one + 1]
    if len(going_on) < FEWEST_GOING_ON or len(in_a_row) < FEWEST_IN_A_ROW:
        return frozenset()
    return frozenset(_with_between(lines, going_on))


def lines_that_go_on(lines: Sequence[Line]) -> list[int]:
    """List the positions of the lines whose sentence goes on in the line right below."""
    pairs = enumerate(pairwise(lines))
    return [number for number, pair in pairs if _goes_on(*pair)]


def _goes_on(line: Line, below: Line) -> bool:
    is_right_below = below.index == line.index + 1
    return is_right_below and _begins_small(below.text) and _is_open(line.text)


def _begins_small(text: str) -> bool:
    """Whether a line begins with a word in small letters; "o" is a bullet of some programs."""
    return text[:2].isalpha() and text[:2].islower()


def _is_open(text: str) -> bool:
    """Whether a line has the width of a column, and no sentence ends with it."""
    if not LEAST_CHARACTERS <= len(text) <= MOST_CHARACTERS:
        return False
    ends_in_word = text[-1].isalnum() or text[-1] in ",-"
    return ends_in_word and count_words(text) >= FEWEST_WORDS


def _with_between(lines: Sequence[Line], going_on: Sequence[int]) -> Iterator[int]:
    """Yield lines that go on, what they go on in, and what is between two of a paragraph."""
    for number in going_on:
        yield number
        yield number + 1
        if _ends_below(lines, number + 1):
            yield number + 2
    for one, other in pairwise(going_on):
        if _is_one_paragraph(lines, one, other):
            yield from range(one, other)


def _ends_below(lines: Sequence[Line], number: int) -> bool:
    """Whether a sentence that a line leaves open ends in the line right below: "Thursday."."""
    line, *below = lines[number : number + 2]
    if not below or not _is_open(line.text):
        return False
    is_right_below = below[0].index == line.index + 1
    return is_right_below and ends_sentence(below[0].text)


def _is_one_paragraph(lines: Sequence[Line], one: int, other: int) -> bool:
    """Whether two lines are near each other, without a blank line between them."""
    distance = lines[other].index - lines[one].index
    return distance == other - one <= MOST_BETWEEN

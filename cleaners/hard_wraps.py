"""Join the lines of paragraphs that a program broke at a column, as mail and texts of PDF are.

Every stage after it judges lines, and half a sentence looks like a label. A text is taken for
wrapped where most of its line breaks are inside of sentences and its lines are about equally
long, or where a column is found that the next word had no room in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from cleaners.divided_words import NO_WORDS, TextWords
from cleaners.draft import Edit
from cleaners.line_breaks import double_spaced, single_spaced
from cleaners.line_joints import SOFT_HYPHEN, Joint
from cleaners.lines import ends_sentence
from cleaners.wrap_columns import NARROWEST as NARROWEST_COLUMN
from cleaners.wrap_columns import joints_at_column

RULE = "hard-wrap"
MARGIN = " \t>"  # signs around a line that are none of it
# All numbers below were set by hand on texts of our own that were wrapped at 45 to 100 columns,
# and on scrapes that are not wrapped.
FEWEST_OPEN = 3  # lines that end inside of a sentence: of a paragraph of five lines
SHARE_OF_OPEN = 0.6  # of the long lines that have a line below
FEWEST_SURE = 2  # lines that a sentence surely runs on from: below is a small letter
SHARE_OF_SURE = 0.3  # of the long lines that have a line below
NARROWEST, WIDEST = 38, 130  # columns
SHARE_OF_ENDS = 0.1  # of the long lines in which a sentence ends: one in three has
EQUAL = 0.8  # of the usual length, that a full line has at least
SHARE_BEYOND = 0.1  # of the long lines
SHARE_OF_EQUAL = 0.8  # of the lines that a sentence runs on from


def find_joints(text: str) -> tuple[Edit, ...]:
    """Find the edits that make each paragraph of a wrapped text a line; none in other texts."""
    if not _may_be_wrapped(text):
        return ()
    return tuple(_edits(_wrapped(text), text))


def _may_be_wrapped(text: str) -> bool:
    """Return whether lines end inside of sentences, and few go beyond the widest column.

    In most texts, lines are paragraphs.
    """
    plain = text.replace("\r", "\n")
    lines = plain.split("\n")
    shortest = NARROWEST_COLUMN // 2
    filled = [line.strip(MARGIN) for line in lines if len(line) >= shortest]
    ended = sum(map(ends_sentence, filled))
    if len(filled) - ended < FEWEST_OPEN:
        return False
    widest = WIDEST / EQUAL
    beyond = [line for line in filled if len(line) > widest]
    most = max(1, SHARE_BEYOND * len(filled))
    return len(beyond) <= most


def _wrapped(text: str) -> Sequence[Joint]:
    """Return the joints inside of paragraphs; none of a text that is not wrapped."""
    single = single_spaced(text)
    width = _width(single.joints)
    if width and not _exceed(single.lines, width):
        return [joint for joint in single.joints if _is_wrapped(joint, width)]
    return joints_at_column(single) or joints_at_column(double_spaced(text))


def _width(joints: Sequence[Joint]) -> float | None:
    """Return the usual length of a full line; None for a text that is not wrapped."""
    long = [joint for joint in joints if len(joint.above) >= NARROWEST]
    open_ones = [joint for joint in long if joint.is_open and joint.is_prose]
    if not _are_usual(open_ones, len(long)) or not _has_prose(long):
        return None
    lengths = [len(joint.above) for joint in open_ones]
    return _common_length(lengths)


def _are_usual(open_ones: Sequence[Joint], count: int) -> bool:
    """Return whether so many lines of `count` end inside of a sentence as in a wrapped text."""
    sure = sum(joint.runs_on for joint in open_ones)
    is_sure = sure >= max(FEWEST_SURE, SHARE_OF_SURE * count)
    return is_sure and len(open_ones) >= max(FEWEST_OPEN, SHARE_OF_OPEN * count)


def _has_prose(long: Sequence[Joint]) -> bool:
    """Return whether sentences end inside of lines; verses end with their lines."""
    ends = [joint for joint in long if joint.is_parted]
    return len(ends) >= max(1, SHARE_OF_ENDS * len(long))


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
    divided = [joint.halves for joint in wrapped if joint.is_divided]
    dictionary = TextWords.of(text, len(divided)) if divided else NO_WORDS
    for joint in wrapped:
        yield _edit(joint, dictionary)


def _edit(joint: Joint, dictionary: TextWords) -> Edit:
    """Join two lines by a space, or the halves of a word."""
    if joint.is_divided and _is_one_word(joint, dictionary):
        return Edit(joint.start - 1, joint.end, "", RULE)
    return Edit(joint.start, joint.end, joint.space, RULE)


def _is_one_word(joint: Joint, dictionary: TextWords) -> bool:
    """Return whether a word has no hyphen where no line ends."""
    if joint.above.endswith(SOFT_HYPHEN):
        return True
    first, second = joint.halves
    is_long = joint.below.startswith(f"{second}-")
    return not is_long and dictionary.is_one_word(first, second)

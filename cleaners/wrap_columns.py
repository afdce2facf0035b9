"""Find the column of a wrapped text by the words that had no room in the lines above them.

It needs no small letters, so it tells of scripts that have none, of narrow columns and of lines
with blank lines between. Lines that are only about equally long had room for the next word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from unicodedata import category, east_asian_width

from cleaners.line_breaks import BrokenText
from cleaners.line_joints import CLAUSE_SIGNS, HANGUL_LETTER, Joint
from cleaners.lines import ends_sentence

# All numbers were set by hand on texts of our own that were wrapped at 30 to 76 columns, and on
# verses, lists, tables and headlines that are not.
NARROWEST, WIDEST = 28, 130  # columns
SHORTEST = 20  # columns of a line that counts; a link in a menu has fewer
FEWEST_BROKEN = 5  # lines that end inside of a sentence and are full
FEWEST_IDEOGRAPHIC = (
    4  # of them in Chinese and Japanese, whose full lines are equally long
)
SHARE_OF_BROKEN = (
    0.9  # of the lines that end inside of a sentence: one in four by chance
)
SHARE_OF_OPEN = 0.6  # of the full lines, that end inside of a sentence
SHARE_OF_SURE = 0.3  # of the full lines, that a sentence seems to run on from
SHARE_OF_PARTED = 0.1  # of the broken lines, in or below which a sentence ends
SHARE_OF_ENDED = 0.5  # of the paragraphs, that end with a sentence
SHARE_BEYOND = 0.1  # of the lines, that are wider than the column
LEAST_FILLED = 0.5  # of the column, even if a long address had no room
EQUAL = 0.8  # of the column; a shorter line may be a label
HANGING = 2  # columns beyond the column, of a stop that hangs
SHARE_OF_EXACT = 0.8  # of the lines, that no program reaches that keeps words whole

Measure = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Column:
    """The width at which lines were broken, in what a measure counts."""

    width: int
    measure: Measure

    def is_full(self, joint: Joint) -> bool:
        """Return whether the first word of the line below had no room in the line above."""
        length = self.measure(joint.above)
        if not LEAST_FILLED * self.width <= length <= self.width + HANGING:
            return False
        return self.measure(_with_next_word(joint)) > self.width

    def is_exact(self, joint: Joint) -> bool:
        """Return whether a line has no room for two more letters."""
        return self.measure(joint.above) >= self.width - 1


def joints_at_column(text: BrokenText) -> list[Joint]:
    """List the joints inside of paragraphs; none of a text that is not wrapped."""
    open_ones = [joint for joint in text.joints if _is_open(joint)]
    if len(open_ones) < FEWEST_IDEOGRAPHIC:
        return []
    column = _find_column(text, open_ones)
    return list(_wrapped(text.joints, column)) if column else []


def _find_column(text: BrokenText, open_ones: Sequence[Joint]) -> Column | None:
    for measure in (len, count_columns):
        column = Column(_commonest_width(open_ones, measure), measure)
        if _is_filled(open_ones, column) and _is_of_text(text, column):
            return column
    return None


def count_columns(text: str) -> int:
    """Count the columns of a terminal: two of a wide letter, none of a sign above another."""
    return len(text) if text.isascii() else sum(map(_columns, text))


@cache
def _columns(letter: str) -> int:
    if category(letter) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if east_asian_width(letter) in {"W", "F"} else 1


def _is_open(joint: Joint) -> bool:
    """Return whether a line that is no headline ends inside of a sentence."""
    if joint.is_first or not joint.is_prose:
        return False
    return joint.is_open and count_columns(joint.above) >= SHORTEST


def _commonest_width(joints: Sequence[Joint], measure: Measure) -> int:
    """Return the least width that the most lines fit in, but not with the next word."""
    changes = Counter(measure(joint.above) for joint in joints)
    changes.subtract(measure(_with_next_word(joint)) for joint in joints)
    widths = sorted(changes)
    fitting = list(accumulate(map(changes.__getitem__, widths)))
    return widths[fitting.index(max(fitting))]


def _with_next_word(joint: Joint) -> str:
    return f"{joint.above}{joint.space}{joint.first_word}"


def _is_filled(open_ones: Sequence[Joint], column: Column) -> bool:
    """Return whether nearly all open lines are full, and words were kept whole."""
    broken = [joint for joint in open_ones if column.is_full(joint)]
    if len(broken) < max(_fewest(broken), SHARE_OF_BROKEN * len(open_ones)):
        return False
    widest = max(count_columns(joint.above) for joint in broken)
    return NARROWEST <= widest <= WIDEST and not _divides_words(broken, column)


def _fewest(broken: Sequence[Joint]) -> int:
    """Return how many broken lines show a column."""
    has_spaces = any(joint.space for joint in broken)
    return FEWEST_BROKEN if has_spaces else FEWEST_IDEOGRAPHIC


def _divides_words(broken: Sequence[Joint], column: Column) -> bool:
    """Return whether Korean was broken at letters: a space may be missing, or may not."""
    korean = [joint for joint in broken if HANGUL_LETTER.match(joint.below)]
    exact = [joint for joint in korean if column.is_exact(joint)]
    return bool(korean) and len(exact) >= SHARE_OF_EXACT * len(korean)


def _is_of_text(text: BrokenText, column: Column) -> bool:
    """Return whether full lines are of sentences, and few lines go beyond them."""
    full = [joint for joint in text.joints if joint.is_prose and column.is_full(joint)]
    if not _run_on(full) or not _end_sentences(text.joints, column):
        return False
    return not _exceeds(text.lines, column)


def _run_on(full: Sequence[Joint]) -> bool:
    """Return whether sentences run on from full lines, and end anywhere."""
    broken = [joint for joint in full if _is_open(joint)]
    sure = sum(map(_seems_to_run_on, broken))
    if sure < SHARE_OF_SURE * len(full) or len(broken) < SHARE_OF_OPEN * len(full):
        return False
    parted = sum(joint.is_parted for joint in broken)
    return parted >= max(1, SHARE_OF_PARTED * len(broken))


def _seems_to_run_on(joint: Joint) -> bool:
    is_inside = joint.is_caseless and joint.above[-1] not in CLAUSE_SIGNS
    return joint.runs_on or is_inside


def _end_sentences(joints: Sequence[Joint], column: Column) -> bool:
    """Return whether sentences end with the paragraphs; headlines that were cut end anywhere."""
    full = _starts_of_full(joints, column)
    wrapped = [joint for joint in joints if joint.start in full]
    last = [joint.below for joint in wrapped if joint.end_below not in full]
    ended = [line for line in last if ends_sentence(line)]
    return len(ended) >= max(1, SHARE_OF_ENDED * len(last))


def _starts_of_full(joints: Sequence[Joint], column: Column) -> frozenset[int]:
    return frozenset(joint.start for joint in joints if column.is_full(joint))


def _exceeds(lines: Sequence[str], column: Column) -> bool:
    """Return whether more lines go beyond the column than a headline and addresses."""
    lengths = [column.measure(line) for line in lines]
    filled = [length for length in lengths if length >= LEAST_FILLED * column.width]
    beyond = [length for length in filled if length * EQUAL > column.width]
    return len(beyond) > max(1, SHARE_BEYOND * len(filled))


def _wrapped(joints: Sequence[Joint], column: Column) -> Iterator[Joint]:
    """Yield the joints of full lines that what is below belongs to."""
    full = _starts_of_full(joints, column)
    for joint in joints:
        if joint.start in full and joint.is_prose and _goes_on(joint, full):
            yield joint


def _goes_on(joint: Joint, full: frozenset[int]) -> bool:
    """Return whether neither a headline is above nor a label below."""
    if joint.runs_on:
        return True
    is_label = joint.end_below not in full and not ends_sentence(joint.below)
    return not is_label and not _may_be_headline(joint)


def _may_be_headline(joint: Joint) -> bool:
    """Return whether a line is first; a comma in a script without small letters is of a text."""
    return joint.is_first and not (joint.is_caseless and joint.has_clauses)

"""Find the characters that nobody sees, and that part words or hide text from a search.

Those that a script needs stay: joiners between letters of Arabic and of India and in emoji, marks
of direction near letters that are written from right to left, variants of what has variants. Marks
around a whole line that begins with such a letter go: it runs so without them. Thai, Lao, Khmer and
Burmese part words with nothing but a zero-width space: there it is their spelling, a search and a
count of words need it, and it stays between two letters. Chinese and Japanese only break lines at
it: their readers look for words without it, and it goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaners.lazy_patterns import compile_later
from cleaners.pieces import Edit

RULE = "invisible-character"
JOINERS = "\u200c\u200d"
ZERO_WIDTH_SPACE = "\u200b"
DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
VOWEL_SEPARATOR = "\u180e"
VARIANTS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
TAGS = "\U000e0001\U000e0020-\U000e007f"
# Soft hyphens, word joiners and signs of invisible arithmetic are needed nowhere, marks of
# direction only where any text runs from right to left.
NOWHERE = "\u00ad\u2060-\u2064"
NEVER_NEEDED = compile_later(f"[{NOWHERE}]+")
NOT_NEEDED_HERE = compile_later(f"[{NOWHERE}{DIRECTIONS}]+")
OTHERS = f"{JOINERS}{ZERO_WIDTH_SPACE}{VOWEL_SEPARATOR}{VARIANTS}{TAGS}"
RUN_OF_OTHERS = compile_later(f"[{OTHERS}]+")
RUN = compile_later(f"[{OTHERS}{DIRECTIONS}]+")
IS_DIRECTION = compile_later(f"[{DIRECTIONS}]")
IS_VARIANT = compile_later(f"[{VARIANTS}]")
FLAG = "\U0001f3f4"  # which tags turn into the flag of a region

# Letters that joiners shape: of Arabic, Syriac, N'Ko, India, Tibet, Burma, Cambodia, Mongolia.
JOINING = compile_later(
    "[\u0600-\u0e00\u0f00-\u109f\u1780-\u18af\u1900-\u1cff\ua800-\ua8ff\ua980-\uaaff\uabc0-\uabff"
    "\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00010aff\U00011000-\U00011fff\U0001e900-\U0001e95f]"
)
# Letters of scripts that write no spaces between words, and break lines by a dictionary.
UNSPACED = compile_later(
    "[\u0e01-\u0edf\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aad\u1b00-\u1b7f\ua980-\ua9fe"
    "\uaa60-\uaadf]"
)
RIGHT_TO_LEFT = compile_later(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
PICTURE = compile_later("[\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff]")
# What has no variants: white space, and letters of Europe and the Near East.
BARE = compile_later("[\\s\u0041-\u005a\u0061-\u007a\u00aa-\u024f\u0370-\u08ff]")
# Marks that say what a line shows anyway which begins with a letter from right to left: at its
# start that it runs so, at its end that this ends there.
IDLE_AT_START = frozenset("\u200f\u202b\u2067")
IDLE_AT_END = frozenset("\u200f\u202c\u2069")
EDGES = "\u200f\u202b\u202c\u2067\u2069 \t"
LINE_ENDS = ("", "\n")
LETTER = compile_later(r"[^\W\d_]")
REACH = 200  # characters around a mark of direction in which it can matter. A guard, not tuned


def find_invisible(text: str) -> Iterator[Edit]:
    """Yield the edits that take what a script may need from where none does, one for each run."""
    has_directions = bool(RIGHT_TO_LEFT.search(text))
    pattern = RUN if has_directions else RUN_OF_OTHERS
    for run in pattern.finditer(text):
        kept = _needed(text, run)
        if kept != run.group():
            yield Edit(run.start(), run.end(), kept, RULE)


def strip_invisible(text: str) -> str:
    """Take all invisible characters out of a text that is no writing, as an address."""
    return RUN.sub("", NEVER_NEEDED.sub("", text))


def useless_characters(text: str) -> re.Pattern[str]:
    """Match what a text does not need anywhere."""
    return NEVER_NEEDED if RIGHT_TO_LEFT.search(text) else NOT_NEEDED_HERE


def _needed(text: str, run: re.Match[str]) -> str:
    """Return the characters of a run that its place needs, each once in a row."""
    kept = ""
    for character in run.group():
        is_repeated = character == kept[-1:]
        if not is_repeated and _is_needed(character, text, run):
            kept += character
    return kept


def _is_needed(character: str, text: str, run: re.Match[str]) -> bool:
    before, after = _neighbours(text, run)
    if character in JOINERS:
        return _joins(character, before, after)
    if character == ZERO_WIDTH_SPACE:
        return _parts_words(before, after)
    if IS_DIRECTION.match(character):
        is_idle = _is_idle(character, text, run)
        return not is_idle and _is_near_right_to_left(text, run)
    is_next = run.group().startswith(character)
    return _is_modified(before, character, is_next=is_next)


def _is_modified(before: str, character: str, *, is_next: bool) -> bool:
    """Return whether a character has the variant, or is the flag, that the next one makes of it."""
    if character == VOWEL_SEPARATOR:
        return "\u1800" <= before <= "\u18af"
    if IS_VARIANT.match(character):
        return is_next and before != "" and not BARE.match(before)
    return before == FLAG


def _parts_words(before: str, after: str) -> bool:
    return bool(UNSPACED.match(before) and UNSPACED.match(after))


def _neighbours(text: str, run: re.Match[str]) -> tuple[str, str]:
    """Return the characters before and after a run, empty at the ends of the text."""
    start, end = run.span()
    return text[max(0, start - 1) : start], text[end : end + 1]


def _is_idle(mark: str, text: str, run: re.Match[str]) -> bool:
    """Return whether a mark of direction is at an end of a line that runs so without it."""
    before, after = _neighbours(text, run)
    at_start = mark in IDLE_AT_START and before in LINE_ENDS
    at_end = mark in IDLE_AT_END and after in LINE_ENDS
    if not at_start and not at_end:
        return False
    return _runs_right_to_left(_line_around(text, run))


def _line_around(text: str, run: re.Match[str]) -> str:
    """Return the line that a run is in, without what is at its ends."""
    begin = text.rfind("\n", 0, run.start()) + 1
    end = text.find("\n", run.end())
    line = text[begin:] if end < 0 else text[begin:end]
    return line.strip(EDGES)


def _runs_right_to_left(line: str) -> bool:
    """Return whether a line begins with such a letter, and has no marks inside of it."""
    if IS_DIRECTION.search(line):
        return False
    first = LETTER.search(line)
    return bool(first and RIGHT_TO_LEFT.match(first.group()))


def _is_near_right_to_left(text: str, run: re.Match[str]) -> bool:
    first = max(0, run.start() - REACH)
    near = text[first : run.end() + REACH]
    return bool(RIGHT_TO_LEFT.search(near))


def _joins(joiner: str, before: str, after: str) -> bool:
    """Return whether a joiner stands beside a letter that it shapes, or between pictures."""
    if JOINING.match(before) or JOINING.match(after):
        return True
    is_between = PICTURE.match(before) and PICTURE.match(after)
    return joiner == "\u200d" and bool(is_between)

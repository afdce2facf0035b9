"""Read misread UTF-8 that lost bytes on its way: "â€œuselessâ€ bell".

Windows-1252 has no character for five bytes, the last one of a closing quote among them. Programs
drop it, or write "\ufffd" or "?". With the byte in its place, the whole line reads as UTF-8 again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import ftfy

from cleaners.badness import is_bad
from cleaners.lazy_patterns import compile_later

Restoration = tuple[re.Pattern[str], str]
"""What lost a byte, and the same with it."""

QUOTE = "â€\x9d"
AFTER_WORD = r"(?:(?<=[^\s(\[])|(?<=Ã ))"  # an "à" may end in a space
# A no-break space does not follow: with it, "â€" is a dagger.
BEFORE_GAP = r"(?=[ \t.,;:!)\]}»›–—…/|*<-]|$|Â[ \xa0]|â€[”“™˜¦])"
AFTER_STOP = r"(?:(?<=[.,!?…])|(?<=â€¦))"
CLOSING = compile_later(
    rf"{AFTER_WORD}â€{BEFORE_GAP}|â€\ufffd{BEFORE_GAP}", re.MULTILINE
)
CLOSING_AFTER_STOP = compile_later(rf"{AFTER_STOP}â€\ufffd?{BEFORE_GAP}", re.MULTILINE)
OPENING = compile_later("â€[œž]|[“„]")
# In Swedish and Finnish, the quote that closes opens too. A letter of the text follows, none that
# is a third byte.
SAME_OPENING = compile_later(r"(?<![^\s(\[])â€(?=[^\W\d_ªµºƒˆŒœŠšŽžŸ])")
BEFORE_QUESTION_MARK = compile_later(rf"{AFTER_WORD}â€(?=\?)")
QUESTION_MARK = compile_later(rf"{AFTER_WORD}â€\?")
LEAST_QUESTION_MARKS = 2  # that stand for bytes: a single one may end a question
# What any restoration looks for has one of these.
BROKEN = compile_later("[ÃÄÅ]|â€")
# What a line that was read well has not.
REMAINS = compile_later("[\x80-\x9f\xad]")


def read_utf8(line: str, restorations: Iterable[Restoration]) -> str:
    """Read a misread line as UTF-8, with its lost bytes put back where it can be read then."""
    whole = _restored(line, restorations)
    if whole != line:
        fixed = ftfy.fix_encoding(whole)
        if not REMAINS.search(fixed):
            return fixed
    return ftfy.fix_encoding(line) if is_bad(line) else line


def _restored(line: str, restorations: Iterable[Restoration]) -> str:
    """Return a line with its lost bytes."""
    if not BROKEN.search(line):
        return line
    for lost, restored in restorations:
        line = lost.sub(restored, line)
    return line


def lost_quotes(text: str) -> Iterator[Restoration]:
    """Yield how to restore the closing quotes of a text, and those that open like them."""
    if "â€" not in text:
        return
    yield CLOSING_AFTER_STOP, QUOTE
    is_dropped = CLOSING.search(text)
    if OPENING.search(text):
        yield CLOSING, QUOTE
        if is_dropped:
            yield BEFORE_QUESTION_MARK, QUOTE
        elif len(QUESTION_MARK.findall(text)) >= LEAST_QUESTION_MARKS:
            yield QUESTION_MARK, QUOTE
    elif is_dropped and SAME_OPENING.search(text):
        yield CLOSING, QUOTE
        yield SAME_OPENING, QUOTE

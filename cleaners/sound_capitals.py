"""Find accented capitals that look like the beginning of misread UTF-8, and are sound.

"Ã”" is what windows-1252 makes of an "Ô"; but in “A IRMÃ” it ends a word, and the quote closes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cleaners.badness import is_bad
from cleaners.lazy_patterns import compile_later

LETTER = "[ÂÃÎÐ]"  # ftfy takes them for halves, whatever is before them
LETTERS = compile_later(LETTER)
BEFORE_QUOTE = compile_later(rf"{LETTER}(?=[”“»«’‘›‹](?![\w”“»«’‘›‹]))")
OPENING_OF = {
    "”": "[“„”]",
    "“": "„",
    "»": "[«»]",
    "«": "»",
    "’": "[‘‚’]",
    "‘": "‚",
    "›": "[‹›]",
    "‹": "›",
}
# A misread opening quote follows "Â" or "â€".
QUOTED = {
    closing: compile_later(
        rf"(?:.*[\s(\[—–/-])?{opening}(?:[^\n{closing}]*[A-ZÀ-Þ])?\Z"
    )
    for closing, opening in OPENING_OF.items()
}
LONGEST_QUOTE = 200  # characters. A guard, not tuned
BEFORE_DASH = compile_later(rf"(?<=[A-ZÀ-Þ]){LETTER}(?=[–—…])")
ALONE = compile_later(r"(?:^|(?<=[^\W\d_A-Z] ))[ÂÃ](?= [^\W\d_A-Z])", re.MULTILINE)


def part_at_sound(text: str) -> str:
    """Return a text with line breaks in the place of sound capitals, to judge what is between."""
    if not LETTERS.search(text):
        return text
    parted = _parted(text, _quoted(text))
    likely = tuple(_likely(text))
    without_likely = _parted(parted, likely)
    return parted if not likely or is_bad(without_likely) else without_likely


def _parted(text: str, places: Iterable[int]) -> str:
    """Put line breaks in some places."""
    characters = list(text)
    for place in places:
        characters[place] = "\n"
    return "".join(characters)


def _quoted(text: str) -> Iterator[int]:
    """Yield where a capital ends a quote whose opening sign was read well."""
    for letter in BEFORE_QUOTE.finditer(text):
        at = letter.start()
        line_start = text.rfind("\n", 0, at) + 1
        before = text[max(line_start, at - LONGEST_QUOTE) : at]
        if QUOTED[text[at + 1]].match(before):
            yield at


def _likely(text: str) -> Iterator[int]:
    """Yield where a letter stands alone or before a dash in a text that has the small one too."""
    for pattern in (BEFORE_DASH, ALONE):
        for letter in pattern.finditer(text):
            if letter.group().lower() in text:
                yield letter.start()

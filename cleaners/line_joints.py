"""A line break between two lines, and what it tells of a paragraph that was wrapped."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cleaners.lazy_patterns import compile_later
from cleaners.lines import CLOSING_QUOTES, SENTENCE_BREAK, count_words, ends_sentence

# Letters that are neither capital nor small, and their signs: Hebrew and Arabic to Georgian and
# Ethiopic, Chinese, Japanese, Korean, and the wide signs.
CASELESS = (
    "\u0590-\u13ff\u1700-\u1cff\u2e80-\ud7ff"
    "\uf900-\ufaff\ufb1d-\ufdff\ufe30-\ufefc\uff00-\uffef"
)
HANGUL = "\u1100-\u11ff\u3131-\u318e\uac00-\ud7ff"
# Chinese and Japanese letters and signs; no space stands beside them.
IDEOGRAPHIC = "\u2e80-\u3130\u318f-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
CLAUSE_SIGNS = ",;:،؛、，；："
NO_LINE_BEGINS = "、。，．！？：；」』）】》〉”’…"
NO_LINE_ENDS = "「『（【《〈“‘"
ENUMERATOR = 3  # characters at the start in which a full stop only numbers an item
HYPHENS = ("-", "\u00ad", "\u2010", "\u05be")  # the last is of Hebrew
DASH = "—"
SOFT_HYPHEN = "\u00ad"
LAST_LETTERS = compile_later(r"[^\W\d_]+$")
FIRST_LETTERS = compile_later(r"[^\W\d_]+")
# Of a bullet, a number or letter with a stop, or a sign of quoting or of a table; and the indent
# of a Chinese or Japanese paragraph.
ITEM = compile_later(
    r"(?:[-–—•*·+=~]|\(?\d{1,3}[.):]|\(?[a-zא-תأ-يक-ह가나다라마바사][.)])(?:\s|$)"
    r"|[（(]?[一二三四五六七八九十]{1,3}[、）)]|\d{1,3}、|[①-⑳]"
    r"|[>|#\f\u3000・•※○●◎◆◇■□▲△▶▼▽★☆【]"
)
# The number of a page, or the name of a paper at its head.
RUNNING_HEAD = compile_later(
    r"[\W_]*\d{1,4}[^\w.,;]*"
    rf"|[^a-z{CASELESS}]*[A-Z][^a-z{CASELESS}]*\s[^a-z{CASELESS}]*[A-Z][^a-z{CASELESS}]*"
)
COLUMNS = compile_later(r"\S(?: {3,}|\t|\u3000{2,})\S")
CASELESS_BREAK = compile_later(
    rf"(?:[.!?؟۔።][{CLOSING_QUOTES}]*\s+|[।॥。！？][{CLOSING_QUOTES}]*\s*)"
    rf"[“\"‘'«(\[]?[{CASELESS}]"
)
CASELESS_LETTER = compile_later(f"[{CASELESS}]")
IDEOGRAPH = compile_later(f"[{IDEOGRAPHIC}]")
HANGUL_LETTER = compile_later(f"[{HANGUL}]")
# What a program moves to the next line in one piece.
FIRST_WORD = compile_later(
    rf"[{NO_LINE_ENDS}]*(?:[{IDEOGRAPHIC}]|[^\s{IDEOGRAPHIC}]+)[{NO_LINE_BEGINS}]*"
)
WORDS_OF_HEADLINE = 5  # at least; a date has four; set by hand
CASELESS_WORDS = 4  # of it, where articles and prepositions are part of a word


@dataclass(frozen=True, slots=True)
class Joint:
    """A line break between two lines that are not blank; `above` and `below` are trimmed."""

    start: int
    end: int
    above: str
    below: str
    is_first: bool  # whether no line of several words stands above, so that it may be a headline

    @property
    def end_below(self) -> int:
        """Where the line below ends, and where the joint below it starts."""
        return self.end + len(self.below)

    @property
    def is_short(self) -> bool:
        """Whether the line has too few words for a headline."""
        is_caseless = CASELESS_LETTER.search(self.above) is not None
        fewest = CASELESS_WORDS if is_caseless else WORDS_OF_HEADLINE
        return count_words(self.above) < fewest

    @property
    def is_open(self) -> bool:
        """Whether the line ends inside of a sentence."""
        return not ends_sentence(self.above)

    @property
    def is_parted(self) -> bool:
        """Whether a sentence ends inside of a line."""
        lines = (self.above, self.below)
        return any(map(_breaks_sentence, lines))

    @property
    def runs_on(self) -> bool:
        """Whether a sentence surely goes on below."""
        if self.is_divided:
            return True
        return self.below[:1].islower() and self.is_open

    @property
    def is_caseless(self) -> bool:
        """Whether the line below begins in a script without small letters."""
        return CASELESS_LETTER.match(self.below) is not None

    @property
    def has_clauses(self) -> bool:
        """Whether a comma or a full stop stands in the line above, as in few headlines."""
        has_comma = any(map(self.above.count, CLAUSE_SIGNS))
        return has_comma or _breaks_sentence(self.above)

    @property
    def space(self) -> str:
        """What stands between both lines when they are one; nothing between Chinese letters."""
        is_dashed = self.above.endswith((*HYPHENS, DASH))
        if is_dashed and self.above[-2:-1].isalnum():
            return ""
        sides = self.above[-1] + self.below[0]
        is_ideographic = IDEOGRAPH.search(sides) and not HANGUL_LETTER.search(sides)
        return "" if is_ideographic else " "

    @property
    def first_word(self) -> str:
        """What had no room in the line above, if the line is full."""
        found = FIRST_WORD.match(self.below)
        return found[0] if found else self.below[0]

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


def _breaks_sentence(line: str) -> bool:
    patterns = (SENTENCE_BREAK, CASELESS_BREAK)
    return any(pattern.search(line, ENUMERATOR) for pattern in patterns)

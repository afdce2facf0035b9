"""Repair what wrong decoding, escaping and copying did to characters.

The fixes are those of ftfy, one after another until nothing changes, so that every edit names its
fixer. Curly quotes and no-break spaces are left alone: they are no faults. Each line is judged on its
own, so that one garbled name is repaired inside a sound text, and a sound "NÃO" beside it stays.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache

import ftfy
from ftfy import chardata, fixes
from ftfy.badness import is_bad
from rapidfuzz.distance import Levenshtein

from cleaners.draft import Draft, Edit

# Normalization is quadratic in a run of combining marks: 80 kB take 6.7 s. Real writing stacks a handful;
# 30 is the bound of Unicode's stream-safe text (UAX #15).
MAX_MARKS = 30
# Longer lines are judged in parts, since the comparison that finds the smallest edits is quadratic.
MAX_SEGMENT = 10_000
CUTS = " 、。，"  # a long line is cut after one of these
CUT = re.compile(f"[{CUTS}]")

# Printable ASCII, white space, common punctuation: no fixer wants anything of these but "&".
SOUND = r"\t\n\x20-\x25\x27-\x7e\xa0‘’“”–—…"
SUSPECT = re.compile(rf"[^{SOUND}]|&(?=#?\w+;)")
DOUBTFUL = re.compile(rf"[^{SOUND}&]")
BEYOND_LATIN = re.compile(r"[^\x00-\u02ff\u2000-\u206f]")

LINE_BREAK = re.compile(r"\r\n?|[\u2028\u2029]")
# What is decoded even where a "<" says that the text may be markup, which writes "&lt;" on purpose.
PLAIN_ENTITY = re.compile(
    r"&(?:amp|quot|apos|nbsp|#(?!0*(?:38|60|62);)\d{1,7}|#[xX](?!0*(?:26|3[cCeE]);)[0-9a-fA-F]{1,6});"
)
# "&amp;amp;amp;lt;", escaped over and over: one level a round would be quadratic.
NESTED_ENTITY = re.compile(r"&(?:(?:amp|AMP|#0*38|#[xX]0*26);){2,}")
# Full-width letters are at home among Chinese, Japanese and Korean ones.
CJK = re.compile(
    "[\u1100-\u11ff\u2e80-\u2fdf\u3040-\u30ff\u3100-\u318f\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]"
)

Fixer = Callable[[str], Iterator[Edit]]


def repair(text: str) -> tuple[Edit, ...]:
    """Find the smallest edits that repair the characters of a text; an edit's rule names its fixers.

    Applied, they leave nothing that a second repair would change.
    """
    if not SUSPECT.search(text):
        return ()
    fixers = (
        _line_breaks,
        _nested_entities,
        _plain_entities if "<" in text else _entities,
        *FIXERS,
    )
    draft, before = Draft.of(text), None
    while draft is not before:
        before = draft
        for fixer in fixers:
            draft = draft.revise("encoding", fixer(draft.text))
    return tuple(
        Edit(entry.start, entry.end, entry.after, entry.rule)
        for entry in draft.ledger()
        if entry.before != entry.after
    )


def _line_breaks(text: str) -> Iterator[Edit]:
    for match in LINE_BREAK.finditer(text):
        if match.group() == "\r\n":
            yield Edit(match.start(), match.start() + 1, "", "line-break")
        else:
            yield Edit(match.start(), match.end(), "\n", "line-break")


def _each(pattern: re.Pattern[str], fix: Callable[[str], str], rule: str) -> Fixer:
    """Make a fixer that replaces every match of a pattern by what `fix` makes of it."""

    def fixer(text: str) -> Iterator[Edit]:
        for match in pattern.finditer(text):
            fixed = fix(match.group())
            if fixed != match.group():
                yield Edit(match.start(), match.end(), fixed, rule)

    return fixer


def _any_of(characters: Iterable[int]) -> re.Pattern[str]:
    return re.compile(
        "[" + "".join(re.escape(chr(character)) for character in characters) + "]"
    )


def _mojibake(text: str) -> Iterator[Edit]:
    for start, segment in _segments(text):
        if DOUBTFUL.search(segment) and is_bad(segment):
            yield from _smallest(segment, ftfy.fix_encoding(segment), start, "mojibake")


def _character_width(text: str) -> Iterator[Edit]:
    if not CJK.search(text):
        yield from _width(text)


def _combining_marks(text: str) -> Iterator[Edit]:
    """Cut long runs of marks short; the letter and its first marks stay."""
    if BEYOND_LATIN.search(text):
        for run in _long_runs().finditer(text):
            yield Edit(run.start() + MAX_MARKS, run.end(), "", "combining-marks")


@cache
def _long_runs() -> re.Pattern[str]:
    """Match runs of more marks than allowed; made when first wanted, since it asks for every character."""
    marks = (code for code in range(0x300, 0x20000) if unicodedata.combining(chr(code)))
    return re.compile(f"{_any_of(marks).pattern}{{{MAX_MARKS + 1},}}")


def _normalization(text: str) -> Iterator[Edit]:
    for start, segment in _segments(text):
        if not unicodedata.is_normalized("NFC", segment):
            yield from _smallest(
                segment, unicodedata.normalize("NFC", segment), start, "normalization"
            )


def _segments(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not plain ASCII with their places, long ones in parts."""
    at = 0
    for line in text.split("\n"):
        start, end = at, at + len(line)
        at = end + 1
        while not line.isascii() and start < end:
            stop = _part_end(text, start, end)
            yield start, text[start:stop]
            start = stop


def _part_end(text: str, start: int, end: int) -> int:
    """Find where to cut: after the last space or stop within reach, else after the first beyond."""
    reach = start + MAX_SEGMENT
    if end <= reach:
        return end
    if (last := max(text.rfind(cut, start, reach) for cut in CUTS)) >= start:
        return last + 1
    beyond = CUT.search(text, reach, end)
    return beyond.end() if beyond else end


def _smallest(before: str, after: str, at: int, rule: str) -> Iterator[Edit]:
    """Yield the smallest edits from one text to another; changes side by side are one."""
    if (
        max(len(before), len(after)) > 2 * MAX_SEGMENT
    ):  # no space in 20,000 characters: no text to compare
        if before != after:
            yield Edit(at, at + len(before), after, rule)
        return
    start: tuple[int, int] | None = None
    for step in Levenshtein.opcodes(before, after):
        if step.tag != "equal":
            start = start or (step.src_start, step.dest_start)
        elif start:
            yield Edit(
                at + start[0],
                at + step.src_start,
                after[start[1] : step.dest_start],
                rule,
            )
            start = None
    if start:
        yield Edit(at + start[0], at + len(before), after[start[1] :], rule)


_nested_entities = _each(NESTED_ENTITY, lambda _: "&amp;", "html-entity")
_entities = _each(chardata.HTML_ENTITY_RE, fixes.unescape_html, "html-entity")
_plain_entities = _each(PLAIN_ENTITY, fixes.unescape_html, "html-entity")
_width = _each(
    _any_of(chardata.WIDTH_MAP), fixes.fix_character_width, "character-width"
)
FIXERS: tuple[Fixer, ...] = (
    _mojibake,
    _each(_any_of(chardata.LIGATURES), fixes.fix_latin_ligatures, "ligature"),
    _character_width,
    _each(
        re.compile("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]"),
        fixes.fix_surrogates,
        "surrogate",
    ),
    _each(fixes.ANSI_RE, fixes.remove_terminal_escapes, "terminal-escape"),
    _each(
        _any_of(chardata.CONTROL_CHARS), fixes.remove_control_chars, "control-character"
    ),
    _combining_marks,
    _normalization,
)

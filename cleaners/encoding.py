"""Repair what wrong decoding, escaping and copying did to characters.

The fixers are those of ftfy, run one after another until nothing changes, so that every edit names
its fixer. Curly quotes and no-break spaces are left alone, since they are no faults. Each line is
judged on its own: one garbled name is repaired inside a sound text, and a sound "NÃO" next to it
stays.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from ftfy import chardata, fixes

from cleaners import invisible, misread, terminal_codes, zero_characters
from cleaners.combining_marks import BEYOND_LATIN, cut_marks
from cleaners.draft import Draft, Edit
from cleaners.edit_runs import merge_many, merge_spans
from cleaners.lazy_patterns import compile_later
from cleaners.lost_bytes import lost_quotes, read_utf8
from cleaners.lost_letters import lost_letters
from cleaners.smallest_edits import segments, smallest_edits
from cleaners.sound_capitals import part_at_sound

# Printable ASCII, white space, common punctuation: no fixer wants anything of these but "&".
SOUND = r"\t\n\x20-\x25\x27-\x7e\xa0‘’“”–—…"
SUSPECT = compile_later(rf"[^{SOUND}]|&(?=#?\w+;)")
DOUBTFUL = compile_later(rf"[^{SOUND}&]")

LINE_BREAK = compile_later(r"\r\n?|[\f\u2028\u2029]")
BREAK_SIGN = compile_later(r"[\r\f\u2028\u2029]")
# Characters that may not be in the normal form, or join the one before. None up to U+02FF does.
UNNORMALIZED = compile_later(r"[^\x00-\u02ff\u2002-\u206f]")
# What is decoded even where a "<" says that the text may be markup, which writes "&lt;" on purpose.
PLAIN_ENTITY = compile_later(
    r"&(?:amp|quot|apos|nbsp|#(?!0*(?:38|60|62);)\d{1,7}|#[xX](?!0*(?:26|3[cCeE]);)[0-9a-fA-F]{1,6});"
)
# "&amp;amp;amp;lt;", escaped over and over: one level a round would be quadratic.
NESTED_ENTITY = compile_later(r"&(?:(?:amp|AMP|#0*38|#[xX]0*26);){2,}")
# Full-width letters are at home among Chinese, Japanese and Korean ones.
CJK = compile_later(
    "[\u1100-\u11ff\u2e80-\u2fdf\u3040-\u30ff\u3100-\u318f\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]"
)

Find = Callable[[str], Iterator[Edit]]
Fix = Callable[[str], str]
Pattern = re.Pattern[str]


class Fixer(NamedTuple):
    """What finds the edits of a text, and the characters without which it finds none.

    `signs` matches one character. Most texts have a sign of few fixers, and need no search by the
    others.
    """

    signs: Pattern
    find: Find


def repair(text: str) -> tuple[Edit, ...]:
    """Find the smallest edits that repair the characters of a text.

    The rule of an edit names its fixers. Once the edits are applied, a second repair finds nothing.
    """
    if not SUSPECT.search(text):
        return ()
    entities = _plain_entities if "<" in text else _entities
    breaks = Fixer(BREAK_SIGN, _line_breaks)
    fixers = (breaks, _nested_entities, entities, *FIXERS)
    draft = _fix_until_stable(text, fixers)
    return tuple(_edits_of(draft))


def _edits_of(draft: Draft) -> Iterator[Edit]:
    """Yield the revisions of a draft that change something, as edits of its raw text."""
    for entry in draft.ledger():
        if entry.before != entry.after:
            yield Edit(entry.start, entry.end, entry.after, entry.rule)


def _fix_until_stable(text: str, fixers: Iterable[Fixer]) -> Draft:
    """Run the fixers over a text, round after round, until none finds anything."""
    draft = Draft.of(text)
    before = None
    while draft is not before:
        before = draft
        for fixer in fixers:
            draft = _fix(draft, fixer)
    return draft


def _fix(draft: Draft, fixer: Fixer) -> Draft:
    """Run one fixer over a draft."""
    text = draft.text
    if not fixer.signs.search(_characters(text)):
        return draft
    found = list(fixer.find(text))
    edits = merge_many(text, found)
    return draft.revise("encoding", edits)


@lru_cache(
    maxsize=1
)  # all fixers are asked about one text, most of which change nothing
def _characters(text: str) -> str:
    """Return each character of a text once, in any order."""
    return "".join(set(text))


def _line_breaks(text: str) -> Iterator[Edit]:
    for match in LINE_BREAK.finditer(text):
        if match.group() == "\r\n":
            yield Edit(match.start(), match.start() + 1, "", "line-break")
        else:
            yield Edit(match.start(), match.end(), "\n", "line-break")


def _each(pattern: Pattern, fix: Fix, rule: str, signs: Pattern | None = None) -> Fixer:
    """Return a fixer that replaces every match of a pattern by what `fix` makes of it.

    Without `signs`, the pattern is one of single characters or of their runs.
    """

    def find(text: str) -> Iterator[Edit]:
        return _replaced(text, pattern, fix, rule)

    return Fixer(signs or pattern, find)


def _replaced(text: str, pattern: Pattern, fix: Fix, rule: str) -> Iterator[Edit]:
    spans = [match.span() for match in pattern.finditer(text)]
    for start, end in merge_spans(spans):
        before = text[start:end]
        fixed = _fix_all(before, pattern, fix)
        if fixed != before:
            yield Edit(start, end, fixed, rule)


def _fix_all(text: str, pattern: Pattern, fix: Fix) -> str:
    return pattern.sub(lambda match: fix(match.group()), text)


def _useless(text: str) -> Iterator[Edit]:
    pattern = invisible.useless_characters(text)
    return _replaced(text, pattern, _removed, invisible.RULE)


def _removed(_: str) -> str:
    return ""


def _any_of(characters: Iterable[int]) -> re.Pattern[str]:
    """Match any of the characters with these code points."""
    escaped = [re.escape(chr(character)) for character in characters]
    return compile_later(f"[{''.join(escaped)}]")


def _mojibake(text: str) -> Iterator[Edit]:
    restorations = (*lost_quotes(text), *lost_letters(text))
    for start, segment in segments(part_at_sound(text)):
        if DOUBTFUL.search(segment):
            fixed = read_utf8(segment, restorations)
            yield from smallest_edits(segment, fixed, start, "mojibake")


def _character_width(text: str) -> Iterator[Edit]:
    if not CJK.search(text):
        yield from _width.find(text)


def _normalization(text: str) -> Iterator[Edit]:
    for start, segment in segments(text):
        if not unicodedata.is_normalized("NFC", segment):
            yield from smallest_edits(
                segment, unicodedata.normalize("NFC", segment), start, "normalization"
            )


AMPERSAND = compile_later("&")
_nested_entities = _each(NESTED_ENTITY, lambda _: "&amp;", "html-entity", AMPERSAND)
_entities = _each(
    chardata.HTML_ENTITY_RE, fixes.unescape_html, "html-entity", AMPERSAND
)
_plain_entities = _each(PLAIN_ENTITY, fixes.unescape_html, "html-entity", AMPERSAND)
_width = _each(
    _any_of(chardata.WIDTH_MAP), fixes.fix_character_width, "character-width"
)
_late_controls = _each(
    terminal_codes.LATE_CONTROLS,
    terminal_codes.read_late_controls,
    "control-character",
)
FIXERS: tuple[Fixer, ...] = (
    _each(
        terminal_codes.ESCAPES, _removed, "terminal-escape", terminal_codes.INTRODUCERS
    ),
    Fixer(misread.ACCENTED, misread.repair_letters),
    Fixer(misread.CONSOLE_START, misread.repair_console),
    Fixer(DOUBTFUL, _mojibake),
    Fixer(misread.SIGN_START, misread.repair_signs),
    _each(_any_of(chardata.LIGATURES), fixes.fix_latin_ligatures, "ligature"),
    Fixer(_width.signs, _character_width),
    _each(
        compile_later("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]"),
        fixes.fix_surrogates,
        "surrogate",
    ),
    _each(terminal_codes.CONTROLS, _removed, "control-character"),
    _late_controls,
    Fixer(zero_characters.SIGNS, zero_characters.find_signs),
    Fixer(invisible.NOT_NEEDED_HERE, _useless),
    Fixer(invisible.RUN, invisible.find_invisible),
    Fixer(BEYOND_LATIN, cut_marks),
    Fixer(UNNORMALIZED, _normalization),
)

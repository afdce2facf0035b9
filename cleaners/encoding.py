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

import ftfy
from ftfy import chardata, fixes
from ftfy.badness import is_bad
from rapidfuzz.distance import Levenshtein

from cleaners import invisible, misread, terminal_codes
from cleaners.combining_marks import cut_marks
from cleaners.draft import Draft, Edit
from cleaners.edit_runs import merge_many, merge_spans
from cleaners.lazy_patterns import compile_later

# Characters. Longer lines are judged in parts, since the comparison that finds the smallest edits
# is quadratic. A guard, not tuned.
MAX_SEGMENT = 10_000
CUTS = " 、。，"  # a long line is cut after one of these
CUT = compile_later(f"[{CUTS}]")

# Printable ASCII, white space, common punctuation: no fixer wants anything of these but "&".
SOUND = r"\t\n\x20-\x25\x27-\x7e\xa0‘’“”–—…"
SUSPECT = compile_later(rf"[^{SOUND}]|&(?=#?\w+;)")
DOUBTFUL = compile_later(rf"[^{SOUND}&]")

LINE_BREAK = compile_later(r"\r\n?|[\f\u2028\u2029]")
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

Fixer = Callable[[str], Iterator[Edit]]
Fix = Callable[[str], str]
Pattern = re.Pattern[str]


def repair(text: str) -> tuple[Edit, ...]:
    """Find the smallest edits that repair the characters of a text.

    The rule of an edit names its fixers. Once the edits are applied, a second repair finds nothing.
    """
    if not SUSPECT.search(text):
        return ()
    entities = _plain_entities if "<" in text else _entities
    fixers = (_line_breaks, _nested_entities, entities, *FIXERS)
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
            found = list(fixer(draft.text))
            edits = merge_many(draft.text, found)
            draft = draft.revise("encoding", edits)
    return draft


def _line_breaks(text: str) -> Iterator[Edit]:
    for match in LINE_BREAK.finditer(text):
        if match.group() == "\r\n":
            yield Edit(match.start(), match.start() + 1, "", "line-break")
        else:
            yield Edit(match.start(), match.end(), "\n", "line-break")


def _each(pattern: Pattern, fix: Fix, rule: str) -> Fixer:
    """Return a fixer that replaces every match of a pattern by what `fix` makes of it."""

    def fixer(text: str) -> Iterator[Edit]:
        return _replaced(text, pattern, fix, rule)

    return fixer


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
    for start, segment in _segments(text):
        if DOUBTFUL.search(segment) and is_bad(segment):
            yield from _smallest(segment, ftfy.fix_encoding(segment), start, "mojibake")


def _character_width(text: str) -> Iterator[Edit]:
    if not CJK.search(text):
        yield from _width(text)


def _normalization(text: str) -> Iterator[Edit]:
    for start, segment in _segments(text):
        if not unicodedata.is_normalized("NFC", segment):
            yield from _smallest(
                segment, unicodedata.normalize("NFC", segment), start, "normalization"
            )


def _segments(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not plain ASCII with their offsets, long ones in parts."""
    line_start = 0
    for line in text.split("\n"):
        line_end = line_start + len(line)
        if not line.isascii():
            yield from _parts(text, line_start, line_end)
        line_start = line_end + 1


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Yield the parts of a line that ends at `end`, with their offsets."""
    while start < end:
        stop = _part_end(text, start, end)
        yield start, text[start:stop]
        start = stop


def _part_end(text: str, start: int, end: int) -> int:
    """Return where a part ends: after the last space or stop in reach, else after the next one."""
    reach = start + MAX_SEGMENT
    if end <= reach:
        return end
    last_cut = max(text.rfind(cut, start, reach) for cut in CUTS)
    if last_cut >= start:
        return last_cut + 1
    next_cut = CUT.search(text, reach, end)
    if next_cut is None:
        return end
    return next_cut.end()


def _smallest(before: str, after: str, offset: int, rule: str) -> Iterator[Edit]:
    """Yield the smallest edits from one text to another; adjacent changes are one.

    `offset` is the place of `before` in the whole text.
    """
    # There is no space in 20,000 characters, hence no words to compare.
    if max(len(before), len(after)) <= 2 * MAX_SEGMENT:
        yield from _between_equal_parts(before, after, offset, rule)
    elif before != after:
        yield Edit(offset, offset + len(before), after, rule)


def _between_equal_parts(
    before: str, after: str, offset: int, rule: str
) -> Iterator[Edit]:
    opcodes = Levenshtein.opcodes(before, after)
    equal_parts = opcodes.as_matching_blocks()  # the last is empty, at the end of both
    start = 0
    after_start = 0
    for part in equal_parts:
        stop = part.a
        after_stop = part.b
        replacement = after[after_start:after_stop]
        if start < stop or replacement:
            yield Edit(offset + start, offset + stop, replacement, rule)
        start = stop + part.size
        after_start = after_stop + part.size


_nested_entities = _each(NESTED_ENTITY, lambda _: "&amp;", "html-entity")
_entities = _each(chardata.HTML_ENTITY_RE, fixes.unescape_html, "html-entity")
_plain_entities = _each(PLAIN_ENTITY, fixes.unescape_html, "html-entity")
_width = _each(
    _any_of(chardata.WIDTH_MAP), fixes.fix_character_width, "character-width"
)
_late_controls = _each(
    terminal_codes.LATE_CONTROLS,
    terminal_codes.read_late_controls,
    "control-character",
)
FIXERS: tuple[Fixer, ...] = (
    _each(terminal_codes.ESCAPES, _removed, "terminal-escape"),
    misread.repair_letters,
    _mojibake,
    misread.repair_signs,
    _each(_any_of(chardata.LIGATURES), fixes.fix_latin_ligatures, "ligature"),
    _character_width,
    _each(
        compile_later("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]"),
        fixes.fix_surrogates,
        "surrogate",
    ),
    _each(terminal_codes.CONTROLS, _removed, "control-character"),
    _late_controls,
    _useless,
    invisible.find_invisible,
    cut_marks,
    _normalization,
)

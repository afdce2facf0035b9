"""Take the signs of quoting off a text that is quoted: the mail that another one forwards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaners.draft import Edit
from cleaners.lazy_patterns import compile_later
from cleaners.lines import ends_sentence

RULE = "quoting"
LINE = compile_later(r"^[^\S\n]*(?P<signs>(?:>[ \t]?)*)(?P<rest>[^\n]*)", re.MULTILINE)
# Set by hand: a quotation in an article is shorter, and the article goes on behind it.
FEWEST_SENTENCES = 3  # lines in which a sentence ends
SHARE_OF_QUOTED = 0.5  # of the characters of the text

Lines = Sequence[re.Match[str]]


def find_quoting(text: str) -> tuple[Edit, ...]:
    """Find the signs before the lines of a text whose larger part, up to its end, is quoted."""
    if "\n>" not in text and not text.startswith(">"):
        return ()
    lines = list(LINE.finditer(text))
    quoted = _quoted_end(lines)
    return tuple(_edits(quoted)) if _is_most(quoted, lines) else ()


def _quoted_end(lines: Lines) -> Lines:
    """Return the last lines, as far up as all that are not blank are quoted."""
    first = len(lines)
    while first and _is_quoted_or_blank(lines[first - 1]):
        first -= 1
    return lines[first:]


def _is_quoted_or_blank(line: re.Match[str]) -> bool:
    return bool(line["signs"]) or not line["rest"].strip()


def _is_most(quoted: Lines, lines: Lines) -> bool:
    """Return whether quoted lines are sentences, and more than the others."""
    texts = [line["rest"] for line in quoted if line["signs"]]
    sentences = sum(map(ends_sentence, texts))
    if sentences < FEWEST_SENTENCES:
        return False
    of_all = sum(len(line["rest"]) for line in lines)
    return sum(map(len, texts)) >= SHARE_OF_QUOTED * of_all


def _edits(quoted: Lines) -> Iterator[Edit]:
    for line in quoted:
        start, end = line.span("signs")
        if start < end:
            yield Edit(start, end, "", RULE)

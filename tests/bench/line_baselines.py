"""Published rules that keep or drop a line of plain text, to be measured beside.

The filters of C4, Gopher and FineWeb judge whole documents in part; here each is held against the
line, with the thresholds that its authors give.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from statistics import fmean
from types import SimpleNamespace

from justext import get_stoplist
from justext.core import classify_paragraphs, revise_paragraph_classification
from justext.paragraph import Paragraph

C4_END = (".", "!", "?", '"', "”")
C4_FEWEST_WORDS = 5
C4_REFUSED = (
    "javascript",
    "terms of use",
    "privacy policy",
    "cookie policy",
    "uses cookies",
    "use of cookies",
)
FINEWEB_SHORT = 30  # characters
GOPHER_BULLETS = ("•", "‣", "-", "*")
GOPHER_WORD_LENGTH = (3, 10)
GOPHER_LETTERED = 0.8  # share of the words that hold a letter
GOPHER_STOP_WORDS = frozenset({"the", "be", "to", "of", "and", "that", "have", "with"})
GOPHER_FEWEST_STOP_WORDS = 2
LETTER = re.compile(r"[^\W\d_]")
ENGLISH = get_stoplist("English")

Judge = Callable[[Sequence[str]], list[bool]]


def keep_all(lines: Sequence[str]) -> list[bool]:
    """Keep every line."""
    return [True] * len(lines)


def by_c4(lines: Sequence[str]) -> list[bool]:
    """Keep lines that end a sentence, have words enough and name no script or policy (Raffel et al., JMLR 2020)."""
    return [
        line.rstrip().endswith(C4_END)
        and not line.rstrip().endswith("...")
        and len(line.split()) >= C4_FEWEST_WORDS
        and not any(refused in line.lower() for refused in C4_REFUSED)
        for line in lines
    ]


def by_gopher(lines: Sequence[str]) -> list[bool]:
    """Keep lines that pass the quality filters of Gopher (Rae et al., 2021) and FineWeb (Penedo et al., 2024)."""
    seen = set[str]()
    kept = []
    for line in lines:
        kept.append(line not in seen and _has_quality(line.strip()))
        seen.add(line)
    return kept


def _has_quality(line: str) -> bool:
    words = line.split()
    if (
        len(line) <= FINEWEB_SHORT
        or line.startswith(GOPHER_BULLETS)
        or line.endswith(("...", "…"))
    ):
        return False
    if not GOPHER_WORD_LENGTH[0] <= fmean(map(len, words)) <= GOPHER_WORD_LENGTH[1]:
        return False
    if sum(bool(LETTER.search(word)) for word in words) < GOPHER_LETTERED * len(words):
        return False
    return (
        sum(word.lower() in GOPHER_STOP_WORDS for word in words)
        >= GOPHER_FEWEST_STOP_WORDS
    )


def by_justext(lines: Sequence[str]) -> list[bool]:
    """Keep the lines that jusText (Pomikálek, 2011) calls good, each line being one of its paragraphs."""
    paragraphs = [Paragraph(SimpleNamespace(dom="p", xpath="/p")) for _ in lines]
    for paragraph, line in zip(paragraphs, lines, strict=True):
        paragraph.append_text(line)
    classify_paragraphs(paragraphs, ENGLISH)
    revise_paragraph_classification(paragraphs)
    return [not paragraph.is_boilerplate for paragraph in paragraphs]


LINE_BASELINES: dict[str, Judge] = {
    "keep all": keep_all,
    "C4 line rule": by_c4,
    "jusText on lines": by_justext,
    "Gopher and FineWeb on lines": by_gopher,
}

"""Published rules that keep or drop a line of plain text, for comparison.

Some filters of C4, Gopher and FineWeb apply to whole documents; here each is applied to a line,
with the thresholds of its authors.
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
GOPHER_WORD_LENGTH = (3, 10)  # letters, mean of a line
GOPHER_LETTERED = 0.8  # share of words that have a letter
GOPHER_STOP_WORDS = frozenset({"the", "be", "to", "of", "and", "that", "have", "with"})
GOPHER_FEWEST_STOP_WORDS = 2
LETTER = re.compile(r"[^\W\d_]")
ENGLISH = get_stoplist("English")

LineRule = Callable[[Sequence[str]], list[bool]]


def keep_all(lines: Sequence[str]) -> list[bool]:
    """Keep every line."""
    return [True] * len(lines)


def by_c4(lines: Sequence[str]) -> list[bool]:
    """Keep lines that end a sentence, are long enough and name no script or policy.

    The rule is that of C4 (Raffel et al., JMLR 2020).
    """
    return [_passes_c4(line) for line in lines]


def _passes_c4(line: str) -> bool:
    stripped = line.rstrip()
    if not stripped.endswith(C4_END) or stripped.endswith("..."):
        return False
    if len(line.split()) < C4_FEWEST_WORDS:
        return False
    return not any(refused in line.lower() for refused in C4_REFUSED)


def by_gopher(lines: Sequence[str]) -> list[bool]:
    """Keep lines that pass the quality filters of Gopher and FineWeb.

    Rae et al. 2021 and Penedo et al. 2024.
    """
    seen: set[str] = set()
    kept = []
    for line in lines:
        kept.append(line not in seen and _has_quality(line.strip()))
        seen.add(line)
    return kept


def _has_quality(line: str) -> bool:
    if len(line) <= FINEWEB_SHORT:
        return False
    if line.startswith(GOPHER_BULLETS) or line.endswith(("...", "…")):
        return False
    words = line.split()
    shortest, longest = GOPHER_WORD_LENGTH
    if not shortest <= fmean(map(len, words)) <= longest:
        return False
    lettered = sum(bool(LETTER.search(word)) for word in words)
    if lettered < GOPHER_LETTERED * len(words):
        return False
    stop_words = sum(word.lower() in GOPHER_STOP_WORDS for word in words)
    return stop_words >= GOPHER_FEWEST_STOP_WORDS


def by_justext(lines: Sequence[str]) -> list[bool]:
    """Keep the lines that jusText (Pomikálek 2011) takes for text; each line is a paragraph."""
    paragraphs = [Paragraph(SimpleNamespace(dom="p", xpath="/p")) for _ in lines]
    for paragraph, line in zip(paragraphs, lines, strict=True):
        paragraph.append_text(line)
    classify_paragraphs(paragraphs, ENGLISH)
    revise_paragraph_classification(paragraphs)
    return [not paragraph.is_boilerplate for paragraph in paragraphs]


LINE_BASELINES: dict[str, LineRule] = {
    "keep all": keep_all,
    "C4 line rule": by_c4,
    "jusText on lines": by_justext,
    "Gopher and FineWeb on lines": by_gopher,
}

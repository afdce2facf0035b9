"""Describe the lines near the top of a page by features that tell its headline from the others.

No word of any language is listed here. What counts is where a line stands, what rules say of it and
its neighbours, its form, its copies, and how many of its words the article uses.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from cleaners.boilerplate.page import ScannedPage
from cleaners.boilerplate.repeated_headline import fold_words
from cleaners.boilerplate.scan import ScannedLine
from cleaners.lines import STOPS, Line, count_words, is_unspaced

# What a headline may look like, chosen by hand on the development pages.
MIN_CHARACTERS, MAX_CHARACTERS = 8, 200
MIN_WORDS, MAX_WORDS = 2, 32
BULLET = re.compile(r"[•\-*–—▪◦·]|\d+[.)]\s")
# Where it may stand: among so many filled lines before the body's third core line. Set by hand.
MAX_HEAD_LINES = 40
CORE_LINES_READ = 3
MAX_CANDIDATES = 24  # those nearest to the body; a guard, not tuned

# The words of a headline, compared by their first letters so that "strike" meets "strikes".
STEM = re.compile(r"\w{4,}|\d+")
STEM_LETTERS = 5
# How much of the body is compared with a headline; guards that keep long pages cheap.
MAX_CORE_LINES = 24
MAX_CORE_CHARACTERS = 300
MAX_DISTANCE = 12  # lines; a longer distance counts as this

CLOSING = "\"'”’»)] "
METADATA_KINDS = frozenset({"byline", "date", "author", "counters", "share"})
CAPTION_KINDS = frozenset({"caption"})
LABEL_KINDS = frozenset({"section", "navigation", "tags"})
LIST_KINDS = frozenset({"related", "pagination", "widget", "promo"})
GROUPS = {
    "metadata": METADATA_KINDS,
    "caption": CAPTION_KINDS,
    "label": LABEL_KINDS,
    "list": LIST_KINDS,
}

HeadlineFeatures = dict[str, float]
"""Features of one line by name; all lines have the same."""


@dataclass(frozen=True, slots=True)
class Head:
    """The top of a page: candidates for the headline, and what they are compared with.

    `numbers` are the positions of the candidates among the filled lines of the page. `folded`
    holds the words of each line of the head, `stems` how many core lines have each stem.
    """

    page: ScannedPage
    proposed: Collection[int]
    numbers: tuple[int, ...]
    folded: tuple[str, ...]
    stems: Counter[str]
    core_lines: int
    first_core: int


def read_head(page: ScannedPage, proposed: Collection[int]) -> Head:
    """Find the lines that may be the headline, and index the words of the body."""
    core = [number for number, line in enumerate(page.scanned) if line.is_core]
    inside = [number for number in core if page.places[number] in ("body", "edge")]
    end = _end_of_head(inside, len(page.lines))
    numbers = [
        number
        for number, line in enumerate(page.lines[:end])
        if line.index not in proposed and may_be_headline(line)
    ]
    stems: Counter[str] = Counter()
    for number in inside[:MAX_CORE_LINES]:
        stems.update(stems_of(page.lines[number].text[:MAX_CORE_CHARACTERS]))
    return Head(
        page=page,
        proposed=proposed,
        numbers=tuple(numbers[-MAX_CANDIDATES:]),
        folded=tuple(fold_words(line.text) for line in page.lines[:end]),
        stems=stems,
        core_lines=min(len(inside), MAX_CORE_LINES),
        first_core=inside[0] if inside else end,
    )


def _end_of_head(core: Sequence[int], lines: int) -> int:
    """Return where the head ends: at the third core line, or after MAX_HEAD_LINES lines."""
    end = core[CORE_LINES_READ - 1] if len(core) >= CORE_LINES_READ else lines
    return min(end, MAX_HEAD_LINES)


def may_be_headline(line: Line) -> bool:
    """Whether a line could be a headline: some words, no bullet, no colon or comma at its end."""
    text = line.text
    if not MIN_CHARACTERS <= len(text) <= MAX_CHARACTERS or BULLET.match(text):
        return False
    if text.endswith((":", ";", ",")):
        return False
    return MIN_WORDS <= count_words(text) <= MAX_WORDS


def stems_of(text: str) -> set[str]:
    """Return the stems of a text: beginnings of its long words, and its figures."""
    lower = text.lower()
    if is_unspaced(text):
        return {lower[at : at + 2] for at in range(len(lower) - 1)}
    return {word[:STEM_LETTERS] for word in STEM.findall(lower)}


def headline_features(head: Head) -> list[HeadlineFeatures]:
    """Return the features of each candidate, in the order of `head.numbers`."""
    shared = [_shared_stems(head, number) for number in head.numbers]
    best = max((each["stems found"] for each in shared), default=0.0)
    rows: list[HeadlineFeatures] = []
    for order, number in enumerate(head.numbers):
        words = shared[order]
        row = _form(head.page.lines[number].text)
        row |= words
        row["stems behind best"] = best - words["stems found"]
        row["candidates before"] = float(order)
        row["candidates after"] = float(len(head.numbers) - order - 1)
        row |= _copies(head, number)
        row |= _place(head, number)
        row |= _rules(head.page.scanned[number], "")
        row |= _neighbours(head, number)
        rows.append(row)
    return rows


def _form(text: str) -> HeadlineFeatures:
    """Measure the form of a line: length, capitals, figures, and how it begins and ends."""
    words = text.split()
    bare = text.rstrip(CLOSING) or text
    return {
        "characters": float(len(text)),
        "words": float(count_words(text)),
        "capitals": sum(word[0].isupper() for word in words) / len(words),
        "is upper": float(text.isupper()),
        "starts lower": float(text[0].islower()),
        "digits": sum(sign.isdigit() for sign in text) / len(text),
        "stop": float(
            bare[-1] in STOPS and bare[-1] not in "?…" and text[-3:] != "..."
        ),
        "question": float(bare[-1] in "?？؟"),
        "ellipsis": float(text.endswith(("…", "..."))),
        "bars": float(sum(text.count(sign) for sign in "|/»>›·•")),
        "brackets": float(text[-1] in ")]"),
    }


def _shared_stems(head: Head, number: int) -> HeadlineFeatures:
    """Count the stems of a line that core lines other than itself have."""
    line = head.page.scanned[number]
    own = 1 if line.is_core and number >= head.first_core else 0
    stems = stems_of(line.line.text)
    counts = [head.stems[stem] - own for stem in stems]
    found = sum(count > 0 for count in counts)
    total = max(1, len(stems))
    return {
        "stems": float(len(stems)),
        "stems found": float(found),
        "stems missing": float(len(stems) - found),
        "stems share": found / total,
        "stems weight": sum(counts) / total / max(1, head.core_lines),
    }


def _copies(head: Head, number: int) -> HeadlineFeatures:
    """Count the copies of a line in the head, and the lines that contain it."""
    folded = head.folded[number]
    others = [text for at, text in enumerate(head.folded) if at != number]
    longer = [text for text in others if len(text) > len(folded)]
    above = head.folded[:number]
    return {
        "copies": float(others.count(folded)),
        "copy above": float(folded in above),
        "contained": float(any(text.endswith(folded) for text in longer)),
        "begins longer": float(any(text.startswith(folded) for text in longer)),
    }


def _place(head: Head, number: int) -> HeadlineFeatures:
    """Measure where a line is: from the top and from the body, and how many are kept above."""
    page = head.page
    kept_above = [
        line for line in page.lines[:number] if line.index not in head.proposed
    ]
    line = page.lines[number]
    gap_above = number == 0 or line.index - page.lines[number - 1].index > 1
    is_last = number + 1 == len(page.lines)
    gap_below = is_last or page.lines[number + 1].index - line.index > 1
    return {
        "from top": float(min(number, MAX_DISTANCE)),
        "to body": float(
            max(-MAX_DISTANCE, min(head.first_core - number, MAX_DISTANCE))
        ),
        "kept above": float(min(len(kept_above), MAX_DISTANCE)),
        "is first kept": float(not kept_above),
        "gap above": float(gap_above),
        "gap below": float(gap_below),
        "page lines": float(min(len(page.lines), 200)),
        "page proposed": len(head.proposed) / len(page.lines),
        "core lines": float(head.core_lines),
    }


def _rules(scanned: ScannedLine | None, suffix: str) -> HeadlineFeatures:
    """Return which groups of rules match a line, and whether it is running text."""
    kinds: set[str] = set()
    if scanned:
        kinds = {hit.rule.kind for hit in scanned.hits}
    row = {
        f"is {name}{suffix}": float(bool(kinds & own)) for name, own in GROUPS.items()
    }
    row[f"is hit{suffix}"] = float(bool(kinds))
    row[f"is prose{suffix}"] = float(bool(scanned and scanned.line.is_prose))
    return row


def _neighbours(head: Head, number: int) -> HeadlineFeatures:
    """Return what rules say of the lines around a line."""
    scanned = head.page.scanned
    row = _rules(scanned[number - 1] if number else None, " above")
    row |= _rules(_at(scanned, number + 1), " below")
    row |= _rules(_at(scanned, number + 2), " below 2")
    below = scanned[number + 1 : number + 5]
    row["metadata near below"] = float(any(map(_has_metadata, below)))
    row["metadata near above"] = float(
        any(map(_has_metadata, scanned[max(0, number - 4) : number]))
    )
    return row


def _at(scanned: Sequence[ScannedLine], number: int) -> ScannedLine | None:
    return scanned[number] if number < len(scanned) else None


def _has_metadata(scanned: ScannedLine) -> bool:
    return any(hit.rule.kind in METADATA_KINDS for hit in scanned.hits)

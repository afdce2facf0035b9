"""Put what is known about each line into figures that a model can weigh: shape, place, rules, neighbours.

No words of any language are known here: words are counted, and compared with those of the page's
own body and title. So a page in a language that no rule knows is judged by its shape and place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain, compress, repeat

import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate.page import Page, Removal
from cleaners.boilerplate.scan import Scanned
from cleaners.boilerplate.window_features import (
    FAR,
    Columns,
    Reals,
    runs,
    shifted,
    since,
    until,
    windows,
)

SAMPLE = 160  # characters of a line whose words are looked at
HEAD = 80  # characters in which digits and marks are counted
WORDS = 16  # words whose capitals are counted
LONG_WORD = re.compile(r"[^\W\d_]{4,}")
DIGIT = re.compile(r"\d")
MARK = re.compile(r"[|•·/»›→>#@©®™]")
CLOSERS = "\"'”’»)] "
ENDS = frozenset(".!?…。！？")
CORE_MOST = 600  # characters of one line that count
MOST_ALIKE, MOST_COPIES = 30, 10
FEW = 12  # words up to which lines of equal length are alike
NEIGHBOURS = (-2, -1, 1, 2)
LOOKED_AT = (
    "size",
    "words",
    "capitals",
    "removed",
    "own words",
    "copies",
    "alike",
    "ends",
)
GROUPS = {
    "cited": ("byline", "date", "author", "source", "caption", "section", "tags"),
    "asking": (
        "share",
        "newsletter",
        "follow",
        "app",
        "promo",
        "paywall",
        "comments",
        "advertisement",
        "adblock",
    ),
    "listing": ("related", "navigation", "pagination", "widget"),
    "legal": ("copyright", "cookie", "disclaimer"),
}
COLUMN_OF = {kind: f"hit {group}" for group, kinds in GROUPS.items() for kind in kinds}


def gather(page: Page, taken: Mapping[int, Removal], title: str | None) -> Columns:
    """Describe every line of a page that has some; `taken` holds by index what rules would remove."""
    scanned = page.scanned
    core = np.array([each.is_core for each in scanned], float)
    columns = _own(scanned) | {"core": core}
    columns |= _words(scanned, core, title)
    columns |= _repetition(scanned, columns)
    columns |= _rules(page, taken)
    columns |= _place(page, core, taken)
    columns |= _around(columns)
    return columns


def _own(scanned: Sequence[Scanned]) -> Columns:
    """Measure what a line shows by itself."""
    texts = [each.line.text for each in scanned]
    size = np.array([len(text) for text in texts], float)
    samples = [text[:SAMPLE].split() for text in texts]
    words = np.array([len(sample) for sample in samples], float)
    capitals = [
        sum(map(str.isupper, [word[0] for word in sample[:WORDS]]))
        for sample in samples
    ]
    return {
        "size": np.log1p(size),
        "words": words,
        "capitals": np.array(capitals) / np.minimum(words, WORDS),
        "digits": np.array([len(DIGIT.findall(text, 0, HEAD)) for text in texts])
        / np.minimum(size, HEAD),
        "marks": np.array([len(MARK.findall(text, 0, HEAD)) for text in texts], float),
        "ends": np.array(
            [(text.rstrip(CLOSERS) or text)[-1] in ENDS for text in texts], float
        ),
        "asks": np.array(["?" in text[-2:] for text in texts], float),
        "colon": np.array([text[-1] == ":" for text in texts], float),
        "lower": np.array([text[0].islower() for text in texts], float),
        "word length": np.minimum(size, SAMPLE) / words,
    }


def _words(scanned: Sequence[Scanned], core: Reals, title: str | None) -> Columns:
    """Compare the longer words of a line with those of the running text and of the title."""
    own = [set(LONG_WORD.findall(each.line.text[:SAMPLE].lower())) for each in scanned]
    spread = Counter(chain.from_iterable(compress(own, core)))
    titled = set(LONG_WORD.findall((title or "").lower()))
    count = np.array([len(words) for words in own], float)
    line = np.repeat(np.arange(len(own)), count.astype(int))
    seen = np.fromiter(
        map(spread.get, chain.from_iterable(own), repeat(0)), float, len(line)
    )
    shared = np.bincount(line, seen != core[line], len(own))
    some = np.maximum(count, 1)
    in_title = (
        np.array([len(words & titled) for words in own])
        if titled
        else np.zeros(len(own))
    )
    return {
        "long words": count,
        "own words": np.where(count > 0, shared / some, -1),
        "own weight": np.bincount(line, seen, len(own)) / some / max(1.0, core.sum()),
        "title words": np.where((count > 0) & bool(titled), in_title / some, -1),
    }


def _repetition(scanned: Sequence[Scanned], columns: Columns) -> Columns:
    """Count equal lines, and lines of the same shape: as in lists of headlines."""
    texts = [each.line.text for each in scanned]
    first = {text: number for number, text in reversed(list(enumerate(texts)))}
    last = {text: number for number, text in enumerate(texts)}
    times = Counter(texts)
    words = columns["words"]
    length = np.where(words < FEW, words, FEW + words // 8)
    shape = (
        length * 64
        + np.rint(columns["capitals"] * 3) * 8
        + columns["ends"] * 2
        + (columns["digits"] > 0.1)
    )  # noqa: PLR2004 - a tenth of digits
    _, which, alike = np.unique(shape, return_inverse=True, return_counts=True)
    return {
        "copies": np.array([min(times[text], MOST_COPIES) for text in texts], float),
        "copy above": np.array(
            [first[text] < number for number, text in enumerate(texts)], float
        ),
        "copy below": np.array(
            [last[text] > number for number, text in enumerate(texts)], float
        ),
        "alike": np.minimum(alike[which], MOST_ALIKE).astype(float),
        "share alike": alike[which] / len(texts),
    }


def _rules(page: Page, taken: Mapping[int, Removal]) -> Columns:
    """Say which rules match a line, whether they hold at its place, and how it was taken."""
    names = (
        *(f"hit {group}" for group in GROUPS),
        "hit",
        "hit here",
        "opens",
        "removed",
        "by section",
    )
    columns = {name: [0.0] * len(page.scanned) for name in names}
    for number, (each, place) in enumerate(zip(page.scanned, page.places, strict=True)):
        for hit in each.hits:
            rule = hit.rule
            columns["hit"][number] = 1
            columns["opens"][number] += rule.opens
            for column in (
                COLUMN_OF.get(rule.kind),
                "hit here" if rule.allows(place) else None,
            ):
                if column:
                    columns[column][number] = max(
                        columns[column][number], rule.confidence
                    )
        if removal := taken.get(each.line.index):
            columns["removed"][number] = removal.confidence
            columns["by section"][number] = removal.rule.endswith("/section")
    return {name: np.array(column) for name, column in columns.items()}


def _place(page: Page, core: Reals, taken: Mapping[int, Removal]) -> Columns:
    """Say where a line stands: by lines, by running text above and below, by the body's ends and the title."""
    index = np.array([line.index for line in page.lines])
    place = np.arange(len(index))
    text = core * np.minimum([len(line.text) for line in page.lines], CORE_MOST)
    above = np.cumsum(text) - text
    inside = np.flatnonzero((index >= page.zone.first) & (index <= page.zone.last))
    first, last = (int(inside[0]), int(inside[-1])) if len(inside) else (len(index), -1)
    title = next(
        (
            number
            for number, line in enumerate(page.lines)
            if _is_title(taken.get(line.index))
        ),
        -2 * FAR,
    )
    gap = np.diff(index, prepend=index[0] - 1) > 1
    block = np.cumsum(gap)
    return {
        "share above": above / max(1.0, text.sum()),
        "text above": np.log1p(above),
        "text below": np.log1p(text.sum() - above - text),
        "from end": np.minimum(place[::-1], FAR).astype(float),
        "position": place / len(place),
        "off body": np.clip(
            np.minimum(place - first, 0) + np.maximum(place - last, 0) * (last >= 0),
            -FAR,
            FAR,
        )
        * 1.0,
        "in body": np.clip(np.minimum(place - first, last - place), -1, FAR) * 1.0,
        "from title": np.clip(place - title, -FAR, 2 * FAR) * 1.0,
        "apart": gap.astype(float),
        "block": np.minimum(np.bincount(block)[block], FAR) * 1.0,
    }


def _is_title(removal: Removal | None) -> bool:
    return bool(removal and removal.column == "title")


def _around(columns: Columns) -> Columns:
    """Describe the lines above and below, the run of running text or of other lines, and the page."""
    core, removed, hit = (
        columns["core"],
        (columns["removed"] > 0).astype(float),
        columns["hit"],
    )
    breaks: NDArray[np.bool_] = np.diff(core, prepend=core[0]) != 0
    averaged = {
        name: columns[name] for name in ("ends", "words", "digits", "capitals", "hit")
    } | {"removed": removed}
    found = runs(breaks, averaged)
    found |= windows(
        {"core": core, "removed": removed, "hit": hit, "ends": columns["ends"]}
    )
    for name, flag in (("core", core), ("removed", removed), ("hit", hit)):
        found |= {f"since {name}": since(flag), f"until {name}": until(flag)}
    found["since opener"] = since(columns["opens"])
    body = columns["in body"] >= 0
    whole = {
        "core": core.mean(),
        "removed": removed.mean(),
        "hit": hit.mean(),
        "apart": columns["apart"].mean(),
    }
    whole |= {"lines": np.log1p(len(core)), "words": np.median(columns["words"])}
    whole["removed inside"] = removed[body].mean() if body.any() else 0.0
    found |= {f"page {name}": np.full(len(core), mean) for name, mean in whole.items()}
    looked_at = np.array([columns[name] for name in LOOKED_AT])
    for by in NEIGHBOURS:
        found |= zip(
            (f"{name} {by:+}" for name in LOOKED_AT),
            shifted(looked_at, by),
            strict=True,
        )
    return found

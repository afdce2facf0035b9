"""Compute features of the text of each line: its form and its words.

No word of any language is listed here. Words are counted, and compared with those of the page's own
running text and title. So a page in a language that no rule knows is judged by its form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import chain, compress, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate.line_form import (
    CAPITAL_WORDS,
    SAMPLE,
    SYMBOL_SAMPLE,
    LineForm,
    long_words,
    read_form,
)
from cleaners.boilerplate.scan import ScannedLine
from cleaners.boilerplate.window_features import Features
from cleaners.decision_tables import Reals


def form_features(scanned: Sequence[ScannedLine]) -> Features:
    """Measure the form of each line: its length, capitals, digits, symbols and ending."""
    texts = [each.line.text for each in scanned]
    form_of = {text: read_form(text) for text in set(texts)}
    forms = [form_of[text] for text in texts]
    counts = np.array(forms, float)
    columns = np.ascontiguousarray(counts.T)
    form = dict(zip(LineForm._fields, columns, strict=True))
    size = form["size"]
    words = form["words"]
    return {
        "size": np.log1p(size),
        "words": words,
        "capitals": form["capitals"] / np.minimum(words, CAPITAL_WORDS),
        "digits": form["digits"] / np.minimum(size, SYMBOL_SAMPLE),
        "marks": form["symbols"],
        "ends": form["ends"],
        "asks": form["asks"],
        "colon": form["colon"],
        "lower": form["lower"],
        "end capitals": form["end_capitals"],
        "end marks": form["end_marks"],
        "end bracket": form["end_bracket"],
        "ellipsis": form["ellipsis"],
        "quotes": form["quotes"],
        "upper": form["upper"],
        "sentences": form["sentences"],
        "word length": np.minimum(size, SAMPLE) / words,
    }


def word_features(
    scanned: Sequence[ScannedLine], core: Reals, title: str | None
) -> Features:
    """Compare the long words of each line with those of the running text and of the title.

    A share that does not exist, as a line or the title has no long words, is -1.
    """
    texts = [each.line.text[:SAMPLE] for each in scanned]
    words_of_text = {text: long_words(text) for text in set(texts)}
    words_of = [words_of_text[text] for text in texts]
    title_words = long_words(title or "")
    return {
        **_core_shares(words_of, core),
        **_echoes(words_of),
        "title words": _title_shares(words_of, title_words),
    }


def _core_shares(words_of: Sequence[set[str]], core: Reals) -> Features:
    """Return the share of a line's words that other core lines have, and how many have them.

    "own weight" is the share of core lines that have a word, averaged over the words of the line.
    """
    lines = len(words_of)
    count = _word_counts(words_of)
    line_numbers = np.arange(lines)
    line = np.repeat(line_numbers, count)
    core_count = _core_counts(words_of, core)
    own_count = core[line]
    is_elsewhere = core_count != own_count
    elsewhere = np.bincount(line, is_elsewhere, lines)
    total = np.bincount(line, core_count, lines)
    at_least_one = np.maximum(count, 1)
    average = total / at_least_one
    core_lines = max(1.0, core.sum())
    return {
        "long words": count.astype(float),
        "own words": _share(elsewhere, count),
        "own weight": average / core_lines,
    }


def _echoes(words_of: Sequence[set[str]]) -> Features:
    """Return the share of each line's words that the lines next to it have."""
    above = [_shared_share(line, other) for line, other in pairwise(words_of)]
    return {
        "echo above": np.array([0.0, *above]),
        "echo below": np.array([*above, 0.0]),
    }


def _shared_share(line: set[str], other: set[str]) -> float:
    """Return the share of the words of the shorter line that the other has."""
    shared = len(line & other)
    smaller = min(len(line), len(other))
    return shared / smaller if smaller else 0.0


def _word_counts(words_of: Iterable[Collection[str]]) -> NDArray[np.int64]:
    """Return how many words each line has."""
    return np.array([len(words) for words in words_of])


def _core_counts(words_of: Sequence[set[str]], core: Reals) -> Reals:
    """Return for every word of every line, in order, the number of core lines that have it."""
    core_words = chain.from_iterable(compress(words_of, core))
    count_of = Counter(core_words)
    all_words = chain.from_iterable(words_of)
    counts = [count_of.get(word, 0) for word in all_words]
    return np.array(counts, float)


def _title_shares(words_of: Sequence[set[str]], title_words: set[str]) -> Reals:
    """Return the share of each line's words that the title has."""
    if not title_words:
        return np.full(len(words_of), -1.0)
    shared = [words & title_words for words in words_of]
    return _share(_word_counts(shared), _word_counts(words_of))


def _share(part: NDArray[Any], count: NDArray[np.int64]) -> Reals:
    """Divide by the number of words; -1 where there are none."""
    return np.where(count > 0, part / np.maximum(count, 1), -1.0)

"""Compute features of blocks from how their text is written, in any language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from cleaners.extraction.block_measures import FeatureColumns, Floats
from cleaners.extraction.blocks import WORD, HtmlBlock

# What the models of the body were fitted with; chosen on the development pages.
SAMPLE_WORDS = 40  # of a block that are read for features of its writing
MAX_DATED_WORDS = 20  # a longer block counts as no date line
SAMPLE_CHARACTERS = 320  # in which an address is looked for
MAX_WORD_LENGTH = 12  # characters, at which the mean is capped
SAYS_TITLE = 0.7  # Dice coefficient from which a block says the title
RECALLS_TITLE = 0.5  # the same, of a headline that may say it in other words
MAX_COPIES = 3  # at which the count is capped
MAX_BREAKS = 3  # at which the count is capped
MIN_CAPITALS = 4  # characters of a text that can be in capitals
DATED = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./:-]\d{1,2}\b")
ADDRESSED = re.compile(r"https?://|www\.|@\w|\.com\b")
ADDRESS_SIGNS = ("://", "www.", "@", ".com")
WRITING = (
    "word length",
    "capitals",
    "figures",
    "starts lower",
    "commas",
    "colon",
    "question",
    "exclamation",
    "dated",
    "addressed",
    "bars",
    "breaks",
    "all capitals",
)


def writing_features(blocks: Sequence[HtmlBlock]) -> FeatureColumns:
    """Describe the writing of each block."""
    rows = [_describe(block) for block in blocks]
    columns = np.array(rows, float).T
    return dict(zip(WRITING, columns, strict=True))


def _describe(block: HtmlBlock) -> tuple[float, ...]:
    """Return the values of WRITING for one block."""
    text = block.text
    words = block.words
    count = len(words)
    sample = words[:SAMPLE_WORDS]
    size = len(sample)
    last = text[-1]
    is_long = len(text) >= MIN_CAPITALS
    return (
        min(MAX_WORD_LENGTH, len(text) / count),
        sum([word[0].isupper() for word in sample]) / size,
        sum(map(str.isdigit, sample)) / size,
        text[0].islower(),
        text.count(",") / count,
        last in ":：",
        last in "?？",
        last in "!！",
        count < MAX_DATED_WORDS and DATED.search(text) is not None,
        _is_addressed(text[:SAMPLE_CHARACTERS]),
        "|" in text,
        min(MAX_BREAKS, block.breaks),
        is_long and text.isupper(),
    )


def _is_addressed(text: str) -> bool:
    """Return whether there is an address in a text; its signs are found faster than itself."""
    has_sign = any(map(text.__contains__, ADDRESS_SIGNS))
    return has_sign and ADDRESSED.search(text) is not None


def copy_features(blocks: Sequence[HtmlBlock]) -> FeatureColumns:
    """Count the other blocks with the same words, and mark those with one above."""
    keys = [block.key for block in blocks]
    count = Counter(keys)
    seen: set[str] = set()
    has_copy_above = []
    for key in keys:
        has_copy_above.append(key in seen)
        seen.add(key)
    copies = [min(MAX_COPIES, count[key] - 1) for key in keys]
    return {
        "copies": np.array(copies, float),
        "copy above": np.array(has_copy_above, float),
    }


def title_similarity(blocks: Sequence[HtmlBlock], title: str | None) -> Floats:
    """Return the Dice coefficient of the words of each short block and of the title."""
    title_words = _fold_words(WORD.findall(title or ""))
    scores: list[float] = []
    for block in blocks:
        score = 0.0
        is_short = len(block.words) < SAMPLE_WORDS
        if is_short and title_words:
            words = _fold_words(block.words)
            score = _dice(title_words, words)
        scores.append(score)
    return np.array(scores)


def _fold_words(words: Iterable[str]) -> set[str]:
    return {word.casefold() for word in words}


def _dice(left: set[str], right: set[str]) -> float:
    common = len(left & right)
    return 2 * common / (len(left) + len(right))

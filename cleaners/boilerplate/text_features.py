"""Compute features of the text of each line: its form and its words.

No word of any language is listed here. Words are counted, and compared with those of the page's own
running text and title. So a page in a language that no rule knows is judged by its form.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import chain, compress, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate.scan import ScannedLine
from cleaners.boilerplate.window_features import Features
from cleaners.decision_tables import Reals
from cleaners.lines import (
    MARKS,
    STOPS,
    count_words,
    is_unspaced,
)

# Guards that keep a long line cheap; none was tuned.
SAMPLE = 160  # leading characters of a line whose words are read
SYMBOL_SAMPLE = 80  # leading characters in which digits and symbols are counted
CAPITAL_WORDS = 16  # leading words whose capitals are counted

END_SAMPLE = 40  # trailing characters of a line in which a credit is looked for
LAST_WORDS = 4
BREAKS = (". ", "? ", "! ", "。")  # between two sentences, about

END_MARK = re.compile(r"[/|©@:–—(\[]")
QUOTES = "\"“„«‘'”»「"
LONG_WORD = re.compile(r"[^\W\d_]{4,}")
LONG_MARKED_WORD = re.compile(rf"(?:[^\W\d_]|[{MARKS}]){{4,}}")
MARKED_LETTER = re.compile(f"[{MARKS}]")
DIGIT = re.compile(r"\d")
SYMBOL = re.compile(r"[|•·/»›→>#@©®™]")
CLOSING = "\"'”’»)]」』】） "
SENTENCE_ENDS = frozenset(STOPS)


def form_features(scanned: Sequence[ScannedLine]) -> Features:
    """Measure the form of each line: its length, capitals, digits, symbols and ending."""
    texts = [each.line.text for each in scanned]
    sizes = _sizes(texts)
    features = _length_features(texts, sizes)
    symbols = _symbol_features(texts, sizes)
    endings = _ending_features(texts)
    features |= symbols
    features |= endings
    features |= _end_features(texts)
    words = features["words"]
    sampled = np.minimum(sizes, SAMPLE)
    features["word length"] = sampled / words
    return features


def _sizes(texts: Sequence[str]) -> Reals:
    """Return the number of characters of each line."""
    lengths = [len(text) for text in texts]
    return np.array(lengths, float)


def _length_features(texts: Sequence[str], sizes: Reals) -> Features:
    """Count the characters, words and capitals of each line."""
    counts: list[int] = []
    capital_counts: list[int] = []
    for text in texts:
        sample = text[:SAMPLE].split()
        is_plain = text.isascii() or not is_unspaced(text)
        counts.append(len(sample) if is_plain else count_words(text[:SAMPLE]))
        capital_counts.append(_count_capitals(sample))
    words = np.array(counts, float)
    capitals = np.array(capital_counts)
    words_read = np.minimum(words, CAPITAL_WORDS)
    return {
        "size": np.log1p(sizes),
        "words": words,
        "capitals": capitals / words_read,
    }


def _symbol_features(texts: Sequence[str], sizes: Reals) -> Features:
    """Count the digits and symbols at the start of each line."""
    sampled = np.minimum(sizes, SYMBOL_SAMPLE)
    return {
        "digits": _count(DIGIT, texts) / sampled,
        "marks": _count(SYMBOL, texts),
    }


def _ending_features(texts: Sequence[str]) -> Features:
    """Flag how each line ends, and whether it starts in lower case."""
    return {
        "ends": _flag(_ends_sentence, texts),
        "asks": _flag(_asks, texts),
        "colon": _flag(_ends_in_colon, texts),
        "lower": _flag(_starts_lower, texts),
    }


def _end_features(texts: Sequence[str]) -> Features:
    """Describe the end of each line, where captions have their credits, and its sentences."""
    ends = [text[-END_SAMPLE:] for text in texts]
    last_words = [end.split()[-LAST_WORDS:] for end in ends]
    capitals = [_count_capitals(words) / len(words) for words in last_words]
    sentences = [sum(map(text.count, BREAKS)) for text in texts]
    return {
        "end capitals": np.array(capitals, float),
        "end marks": np.array([len(END_MARK.findall(end)) for end in ends], float),
        "end bracket": _flag(_ends_in_bracket, texts),
        "ellipsis": _flag(_ends_in_ellipsis, texts),
        "quotes": _flag(_starts_with_quote, texts),
        "upper": _flag(str.isupper, texts),
        "sentences": np.array(sentences, float),
    }


def _ends_in_bracket(text: str) -> bool:
    return text[-1] in ")]"


def _ends_in_ellipsis(text: str) -> bool:
    return text.endswith(("…", "..."))


def _starts_with_quote(text: str) -> bool:
    return text[0] in QUOTES


def _count_capitals(words: Sequence[str]) -> int:
    """Count the words that begin with a capital."""
    return sum([word[0].isupper() for word in words[:CAPITAL_WORDS]])


def _count(pattern: re.Pattern[str], texts: Iterable[str]) -> Reals:
    """Count the matches of a one-character pattern near the start of each line."""
    counts = [len(pattern.findall(text, 0, SYMBOL_SAMPLE)) for text in texts]
    return np.array(counts, float)


def _flag(test: Callable[[str], bool], texts: Iterable[str]) -> Reals:
    """Return 1 for each line that passes a test, else 0."""
    return np.array([test(text) for text in texts], float)


def _ends_sentence(text: str) -> bool:
    """Whether a line ends in a full stop or the like, with or without closing quotes."""
    bare = text.rstrip(CLOSING) or text
    return bare[-1] in SENTENCE_ENDS


def _asks(text: str) -> bool:
    return "?" in text[-2:]


def _ends_in_colon(text: str) -> bool:
    return text[-1] == ":"


def _starts_lower(text: str) -> bool:
    return text[0].islower()


def word_features(
    scanned: Sequence[ScannedLine], core: Reals, title: str | None
) -> Features:
    """Compare the long words of each line with those of the running text and of the title.

    A share that does not exist, as a line or the title has no long words, is -1.
    """
    words_of = [_long_words(each.line.text[:SAMPLE]) for each in scanned]
    features = _core_shares(words_of, core)
    features |= _echoes(words_of)
    features["title words"] = _title_shares(words_of, _long_words(title or ""))
    return features


def _long_words(text: str) -> set[str]:
    """Return the long words of a text; in a script without spaces, all pairs of letters."""
    lower = text.lower()
    if text.isascii() or not MARKED_LETTER.search(text):
        return set(LONG_WORD.findall(lower))
    if is_unspaced(text):
        return {first + second for first, second in pairwise(text)}
    return set(LONG_MARKED_WORD.findall(lower))


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
    above: list[float] = []
    for line, other in pairwise(words_of):
        shared = len(line & other)
        smaller = min(len(line), len(other))
        above.append(shared / smaller if smaller else 0.0)
    return {
        "echo above": np.array([0.0, *above]),
        "echo below": np.array([*above, 0.0]),
    }


def _word_counts(words_of: Iterable[Collection[str]]) -> NDArray[np.int64]:
    """Return how many words each line has."""
    return np.array([len(words) for words in words_of])


def _core_counts(words_of: Sequence[set[str]], core: Reals) -> Reals:
    """Return for every word of every line, in order, the number of core lines that have it."""
    core_words = chain.from_iterable(compress(words_of, core))
    count_of = Counter(core_words)
    counts = [count_of.get(word, 0) for word in chain.from_iterable(words_of)]
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

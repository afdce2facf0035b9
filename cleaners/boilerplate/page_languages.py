"""Tell which languages' rules a page needs, from the frequent words on it.

This is coarser than naming the language of an article, and comes before it: a page may have its
furniture in two languages, and one rule too many costs less than one too few.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files

# Guards and shares below were set by hand on the first half of the invented scrapes.
SAMPLE = 4_000  # characters of a page whose words are read
MIN_WORDS = 8  # known words, below which a page may be of any language
MIN_SHARE = (
    0.4  # of the words of the likeliest language, from which another is likely too
)


def likely_languages(text: str) -> frozenset[str] | None:
    """Return the languages that a page may be in; None where it has too few known words."""
    times = Counter(text[:SAMPLE].lower().split())
    known = _languages_of_words()
    counts: dict[str, int] = {}
    for word in known.keys() & times.keys():
        for language in known[word]:
            counts[language] = counts.get(language, 0) + times[word]
    if not counts:
        return None
    most = max(counts.values())
    if most < MIN_WORDS:
        return None
    return frozenset(
        language for language, count in counts.items() if count >= MIN_SHARE * most
    )


@cache
def _languages_of_words() -> dict[str, tuple[str, ...]]:
    """Read which languages have each word."""
    path = files("cleaners") / "data" / "frequent_words.toml"
    words_of: dict[str, str] = tomllib.loads(path.read_text(encoding="utf-8"))
    languages: dict[str, tuple[str, ...]] = {}
    for language, words in words_of.items():
        for word in words.split():
            languages[word] = (*languages.get(word, ()), language)
    return languages

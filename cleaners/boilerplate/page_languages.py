"""Tell which languages' rules a page needs, from the frequent words on it.

This is coarser than naming the language of an article, and comes before it: a page may have its
furniture in two languages, and one rule too many costs less than one too few.
"""

from __future__ import annotations

import re
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


WITHOUT_WORDS = frozenset({"ja"})  # with rules, and written without spaces
KANA = re.compile("[\u3041-\u309f\u30a1-\u30fa]")  # of Japanese alone


def likely_languages(text: str) -> frozenset[str] | None:
    """Return the languages that a page may be in.

    None, which is any, where it has too few known words, or rather Japanese ones.
    """
    sample = text[:SAMPLE]
    counts = _count_words(sample.lower())
    most = max(counts.values(), default=0)
    if most < MIN_WORDS or len(KANA.findall(sample)) > most:
        return None
    least = MIN_SHARE * most
    return frozenset(name for name, count in counts.items() if count >= least)


def _count_words(text: str) -> dict[str, int]:
    """Count the frequent words of each language."""
    known = _languages_of_words()
    times = Counter(text.split())
    counts: Counter[str] = Counter()
    for word in known.keys() & times.keys():
        for language in known[word]:
            counts[language] += times[word]
    return counts


@cache
def _languages_of_words() -> dict[str, tuple[str, ...]]:
    """Read which languages have each word."""
    languages: dict[str, tuple[str, ...]] = {}
    for language, words in _frequent_words().items():
        for word in words.split():
            known = languages.get(word, ())
            languages[word] = (*known, language)
    return languages


def _frequent_words() -> dict[str, str]:
    path = files("cleaners") / "data" / "frequent_words.toml"
    content = path.read_text(encoding="utf-8")
    return tomllib.loads(content)

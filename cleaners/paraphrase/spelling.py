"""Compare British and American spellings.

Spinners swap the two, so a spelling is restored only if the rest of the text spells that way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_DOUBLED = (
    "cancel|channel|counsel|equal|fuel|label|level|marvel|model|panel|quarrel|rival|signal"
    "|total|travel|tunnel"
)
_RULES = (
    (
        re.compile(
            r"^(arm|behavi|col|endeav|fav|glam|harb|hon|hum|lab|neighb|od|rum|sav|vap|vig)our"
        ),
        r"\1or",
    ),
    (re.compile(rf"^({_DOUBLED})l(?=ed|ing|er)"), r"\1"),
    (
        re.compile(
            r"(?<=[a-z]{3})(?<!adv|dev|sup|rev|erc)(?<!prom)is(?=(?:e|es|ed|ing|ation|ations)$)"
        ),
        "iz",
    ),
    (re.compile(r"(?<=anal|aral)ys(?=(?:e|es|ed|ing)$)"), "yz"),
    (re.compile(r"^(cent|theat|fib|met|lit)re(?=s?$|d$)"), r"\1er"),
    (re.compile(r"^(def|off|lic|pret)ence(?=s?$)"), r"\1ense"),
    (re.compile(r"^(catal|dial|anal|monol)ogue(?=s?$)"), r"\1og"),
    (re.compile(r"^programme(?=s?$)"), "program"),
)


@lru_cache(maxsize=50_000)  # words; bounds the memory of the cache
def american(word: str) -> str:
    """Return the American spelling of a word in lower case."""
    for pattern, spelling in _RULES:
        word = pattern.sub(spelling, word)
    return word


def is_respelling(one: str, other: str) -> bool:
    """Return whether two words differ only in British and American spelling."""
    return one != other and american(one) == american(other)


def contradicts_spelling(original: str, spun: str, words: Iterable[str]) -> bool:
    """Return whether `original` for `spun` contradicts the spelling of the other `words`.

    The words are British if any of them has a British spelling, else American.
    """
    if not is_respelling(original, spun):
        return False
    is_american = american(original) == original
    others = (word for word in words if word not in (original, spun))
    is_british_text = any(american(word) != word for word in others)
    return is_american if is_british_text else not is_american

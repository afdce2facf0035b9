"""Find the lines that repeat the headline, as a copy or as the slug of an address."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from cleaners.lines import SENTENCE_END, WORD

# How a line repeats the headline, chosen by hand on the development pages.
MIN_SLUG_WORDS = 3
MIN_STEM_LETTERS = 3  # of a cut word in a slug: "end" for "ends"
LENGTH_SLACK = 20  # characters by which punctuation may lengthen or shorten a copy


def repeats(text: str, title: str) -> str | None:
    """Return how a line repeats the title: `repeated`, `slug`, or None."""
    surplus = len(text) - len(title)
    if surplus > LENGTH_SLACK:
        return None
    is_lower = text.islower()
    is_shorter = surplus < -LENGTH_SLACK
    if is_shorter and not is_lower:
        return None
    if begin_apart(text, title) or fold_words(text) != fold_words(title):
        return "slug" if _is_slug(text, title) else None
    if is_lower and not title.islower():
        return "slug"
    return "repeated"


def holds(text: str, title: str) -> str | None:
    """Return `repeated` if a line is the title with a short label or credit beside it."""
    if not len(title) < len(text) <= len(title) + LENGTH_SLACK:
        return None
    whole, part = text.casefold(), title.casefold()
    is_longer = whole.endswith(f" {part}") or whole.startswith(f"{part} ")
    return "repeated" if is_longer and len(title) > LENGTH_SLACK else None


def begin_apart(first: str, second: str) -> bool:
    """Whether two texts begin with different letters of ASCII, so that their words differ too."""
    one, other = first[:1], second[:1]
    if one.lower() == other.lower():
        return False
    return one.isalnum() and other.isalnum() and (one + other).isascii()


@lru_cache(maxsize=1024)
def fold_words(text: str) -> str:
    """Return the words of a text in lower case, one space apart."""
    return " ".join(WORD.findall(text.lower().replace("-", " ").replace("_", " ")))


def _is_slug(text: str, title: str) -> bool:
    """Whether a lower-case line is made only of the title's words, each complete or cut short."""
    if not text.islower() or SENTENCE_END.search(text):
        return False
    folded = fold_words(text)
    words = folded.split()
    if len(words) < MIN_SLUG_WORDS:
        return False
    folded_title = fold_words(title)
    title_words = folded_title.split()
    return all(_is_from_title(word, title_words) for word in words)


def _is_from_title(word: str, title_words: Sequence[str]) -> bool:
    """Whether a word is one of the title's, or the first letters of one."""
    if word in title_words:
        return True
    if len(word) < MIN_STEM_LETTERS:
        return False
    return any(other.startswith(word) for other in title_words)

"""Tell whether two halves at the end of a line are one word or a compound with a hyphen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache

from cleaners.lazy_patterns import compile_later

WORD = compile_later(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# A compound ends at every tenth line end or so: lines have about sixty characters, words six.
COMPOUNDS_TO_A_BREAK = 3  # of which a text has fewer if it divides words
SHORTEST_WORD = 3  # letters; shorter halves are syllables as often as words


@dataclass(frozen=True, slots=True)
class TextWords:
    """The words of a text in small letters, and whether it divides words at the ends of lines."""

    words: Counter[str]
    divides: bool

    @classmethod
    def of(cls, text: str, divided: int) -> TextWords:
        """Read the words of a text, in which so many lines end in a hyphen."""
        words = Counter(found[0].casefold() for found in WORD.finditer(text))
        compounds = sum(times for word, times in words.items() if "-" in word)
        return cls(words, COMPOUNDS_TO_A_BREAK * divided > compounds)

    def is_one_word(self, first: str, second: str) -> bool:
        """Return whether two halves are a word; other places in the text tell, or English."""
        if f"{first}{second}" in self.words:
            return True
        is_compound = f"{first}-{second}" in self.words or _is_compound(first, second)
        return self.divides and not is_compound


NO_WORDS = TextWords(Counter(), divides=False)


def _is_compound(first: str, second: str) -> bool:
    """Return whether both halves are words of English, and both together are none."""
    known = english_words()
    are_words = min(len(first), len(second)) >= SHORTEST_WORD
    if not are_words or f"{first}{second}" in known:
        return False
    return first in known and second in known


@cache
def english_words() -> frozenset[str]:
    """Return the words of the language model, in small letters."""
    # Few texts need it, and it takes half a second to load.
    from cleaners.paraphrase.language_model import word_log_probs  # noqa: PLC0415

    return frozenset(word_log_probs())

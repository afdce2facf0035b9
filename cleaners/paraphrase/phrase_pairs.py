"""Find pairs of phrases for a lexicon in a spun text and its original; `unspun learn` does so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleaners.paraphrase.alignment import (
    CONTEXT_WORDS,
    Alignment,
    Difference,
    are_synonyms_of_a_spinner,
)
from cleaners.paraphrase.words import Word


class AlignedPair(NamedTuple):
    """A phrase of an original and the phrase of a spun copy in its place, in lower case.

    `context` is the spun phrase with the words around it.
    """

    original: str
    spun: str
    context: str


def aligned_pairs(spun: str, original: str) -> Iterator[AlignedPair]:
    """Yield the phrases of up to five words that differ between a spun text and its original.

    Only places between words that agree count. Yield nothing if the texts are no copies.
    """
    alignment = Alignment.of(spun, original)
    for difference in alignment.differences():
        words, original_words = alignment.words_of(difference)
        if not are_synonyms_of_a_spinner(words, original_words):
            continue
        yield AlignedPair(
            original=_lower_phrase(original, original_words),
            spun=_lower_phrase(spun, words),
            context=_context(spun, alignment.words, difference),
        )


def _context(text: str, words: Sequence[Word], difference: Difference) -> str:
    """Return the text of a difference and the words around it, with single spaces."""
    first = max(0, difference.start - CONTEXT_WORDS)
    last = min(len(words), difference.end + CONTEXT_WORDS) - 1
    written = text[words[first].start : words[last].end]
    return " ".join(written.split())


def _lower_phrase(text: str, words: Sequence[Word]) -> str:
    """Return the text of some words in lower case, with single spaces and straight apostrophes."""
    written = text[words[0].start : words[-1].end]
    phrase = written.lower().replace("’", "'")
    return " ".join(phrase.split())

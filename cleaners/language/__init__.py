"""Detect the language of a text, the same way every time.

The script answers first: many scripts write one language. Other texts go to py3langid, which is
fast and knows 139 languages. langdetect is asked only where py3langid is in doubt. A text whose
parts are in several languages gets the main one, and a confidence that is its share.
"""

from __future__ import annotations

from cleaners.article import Language
from cleaners.language import letters, model, parts, referee
from cleaners.language.guess import UNKNOWN
from cleaners.language.sample import take, without_figures

__all__ = ["UNKNOWN", "detect", "load"]

# Of a confidence: further ones differ between processors, which add up in different orders.
DECIMALS = 3


def detect(text: str) -> Language:
    """Detect the language: an ISO 639-1 code, or "und" where the text does not show it."""
    sample = take(text)
    counts = letters.count(sample)
    if counts.total < letters.LETTERS_IN_PROSE * len(sample):
        sample = without_figures(sample)
        counts = letters.count(sample)
    if counts.are_too_few:
        return UNKNOWN
    found = _identify(sample, counts)
    if found.code == UNKNOWN.code:
        return UNKNOWN
    confidence = found.confidence * counts.share()
    return Language(found.code, round(confidence, DECIMALS))


def _identify(sample: str, counts: letters.Letters) -> Language:
    """Return the language of what is in the main script of a sample."""
    code = counts.only_language()
    if code is not None:
        return Language(code, 1.0)
    if counts.are_capitals:
        sample = sample.lower()
    kept = letters.keep_main_script(sample, counts)
    return parts.identify(kept)


def load() -> None:
    """Load all models now, which otherwise happens when the first text needs them."""
    model.load()
    referee.load()

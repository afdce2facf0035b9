"""Detect the language of a text, the same way every time.

The script answers first: many scripts write one language. Other texts go to py3langid, which is
fast and knows 139 languages. langdetect is asked only where py3langid is in doubt. A text whose
parts are in several languages gets the main one, and a confidence that is its share.
"""

from __future__ import annotations

from cleaners.article import Language
from cleaners.language import letters, model, parts, referee
from cleaners.language.guess import UNKNOWN
from cleaners.language.sample import take

__all__ = ["UNKNOWN", "detect", "load"]

# Of a confidence: further ones differ between processors, which add up in different orders.
DECIMALS = 3


def detect(text: str) -> Language:
    """Detect the language: an ISO 639-1 code, or "und" where the text does not show it."""
    sample = take(text)
    counts = letters.count(sample)
    if counts.are_too_few:
        return UNKNOWN
    script = counts.main_script()
    code = counts.only_language(script)
    is_shared = script in letters.SHARED_SCRIPTS
    if code == UNKNOWN.code or (code is None and not is_shared):
        return UNKNOWN
    share = counts.share(script)
    if code is not None:
        return Language(code, round(share, DECIMALS))
    if counts.are_capitals:
        sample = sample.lower()
    found = parts.identify(letters.keep(sample, script, share))
    if found == UNKNOWN:
        return UNKNOWN
    return Language(found.code, round(found.confidence * share, DECIMALS))


def load() -> None:
    """Load all models now, which otherwise happens when the first text needs them."""
    model.load()
    referee.load()

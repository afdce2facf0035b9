"""Compute features of the lines that are equal to a line, or alike in form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cleaners.boilerplate.scan import ScannedLine
from cleaners.boilerplate.window_features import Features
from cleaners.decision_tables import Reals

# Chosen by hand when the model was first fitted; other values were not measured.
MAX_ALIKE = 30  # lines of one form; more count as this
MAX_COPIES = 10  # equal lines; more count as this
FEW_WORDS = 12  # shorter lines are alike only if they have equally many words
WORDS_STEP = 8  # longer ones are alike if they have equally many times this many
CAPITAL_LEVELS = 3  # levels of the share of capitals, besides zero
SOME_DIGITS = 0.1  # share of characters; more are many
# Factors that keep the parts of a form apart: each part is below the factor of the next.
CAPITAL_FACTOR, LENGTH_FACTOR = 8, 64


def repetition_features(scanned: Sequence[ScannedLine], features: Features) -> Features:
    """Count the copies of each line, and the lines of the same form, as in lists of headlines."""
    texts = [each.line.text for each in scanned]
    upward = texts[::-1]
    seen_below = _seen_before(upward)
    alike = _count_alike(features)
    capped = np.minimum(alike, MAX_ALIKE)
    return {
        "copies": _count_copies(texts),
        "copy above": _seen_before(texts),
        "copy below": seen_below[::-1],
        "alike": capped.astype(float),
        "share alike": alike / len(texts),
    }


def _count_copies(texts: Sequence[str]) -> Reals:
    """Count how often the page has each text."""
    times = Counter(texts)
    copies = [min(times[text], MAX_COPIES) for text in texts]
    return np.array(copies, float)


def _count_alike(features: Features) -> NDArray[np.int64]:
    """Count the lines that have the form of each."""
    forms = _forms(features).tolist()
    times = Counter(forms)
    return np.array([times[form] for form in forms])


def _seen_before(texts: Sequence[str]) -> Reals:
    """Return 1 for each text that occurred before, else 0."""
    seen: set[str] = set()
    flags: list[bool] = []
    for text in texts:
        flags.append(text in seen)
        seen.add(text)
    return np.array(flags, float)


def _forms(features: Features) -> Reals:
    """Encode the form of each line as one number: length, capitals, ending and digits."""
    length = _length_classes(features["words"])
    capitals = np.rint(features["capitals"] * CAPITAL_LEVELS)
    has_digits = features["digits"] > SOME_DIGITS
    form = length * LENGTH_FACTOR + capitals * CAPITAL_FACTOR
    return np.asarray(form + features["ends"] * 2 + has_digits)


def _length_classes(words: Reals) -> Reals:
    """Return a number for each length in words, equal for lengths that count as equal."""
    long = FEW_WORDS + words // WORDS_STEP
    return np.where(words < FEW_WORDS, words, long)

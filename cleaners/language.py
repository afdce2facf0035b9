"""Detect the language of a text, the same way every time.

langdetect draws n-grams at random and loads its profiles in the order in which the disk lists them;
here the seed, the sample and the order are fixed. N-grams are looked up when a text asks for them,
where langdetect builds its whole table first: that saves most of a second of start-up and changes
no answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from langdetect.detector import Detector
from langdetect.lang_detect_exception import LangDetectException

from cleaners.article import Language

UNKNOWN = Language("und", 0.0)
# Letters, and different ones. With fewer, langdetect is confident of some language whatever the
# text is.
MIN_LETTERS = 20
MIN_DISTINCT = 6
# Characters. Beyond some 2,000, langdetect's answers no longer change, but its time does. They are
# taken from several places, since a page may begin or end in another language.
SAMPLE = 2_000
PLACES = 4
DECIMALS = (
    4  # of a confidence: those beyond differ by the order in which shares are added
)

NOISE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|\d+")
# langdetect takes short texts in traditional Chinese for Korean, which always has some of these.
HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7ff]")
LETTER = re.compile(r"[^\W\d_]")


def detect(text: str) -> Language:
    """Detect the language; its code is of ISO 639-1, or "und" where there are too few letters."""
    sample = _sample(text)
    letters = LETTER.findall(sample)
    if len(letters) < MIN_LETTERS or len(set(letters)) < MIN_DISTINCT:
        return UNKNOWN
    detector = Detector(_profiles())
    detector.append(sample)
    try:
        found = detector.get_probabilities()
    except LangDetectException:  # none of its n-grams is in any profile
        return UNKNOWN
    has_hangul = HANGUL.search(sample) is not None
    guesses = []
    for guess in found:
        is_chinese = guess.lang == "ko" and not has_hangul
        guesses.append(("zh" if is_chinese else guess.lang, guess.prob))
    return _likeliest(guesses)


def _sample(text: str) -> str:
    """Return a short text as it is, of a long one four stretches at even distances."""
    if len(text) > SAMPLE:
        size = SAMPLE // PLACES
        distance = len(text) - size
        starts = [place * distance // (PLACES - 1) for place in range(PLACES)]
        text = " ".join(text[start : start + size] for start in starts)
    return NOISE.sub(" ", text)


def _likeliest(guesses: Iterable[tuple[str, float]]) -> Language:
    """Return the likeliest language, and among equals the first by the alphabet."""
    shares = _shares(guesses)
    best_code = UNKNOWN.code
    best_share = UNKNOWN.confidence
    for code in sorted(shares):
        share = round(shares[code], DECIMALS)
        if share > best_share:
            best_code = code
            best_share = share
    confidence = min(1.0, best_share)
    return Language(best_code, confidence)


def _shares(guesses: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Add up the scripts of each language: zh-cn and zh-tw are zh."""
    shares: dict[str, float] = {}
    for name, share in guesses:
        code = name.partition("-")[0]
        shares[code] = shares.get(code, 0.0) + share
    return shares


@dataclass(frozen=True, slots=True)
class _Profiles:
    """The part of langdetect's factory that its Detector reads."""

    langlist: list[str]
    word_lang_prob_map: _Probabilities
    seed: int = 0


class _Probabilities:
    """The probabilities of n-grams in each language, computed on demand and kept.

    `counts` holds the n-grams of each language, `totals` how many it has of lengths 1, 2 and 3.
    """

    def __init__(
        self, counts: list[Mapping[str, int]], totals: list[list[int]]
    ) -> None:
        self.counts = counts
        self.totals = totals
        self.known: dict[str, list[float]] = {}

    def __contains__(self, gram: str) -> bool:
        return gram in self.known or any(gram in counts for counts in self.counts)

    def __getitem__(self, gram: str) -> list[float]:
        if gram not in self.known:
            self.known[gram] = self._probabilities(gram)
        return self.known[gram]

    def _probabilities(self, gram: str) -> list[float]:
        length = len(gram) - 1
        found: list[float] = []
        for counts, totals in zip(self.counts, self.totals, strict=True):
            found.append(counts.get(gram, 0) / totals[length])
        return found


@cache
def _profiles() -> _Profiles:
    """Read langdetect's profiles once, in the order of their names."""
    profiles = _read_profiles()
    names = [profile["name"] for profile in profiles]
    counts = [profile["freq"] for profile in profiles]
    totals = [profile["n_words"] for profile in profiles]
    probabilities = _Probabilities(counts, totals)
    return _Profiles(names, probabilities)


def _read_profiles() -> list[dict[str, Any]]:
    folder = files("langdetect") / "profiles"
    paths = sorted(folder.iterdir(), key=lambda path: path.name)
    return [json.loads(path.read_text("utf-8")) for path in paths]

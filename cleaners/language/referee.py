"""Ask langdetect, which knows 55 languages, and give the same answer every time.

langdetect draws n-grams at random and loads its profiles in the order in which the disk lists them;
here the seed and the order are fixed. N-grams are looked up when a text asks for them, where
langdetect builds its whole table first: that saves most of a second of start-up and changes no
answer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from cleaners.article import Language
from cleaners.language.guess import UNKNOWN, rank


def ask(text: str) -> Language:
    """Return the language that langdetect names."""
    from langdetect.detector import Detector  # noqa: PLC0415 - few texts need it
    from langdetect.lang_detect_exception import LangDetectException  # noqa: PLC0415

    detector = Detector(load())
    detector.append(text)
    try:
        found = detector.get_probabilities()
    except LangDetectException:  # none of its n-grams is in any profile
        return UNKNOWN
    ranked = rank((guess.lang, guess.prob) for guess in found)
    return ranked[0] if ranked else UNKNOWN


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
def load() -> _Profiles:
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

"""Name the language of a text, the same way every time.

langdetect draws n-grams at random and loads its profiles in the order in which the disk lists them;
here the seed, the sample and the order are fixed. Looking up n-grams when a text asks for them,
instead of building its whole table first, saves most of a second of start-up and changes no answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from langdetect.detector import Detector
from langdetect.lang_detect_exception import LangDetectException

from cleaners.article import Language

UNKNOWN = Language("und", 0.0)
# Below these, langdetect names a language with confidence whatever it is shown.
MIN_LETTERS = 20
MIN_DISTINCT = 6
# Beyond some 2,000 characters its answers no longer change, its time does. Taken from several
# places, since a page may begin or end in another language.
SAMPLE = 2_000
PLACES = 4

NOISE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|\d+")
# langdetect takes short texts in traditional Chinese for Korean, which is never written without these.
HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7ff]")
LETTER = re.compile(r"[^\W\d_]")


def detect(text: str) -> Language:
    """Name the language by its ISO 639-1 code; "und" where there are too few letters to tell."""
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
    korean = HANGUL.search(sample) is not None
    return _merged(
        (guess.lang if korean or guess.lang != "ko" else "zh", guess.prob)
        for guess in found
    )


def _sample(text: str) -> str:
    """Take the whole of a short text, and stretches at even distances of a long one."""
    if len(text) > SAMPLE:
        size = SAMPLE // PLACES
        starts = [place * (len(text) - size) // (PLACES - 1) for place in range(PLACES)]
        text = " ".join(text[start : start + size] for start in starts)
    return NOISE.sub(" ", text)


def _merged(guesses: Iterable[tuple[str, float]]) -> Language:
    """Add up the scripts of one language (zh-cn and zh-tw are zh) and take the likeliest."""
    shares: dict[str, float] = {}
    for name, share in guesses:
        code = name.partition("-")[0]
        shares[code] = shares.get(code, 0.0) + share
    if not shares:
        return UNKNOWN
    best = min(shares, key=lambda code: (-round(shares[code], 4), code))
    return Language(best, min(1.0, round(shares[best], 4)))


@dataclass(frozen=True, slots=True)
class _Profiles:
    """What a langdetect Detector asks of its factory."""

    langlist: list[str]
    word_lang_prob_map: _Probabilities
    seed: int = 0


class _Probabilities:
    """For an n-gram its probability in each language, looked up on demand and kept."""

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
            pairs = zip(self.counts, self.totals, strict=True)
            self.known[gram] = [
                counts.get(gram, 0) / totals[len(gram) - 1] for counts, totals in pairs
            ]
        return self.known[gram]


@cache
def _profiles() -> _Profiles:
    """Read langdetect's profiles once, in the order of their names."""
    folder = files("langdetect").joinpath("profiles")
    profiles = [
        json.loads(path.read_text("utf-8"))
        for path in sorted(folder.iterdir(), key=lambda path: path.name)
    ]
    counts = [profile["freq"] for profile in profiles]
    return _Profiles(
        [profile["name"] for profile in profiles],
        _Probabilities(counts, [profile["n_words"] for profile in profiles]),
    )

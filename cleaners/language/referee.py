"""Ask langdetect, which knows 55 languages, and give the same answer every time.

langdetect draws n-grams at random and loads its profiles in the order in which the disk lists them;
here the seed and the order are fixed. The probabilities of an n-gram are listed when a text asks
for it, where langdetect lists those of all first: that saves most of a second of start-up, and
changes no answer.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from cleaners.article import Language
from cleaners.language.guess import UNKNOWN, rank
from cleaners.language.profile_table import Probabilities, Profile


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
    word_lang_prob_map: Probabilities
    seed: int = 0


@cache
def load() -> _Profiles:
    """Read langdetect's profiles once, in the order of their names."""
    folder = files("langdetect") / "profiles"
    paths = sorted(folder.iterdir(), key=lambda path: path.name)
    profiles = [Profile.of(json.loads(path.read_text("utf-8"))) for path in paths]
    names = [profile.name for profile in profiles]
    return _Profiles(names, Probabilities(profiles))

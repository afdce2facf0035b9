"""Count the letters of a text by script, and say what the script alone shows."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

# Letters, and different ones. With fewer, detectors are confident of some language whatever the
# text is.
MIN_LETTERS = 20
MIN_DISTINCT = 6
# Of the letters. Headlines and forms have some capitals, only texts in capitals have more.
CAPITALS = 0.5
# Of the characters. Prose in Latin letters has 80 % letters, tables have fewer, and their figures
# would count as words of no language.
LETTERS_IN_PROSE = 0.7
# Of the letters. A text in one script quotes names in another; with a lower share, the letters of
# other scripts are left out before the detectors read it.
ONE_SCRIPT = 0.9
# Of Japanese text, kana are 40 % and more; names in Chinese text have few.
KANA = 0.1

# Scripts by the first word of the names that Unicode gives to their letters, with the language
# that news in them is written in.
LANGUAGES = {
    "ARMENIAN": "hy",
    "CJK": "zh",
    "GEORGIAN": "ka",
    "GREEK": "el",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "HANGUL": "ko",
    "HEBREW": "he",
    "KANA": "ja",
    "KANNADA": "kn",
    "KHMER": "km",
    "LAO": "lo",
    "MALAYALAM": "ml",
    "MYANMAR": "my",
    "ORIYA": "or",
    "SINHALA": "si",
    "TAMIL": "ta",
    "TELUGU": "te",
    "THAANA": "dv",
    "THAI": "th",
}
# Scripts of several languages that py3langid tells apart.
SHARED_SCRIPTS = frozenset(
    {"LATIN", "CYRILLIC", "ARABIC", "BENGALI", "DEVANAGARI", "ETHIOPIC"}
)
KANA_SCRIPTS = ("HIRAGANA", "KATAKANA")
KANA_NAME = "KANA"  # of both, with the Chinese characters between them
# The Latin letters that say what one letter of these scripts says: the Universal Declaration of
# Human Rights has 3.4 times as many in English as in Chinese, 2.6 as in Korean, 2.3 as in Japanese.
WEIGHTS = {"CJK": 3.4, "HANGUL": 2.6, "HIRAGANA": 2.3, "KATAKANA": 2.3}
# Letters that show another language than most texts in their script, or one without a code.
PECULIAR = {
    "ETHIOPIC": ("ti", "ቐቑቒቓቔቕቖቘቚቛቜቝ"),  # Tigrinya, which py3langid takes for Amharic
    "HEBREW": ("yi", "װױײ"),
    "MYANMAR": ("und", "ၵၷၸၺၻၼၽၾၿႁၚၛၜၝ"),  # Shan and Mon
}
OTHER = "other"
CACHED = 4_096  # letters; a Chinese newspaper uses some 3,000


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of a text: how many, how many different ones, and of which scripts.

    `scripts` has a weight for each script, in Latin letters. `peculiar` is the code that letters of
    one language show.
    """

    total: int
    distinct: int
    capitals: int
    scripts: dict[str, float]
    peculiar: str | None

    @property
    def are_too_few(self) -> bool:
        """Tell whether no detector can name the language."""
        return self.total < MIN_LETTERS or self.distinct < MIN_DISTINCT

    @property
    def are_capitals(self) -> bool:
        """Tell whether the text is in capitals."""
        return self.capitals > CAPITALS * self.total

    def main_script(self) -> str:
        """Return the script with the largest weight, among equals the first by the alphabet."""
        scripts = sorted(self.scripts)
        return max(scripts, key=self.scripts.__getitem__)

    def share(self) -> float:
        """Return how much of the text is in its main script."""
        weights = self.scripts.values()
        return max(weights) / sum(weights)

    def only_language(self) -> str | None:
        """Return the code that the script shows, "und" for a script that no model knows.

        None says that several languages share the script.
        """
        script = self.main_script()
        if self.peculiar and script in PECULIAR:
            return self.peculiar
        if script in SHARED_SCRIPTS:
            return None
        return LANGUAGES.get(script, "und")


def count(text: str) -> Letters:
    """Count the letters of a text."""
    total = distinct = capitals = 0
    scripts: dict[str, float] = {}
    counts = Counter(text)
    for char, number in counts.items():
        if not char.isalpha():
            continue
        distinct += 1
        total += number
        if char.isupper():
            capitals += number
        script = script_of(char)
        weight = number * WEIGHTS.get(script, 1.0)
        scripts[script] = scripts.get(script, 0.0) + weight
    peculiar = _find_peculiar(counts, scripts)
    return Letters(total, distinct, capitals, _join_japanese(scripts), peculiar)


def keep_main_script(text: str, counts: Letters) -> str:
    """Blank out the letters of other scripts, where they are many."""
    if counts.share() >= ONE_SCRIPT:
        return text
    script = counts.main_script()
    kept = []
    for char in text:
        is_other = char.isalpha() and script_of(char) != script
        kept.append(" " if is_other else char)
    return "".join(kept)


@lru_cache(maxsize=CACHED)
def script_of(letter: str) -> str:
    """Return the script of a letter, by the first word of its name."""
    words = unicodedata.name(letter, OTHER).split()
    if words[0] in {"HALFWIDTH", "FULLWIDTH"}:
        return words[1]
    return words[0]


def _find_peculiar(counts: Counter[str], scripts: dict[str, float]) -> str | None:
    """Return the code that letters of one language show."""
    for script, (code, letters) in PECULIAR.items():
        if script in scripts and any(letter in counts for letter in letters):
            return code
    return None


def _join_japanese(scripts: dict[str, float]) -> dict[str, float]:
    """Give the weight of Chinese characters and kana to the one that the language writes."""
    kana = sum(scripts.pop(script, 0.0) for script in KANA_SCRIPTS)
    chinese = scripts.pop("CJK", 0.0)
    both = kana + chinese
    if both > 0:
        scripts[KANA_NAME if kana >= KANA * both else "CJK"] = both
    return scripts

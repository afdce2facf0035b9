"""What a detector says of a text, in the codes that Unspun writes."""

from __future__ import annotations

from collections.abc import Iterable

from cleaners.article import Language

UNKNOWN = Language("und", 0.0)

CODE_LENGTH = 2  # of ISO 639-1
# Labels of the detectors for what has one code: written forms of Norwegian, scripts of Chinese,
# members of the macrolanguages of ISO 639-3, and languages that py3langid labels by ISO 639-3.
PARENTS = {
    "ary": "ar",
    "arz": "ar",
    "fuv": "ff",
    "gug": "gn",
    "kik": "ki",
    "ltg": "lv",
    "nb": "no",
    "nn": "no",
    "sdh": "ku",
    "uzs": "uz",
    "wuu": "zh",
    "yue": "zh",
    "zh-cn": "zh",
    "zh-tw": "zh",
}


def code_of(label: str) -> str:
    """Return the ISO 639-1 code of a detector's label, or "und" if there is none."""
    code = PARENTS.get(label, label)
    return code if len(code) == CODE_LENGTH else UNKNOWN.code


def rank(shares: Iterable[tuple[str, float]]) -> list[Language]:
    """Add up the shares of each code; return the likeliest first, equals by the alphabet."""
    sums: dict[str, float] = {}
    for label, share in shares:
        code = code_of(label)
        sums[code] = sums.get(code, 0.0) + share
    ranked = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    return [Language(code, min(1.0, share)) for code, share in ranked]

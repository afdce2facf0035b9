"""Say which letters of misread UTF-8 lost their second byte: "polÃtica", "Äerven".

From "í", the soft hyphen is lost that was its second byte; from "č" a byte that windows-1252 has no
character for. The other letters of a text say which of them it writes, and lists know words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from cleaners.lazy_patterns import compile_later
from cleaners.lost_bytes import Restoration

DATA = files("cleaners") / "data"
WESTERN = "sloppy-windows-1252"
SECOND = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
LONE = compile_later(f"[ÃÄÅ](?!{SECOND})")
LOST = compile_later("[\x81\x8d\x8f\x90\x9d\xad]")
AFTER_LETTER = f"(?:(?<=[A-Za-z])|(?<=[ÃÄÅ]{SECOND}))"
AFTER_SMALL = f"(?:(?<=[a-z])|(?<=[ÃÄÅ]{SECOND}))"
BEFORE_SMALL = f"(?=[a-z]|[ÃÄÅ]{SECOND})"
AT_END = r"(?=[ \t.,;:!?)\]-]|$|Â[»\xa0 ]|â€)"

SOFT_HYPHEN = compile_later("Ã\xad")
I_AFTER_CONSONANT = compile_later(f"(?<=[b-df-hj-np-tv-z])Ã{BEFORE_SMALL}")  # no "ß"
I_WITHIN = compile_later(f"{AFTER_LETTER}Ã{BEFORE_SMALL}")
I_AT_END = compile_later(f"(?<=[a-z])Ã{AT_END}", re.MULTILINE)
I_IN_CAPITALS = compile_later(r"(?<=[B-DF-HJ-NP-TV-Z])Ã(?=AS?(?![^\W\d_]))")  # "MARÃA"
# "á", "ã", "ñ", "¿", "ě", "ř", "ů" are letters of languages that write "í", and no "à" in words.
WITH_I = compile_later("Ã[¡£±]|Â[¿¡]|Ä›|Å™|Å¯")
# "è", "ò" and those of Vietnamese stand beside "à"; "ä", "ö", "ü" beside "ß".
WITHOUT_I = compile_later("Ã[¨²¤¶¼]|áº|á»")
# ftfy leaves the space that was the second byte of an "à".
A_BEFORE_MARK = compile_later("(?<=[a-z])Ã (?=[,.)]|â€[^œ˜ž])")

CARON = compile_later("Å[¡¾½]|Ä›|Å™|Å¯")  # "š", "ž", "ě", "ř", "ů"
MACRON = compile_later("Ä[“«]|Å[«†]|Ä[¼£·]")  # Latvian, whose lost letter is "ā"
# Characters that Latin-1 does not have. Read as Latin-1, "ě" and "ř" are lost as well.
WINDOWS = compile_later("[ÃÄÅ][ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€")
SERBIAN = compile_later("Ä[‡‘]")  # "ć", "đ"
C_CARON = compile_later(
    f"Ä{BEFORE_SMALL}|{AFTER_SMALL}Ä{AT_END}",
    re.MULTILINE,
)
POLISH = compile_later("Ä[…™]|Å‚")  # "ą", "ę", "ł"
L_STROKE = compile_later("(?<![A-Za-z])Å(?=[A-Za-z]|Ã[³“])")


def lost_letters(text: str) -> Iterator[Restoration]:
    """Yield how to restore the letters of a text."""
    if not LONE.search(text):
        return
    yield from _words("any")
    yield I_IN_CAPITALS, "Ã\x8d"
    if not SOFT_HYPHEN.search(text):
        yield from _lost_soft_hyphens(text)
    yield A_BEFORE_MARK, "Ã\xa0"
    if WINDOWS.search(text):
        yield from _lost_undefined(text)


def _lost_soft_hyphens(text: str) -> Iterator[Restoration]:
    """Yield how to restore "í" where it cannot be another letter that lost its second byte."""
    surplus = len(WITH_I.findall(text)) - len(WITHOUT_I.findall(text))
    if surplus > 0:
        yield I_WITHIN, "Ã\xad"
        yield I_AT_END, "Ã\xad"
    elif surplus == 0:
        yield I_AFTER_CONSONANT, "Ã\xad"


def _lost_undefined(text: str) -> Iterator[Restoration]:
    """Yield how to restore letters of which windows-1252 lacks the second byte."""
    if CARON.search(text) and not MACRON.search(text):
        yield from _words("serbian" if SERBIAN.search(text) else "czech")
        yield C_CARON, "Ä\x8d"
    if POLISH.search(text):
        yield L_STROKE, "Å\x81"


@cache
def _words(name: str) -> tuple[Restoration, ...]:
    """Return how to restore the words of a list."""
    text = (DATA / "lost_letters.toml").read_text(encoding="utf-8")
    words = tomllib.loads(text)[name].split()
    capitalized = [word[0].upper() + word[1:] for word in words]
    return tuple(map(_word, dict.fromkeys(words + capitalized)))


def _word(word: str) -> Restoration:
    """Return how to restore a word of a list."""
    whole = word.rstrip("-").encode().decode(WESTERN)
    end = "" if word.endswith("-") else r"(?!\w)"
    lost = re.escape(LOST.sub("", whole))
    return re.compile(rf"(?<![A-Za-z]){lost}{end}"), whole

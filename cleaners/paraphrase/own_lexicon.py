"""Read the lexicon of word pairs that a user adds to the shipped one."""

from __future__ import annotations

from hashlib import sha256
from math import isfinite

from cleaners.own_entries import OwnLexicon, Pair
from cleaners.paraphrase.lexicon import (
    MAX_PHRASE_WORDS,
    OWN_DIALECT,
    LexiconError,
    Phrase,
)
from cleaners.paraphrase.words import forms

# Share of its places in which a word of a user's own lexicon is replaced (0..1), as
# counted in dialect A.
OWN_REPLACED_SHARE = 0.94
OWN_CELLS = (2, 3)  # cells of a row: the third, the weight, is optional


def parse_own(text: str, name: str) -> OwnLexicon:
    """Read a user's own lexicon from the text of a file called `name`.

    Its rows are `original <tab> spun [<tab> weight]`; lines that begin with "#" are comments.
    Raises LexiconError, naming the line and how to fix it.
    """
    pairs = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            pairs.append(_parse_own_row(line.split("\t"), f"{name}:{number}"))
    content = text.encode("utf-8", "surrogatepass")
    return OwnLexicon(sha256(content).hexdigest(), tuple(pairs))


def _parse_own_row(cells: list[str], place: str) -> Pair:
    """Read one row of a user's own lexicon; `place` is its file and line."""
    if len(cells) not in OWN_CELLS:
        raise LexiconError(
            f"{place}: {len(cells)} cells; write original, spun and optionally a weight, "
            "separated by tabs"
        )
    original = cells[0].strip().lower()
    spun = cells[1].strip().lower()
    if not _is_valid_pair(forms(original), forms(spun)):
        raise LexiconError(
            f"{place}: {original!r} and {spun!r}; "
            f"write two that differ, of one to {MAX_PHRASE_WORDS} words each"
        )
    return Pair(
        original=original,
        spun=spun,
        weight=_parse_weight(cells[2], place) if cells[2:] else 1.0,
        replaced=OWN_REPLACED_SHARE,
        stood=0.0,
        dialects=OWN_DIALECT,
    )


def _is_valid_pair(original: Phrase, spun: Phrase) -> bool:
    """Return whether two phrases differ, and neither is empty or too long."""
    if not original or not spun or original == spun:
        return False
    return len(original) <= MAX_PHRASE_WORDS and len(spun) <= MAX_PHRASE_WORDS


def _parse_weight(cell: str, place: str) -> float:
    """Read how often a pair was seen."""
    try:
        weight = float(cell)
    except ValueError:
        weight = 0.0
    if weight <= 0 or not isfinite(weight):
        raise LexiconError(
            f"{place}: the weight is {cell!r}; "
            "write a number above 0: how often the pair was seen"
        )
    return weight

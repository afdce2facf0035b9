"""English inflection for the lexicon, by lemminflect: pairs in all their forms, and whether two forms agree.

A dictionary spinner keeps the form: a plural stays a plural, a past a past. So one row of a list
gives all pairs of a verb or a noun, and a pair whose forms differ is most likely a slip.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from lemminflect import getAllInflections, getAllInflectionsOOV, getAllLemmas

KINDS = {
    "v": ("VERB", "VB", "VBZ", "VBG", "VBD", "VBN"),
    "n": ("NOUN", "NN", "NNS"),
    "x": (),
    "m": (),
}
# Where the library's first choice is not what news write.
PREFERRED = {
    ("be", "VBN"): "been", ("bear", "VBN"): "borne", ("bid", "VBD"): "bid", ("broadcast", "VBD"): "broadcast",
    ("dial", "VBN"): "dialed", ("fit", "VBD"): "fitted", ("forecast", "VBD"): "forecast", ("get", "VBN"): "got",
    ("lean", "VBN"): "leaned", ("lie", "VBN"): "lain", ("light", "VBN"): "lit", ("person", "NNS"): "people",
    ("program", "VBG"): "programming", ("program", "VBD"): "programmed", ("program", "VBN"): "programmed",
    ("smell", "VBN"): "smelled", ("spell", "VBN"): "spelled", ("spoil", "VBN"): "spoiled",
    ("wake", "VBD"): "woke", ("wake", "VBN"): "woken", ("weave", "VBD"): "wove",
}  # fmt: skip
MARKS = {"NNS": "s", "VBZ": "s", "VBG": "ing", "VBD": "past", "VBN": "past"}


def inflected(kind: str, original: str, spun: str) -> Iterator[tuple[str, str]]:
    """Yield a pair in all its forms: kind v inflects the first word of both, n the last, x and m neither.

    A noun without a plural gives one pair only, and forms that are the same give none. Raises ValueError
    where a word is no such part of speech.
    """
    if kind not in KINDS:
        raise ValueError(
            f"{original}: no such kind: {kind!r}; write {', '.join(KINDS)}"
        )
    if not KINDS[kind]:
        yield original, spun
    for tag in KINDS[kind][1:]:
        one, two = _form(kind, original, tag), _form(kind, spun, tag)
        if (one, two) == (original, spun) or (
            one != two and (tag != "NNS" or one != original)
        ):
            yield one, two


def agree(original: str, spun: str) -> bool:
    """Tell whether some word of `spun` can have the form that `original` shows: -s, -ing or past.

    The part of speech may differ, as a spinner is blind to it. Plain words, words that the library
    does not know, and phrases as originals show no form.
    """
    shown = _marks(original)
    if " " in original or not shown or "plain" in shown:
        return True
    return any(
        not (marks := _marks(word)) or not shown.isdisjoint(marks)
        for word in re.split("[ -]", spun)
    )


def _form(kind: str, phrase: str, tag: str) -> str:
    if kind == "v":
        verb, space, rest = phrase.partition(" ")
        return _inflected(verb, tag) + space + rest
    head, space, noun = phrase.rpartition(" ")
    return head + space + _inflected(noun, tag)


@cache
def _inflected(word: str, tag: str) -> str:
    part = "VERB" if tag.startswith("V") else "NOUN"
    lemmas = getAllLemmas(word)
    if lemmas and part not in lemmas:
        raise ValueError(
            f"{word!r} is no {part.lower()}; write the row as it stands, of kind x or m"
        )
    if tag in {"VB", "NN"} or (
        part == "NOUN" and word not in lemmas.get("NOUN", (word,))
    ):
        return word
    if (word, tag) in PREFERRED:
        return PREFERRED[word, tag]
    known = getAllInflections(word, part) or getAllInflectionsOOV(word, part)
    return str(known.get(tag, known.get("VBD", (word,)))[0])


@cache
def _marks(word: str) -> frozenset[str]:
    """Give the forms that a word can be; none where the library does not know the word."""
    marks: set[str] = set()
    for part, lemmas in getAllLemmas(word).items():
        for lemma in lemmas:
            tags = [
                tag
                for tag, spelled in getAllInflections(lemma, part).items()
                if word in spelled
            ]
            marks.update(MARKS.get(tag, "plain") for tag in tags)
    return frozenset(marks)

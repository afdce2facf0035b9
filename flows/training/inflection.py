"""English inflection for the lexicon, by lemminflect.

A dictionary spinner keeps the form of a word: a plural stays a plural, a past tense a past tense.
So one row of a list gives the pairs of all forms of a verb or noun, and a pair whose forms differ
is most likely a mistake.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

from lemminflect import getAllInflections, getAllInflectionsOOV, getAllLemmas

# Part of speech, base tag and inflected tags (Penn Treebank) of each kind of row.
KINDS = {
    "v": ("VERB", "VB", "VBZ", "VBG", "VBD", "VBN"),
    "n": ("NOUN", "NN", "NNS"),
    "x": (),
    "m": (),
}
# Words for which the library's first choice is not what news articles write.
PREFERRED = {
    ("be", "VBN"): "been", ("bear", "VBN"): "borne", ("bid", "VBD"): "bid",
    ("broadcast", "VBD"): "broadcast", ("dial", "VBN"): "dialed", ("fit", "VBD"): "fitted",
    ("forecast", "VBD"): "forecast", ("get", "VBN"): "got", ("lean", "VBN"): "leaned",
    ("lie", "VBN"): "lain", ("light", "VBN"): "lit", ("person", "NNS"): "people",
    ("program", "VBG"): "programming", ("program", "VBD"): "programmed",
    ("program", "VBN"): "programmed", ("smell", "VBN"): "smelled", ("spell", "VBN"): "spelled",
    ("spoil", "VBN"): "spoiled", ("wake", "VBD"): "woke", ("wake", "VBN"): "woken",
    ("weave", "VBD"): "wove",
}  # fmt: skip
FORM_OF_TAG = {"NNS": "s", "VBZ": "s", "VBG": "ing", "VBD": "past", "VBN": "past"}


def inflect(kind: str, original: str, spun: str) -> Iterator[tuple[str, str]]:
    """Yield a pair in all its forms.

    Kind v inflects the first word of both phrases as a verb, n the last as a noun; x and m inflect
    nothing. A noun without a plural gives one pair, and forms that are equal give none. Raises
    ValueError for an unknown kind or a word that is not of that part of speech.
    """
    if kind not in KINDS:
        raise ValueError(f"{original}: unknown kind {kind!r}; use {', '.join(KINDS)}")
    if not KINDS[kind]:
        yield original, spun
    yield from _inflected(kind, original, spun)


def _inflected(kind: str, original: str, spun: str) -> Iterator[tuple[str, str]]:
    """Yield the forms of a pair that differ from each other."""
    for tag in KINDS[kind][1:]:
        forms = _inflect_phrase(kind, original, tag), _inflect_phrase(kind, spun, tag)
        if forms == (original, spun) or _is_pair(forms, original, tag):
            yield forms


def _is_pair(forms: tuple[str, str], original: str, tag: str) -> bool:
    """Whether two forms differ; a noun without a plural has none."""
    original_form, spun_form = forms
    has_no_plural = tag == "NNS" and original_form == original
    return original_form != spun_form and not has_no_plural


def forms_agree(original: str, spun: str) -> bool:
    """Return whether a word of `spun` can have the form that `original` shows: -s, -ing or past.

    The part of speech may differ, as a spinner does not know it. Base forms, words that the library
    does not know, and originals of several words show no form.
    """
    wanted = _forms_of(original)
    if " " in original or not wanted or "plain" in wanted:
        return True
    for word in re.split("[ -]", spun):
        possible = _forms_of(word)
        if not possible or not wanted.isdisjoint(possible):
            return True
    return False


def _inflect_phrase(kind: str, phrase: str, tag: str) -> str:
    """Inflect the first word of a verb phrase, or the last word of a noun phrase."""
    if kind == "v":
        verb, space, rest = phrase.partition(" ")
        return _inflect_word(verb, tag) + space + rest
    head, space, noun = phrase.rpartition(" ")
    return head + space + _inflect_word(noun, tag)


@cache
def _inflect_word(word: str, tag: str) -> str:
    """Return the form of a word for a Penn Treebank tag; a plural stays as it is."""
    part = "VERB" if tag.startswith("V") else "NOUN"
    lemmas = getAllLemmas(word)
    _require_part(word, part, lemmas)
    is_plain = tag in {"VB", "NN"}
    is_plural = part == "NOUN" and word not in lemmas.get("NOUN", (word,))
    if is_plain or is_plural:
        return word
    preferred = PREFERRED.get((word, tag))
    return preferred or _known_form(word, part, tag)


def _known_form(word: str, part: str, tag: str) -> str:
    """Return the form that the library knows; without it, the past or the word itself."""
    known = getAllInflections(word, part) or getAllInflectionsOOV(word, part)
    past_or_word = known.get("VBD", (word,))
    first, *_ = known.get(tag, past_or_word)
    return str(first)


@cache
def _forms_of(word: str) -> frozenset[str]:
    """Return the forms that a word can be; none where the library does not know the word."""
    found: set[str] = set()
    for part, lemmas in getAllLemmas(word).items():
        for lemma in lemmas:
            for tag, spellings in getAllInflections(lemma, part).items():
                if word in spellings:
                    found.add(FORM_OF_TAG.get(tag, "plain"))
    return frozenset(found)


def _require_part(word: str, part: str, lemmas: Collection[str]) -> None:
    """Raise ValueError for a known word that is no such part of speech."""
    if lemmas and part not in lemmas:
        raise ValueError(
            f"{word!r} is not a {part.lower()}; "
            "write each form as a row of its own, of kind x or m"
        )

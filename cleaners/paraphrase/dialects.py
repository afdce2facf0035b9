"""Whether a text retells another one in other words throughout: by translation there and back, or by a neural model.

Nothing in such a text alone gives it away, so it takes another copy: names and figures that come in the same
order, with few words in common between them. No lexicon can repair it; it is labelled, never edited.
"""

from __future__ import annotations

from itertools import chain

from rapidfuzz.distance import LCSseq, Levenshtein

from cleaners.paraphrase.words import Word, sentences

NAMES = 8  # names that a copy must have, so that their order can say something
IN_ORDER = 0.75  # share of them that both have in the same order; ten pairs of articles on one event had .59 at most
FIGURES = 3  # figures that a copy must have
# Share of them that both have in the same order: newer reports on an event have others throughout. Of 27,742 ordered
# pairs of news texts on like subjects 18 would be labelled without this, none with it.
KEPT = 0.5
RETOLD = 0.4  # share of words in common from which a text is copied, or spun by a dictionary, and not retold
ONE_TO_ONE = 0.9  # ratio of the numbers of sentences from which a text was taken over sentence by sentence


def retelling(suspect: str, copy: str) -> str | None:
    """Name the dialect of a suspect beside a genuine copy: "round_trip", "neural", or None where evidence is weak.

    A person may retell a text too, but keeps its figures or leaves some out; a machine alters some. One that takes
    the text over sentence by sentence is called a round trip, any other neural.
    """
    ours, theirs = sentences(suspect), sentences(copy)
    here, there = _names(ours), _names(theirs)
    if (
        len(there) < NAMES
        or _shared(here, there) < IN_ORDER
        or _shared(_forms(ours), _forms(theirs)) >= RETOLD
    ):
        return None
    if not _are_altered(_figures(suspect, ours), _figures(copy, theirs)):
        return None
    one_to_one = min(len(ours), len(theirs)) >= ONE_TO_ONE * max(len(ours), len(theirs))
    return "round_trip" if one_to_one else "neural"


def _are_altered(figures: list[str], true: list[str]) -> bool:
    """Whether a list of figures is the true one but for some in whose place others stand."""
    if len(true) < FIGURES or _shared(figures, true) < KEPT:
        return False
    return any(code.tag == "replace" for code in Levenshtein.editops(figures, true))


def _names(text: list[list[Word]]) -> list[str]:
    return [word.form for word in chain.from_iterable(text) if word.name]


def _figures(text: str, words: list[list[Word]]) -> list[str]:
    return [
        text[word.start : word.end]
        for word in chain.from_iterable(words)
        if word.kind == "number"
    ]


def _forms(text: list[list[Word]]) -> list[str]:
    return [word.form for word in chain.from_iterable(text)]


def _shared(ours: list[str], theirs: list[str]) -> float:
    """Return the share of the longer list that both have in the same order: of the shorter one, chance is too large."""
    return LCSseq.similarity(ours, theirs) / max(1, len(ours), len(theirs))

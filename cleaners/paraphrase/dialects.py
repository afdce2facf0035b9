"""Find texts that retell another one: translated there and back, or by a neural model.

Nothing in such a text alone shows it. Beside a copy, names and figures come in the same order while
few words are the same. No lexicon can repair such a text; it is labelled, never edited.
"""

from __future__ import annotations

from itertools import chain

from rapidfuzz.distance import LCSseq, Levenshtein

from cleaners.paraphrase.words import Word, sentences

# Names that a copy must have: the order of fewer says little. No source is recorded.
MIN_NAMES = 8
# Share (0..1) of the names that come in the same order: ten pairs of articles on one event had .59
# at most.
MIN_NAMES_IN_ORDER = 0.75
# Figures that a copy must have. No source is recorded.
MIN_FIGURES = 3
# Share (0..1) of the figures that come in the same order: newer reports on an event have others
# throughout. Of 27,742 ordered pairs of news texts on similar subjects 18 would be labelled without
# this threshold, none with it.
MIN_FIGURES_IN_ORDER = 0.5
# Share (0..1) of words in the same order from which a text is copied or spun by a dictionary, and
# not retold; dialect A changes .26 to .56 of the words. No source of the value is recorded.
MAX_WORDS_IN_ORDER = 0.4
# Ratio (0..1) of the numbers of sentences from which a text was retold sentence by sentence. It
# only decides the name of the dialect. No source is recorded.
MIN_SENTENCE_RATIO = 0.9
FIGURE_KINDS = frozenset(("number", "numeral"))


def retelling(suspect: str, copy: str) -> str | None:
    """Return the dialect of a text that retells a genuine copy, or None if the evidence is weak.

    A person may retell a text too, but keeps its figures or leaves some out; a machine changes
    some. A text with as many sentences as the copy is a "round_trip", any other "neural".
    """
    suspect_sentences = sentences(suspect)
    copy_sentences = sentences(copy)
    suspect_words = list(chain.from_iterable(suspect_sentences))
    copy_words = list(chain.from_iterable(copy_sentences))
    if not _have_same_names(suspect_words, copy_words):
        return None
    if _have_same_words(suspect_words, copy_words):
        return None
    figures = _figures(suspect, suspect_words)
    copy_figures = _figures(copy, copy_words)
    if not _are_changed(figures, copy_figures):
        return None
    return _dialect(len(suspect_sentences), len(copy_sentences))


def _dialect(sentences: int, copy_sentences: int) -> str:
    """Return the dialect of a text that retells a copy, by their numbers of sentences."""
    fewer = min(sentences, copy_sentences)
    more = max(sentences, copy_sentences)
    is_sentence_by_sentence = fewer >= MIN_SENTENCE_RATIO * more
    return "round_trip" if is_sentence_by_sentence else "neural"


def _have_same_names(suspect_words: list[Word], copy_words: list[Word]) -> bool:
    """Return whether most names of two texts come in the same order."""
    suspect_names = [word.form for word in suspect_words if word.is_name]
    copy_names = [word.form for word in copy_words if word.is_name]
    if len(copy_names) < MIN_NAMES:
        return False
    return _share_in_order(suspect_names, copy_names) >= MIN_NAMES_IN_ORDER


def _have_same_words(suspect_words: list[Word], copy_words: list[Word]) -> bool:
    """Return whether so many words come in the same order that a text is not retold."""
    suspect_forms = [word.form for word in suspect_words]
    copy_forms = [word.form for word in copy_words]
    return _share_in_order(suspect_forms, copy_forms) >= MAX_WORDS_IN_ORDER


def _are_changed(figures: list[str], copy_figures: list[str]) -> bool:
    """Return whether most figures of two texts are the same, and some are replaced by others."""
    if len(copy_figures) < MIN_FIGURES:
        return False
    if _share_in_order(figures, copy_figures) < MIN_FIGURES_IN_ORDER:
        return False
    edits = Levenshtein.editops(figures, copy_figures)
    return any(edit.tag == "replace" for edit in edits)


def _figures(text: str, words: list[Word]) -> list[str]:
    figures = [word for word in words if word.kind in FIGURE_KINDS]
    return [text[word.start : word.end] for word in figures]


def _share_in_order(one: list[str], other: list[str]) -> float:
    """Return the share (0..1) of the longer list that both have in the same order.

    Of the shorter one, chance alone would make a large share.
    """
    return LCSseq.similarity(one, other) / max(1, len(one), len(other))

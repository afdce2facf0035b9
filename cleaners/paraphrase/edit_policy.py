"""Decide which decoded places become edits of a text."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import cached_property

from cleaners.paraphrase.agreement import breaks_agreement
from cleaners.paraphrase.chosen_readings import DecodedPlace
from cleaners.paraphrase.lexicon import Lexicon
from cleaners.paraphrase.spelling import contradicts_spelling, is_respelling
from cleaners.paraphrase.words import Word


class OperatingPoint(StrEnum):
    """How sure an edit must be: readable repairs more, conservative breaks less."""

    READABLE = "readable"
    CONSERVATIVE = "conservative"


# Posterior (0..1) from which a place is edited. Chosen where the held-out groups of pairs asked for
# it (tests/bench/paraphrase.py).
POSTERIOR_THRESHOLDS = {
    OperatingPoint.READABLE: 0.5,
    OperatingPoint.CONSERVATIVE: 0.75,
}
# Posterior (0..1) from which a modal verb is edited: it says how sure the writer was, so a wrong
# edit changes a fact. No source of the value is recorded.
MODAL_THRESHOLD = 0.98
# Posterior (0..1) from which words are written that state another fact where they are wrong: a
# near-synonym of the right word would be harmless elsewhere.
FACT_THRESHOLD = 0.8
FACT_WORDS = frozenset(
    """revenue revenues profit profits income earnings turnover past ago adopt adopted adopts
    adopting customers clients patients users domestic foreign both without not never half quarter
    dozen""".split()  # noqa: SIM905  # a list of 25 strings reads badly
)
MODALS = frozenset(
    ("can", "could", "may", "might", "must", "shall", "should", "will", "would")
)
MODAL_FORMS = MODALS | {"won't", "can't"} | {f"{modal}n't" for modal in MODALS}


class EditPolicy:
    """Accepts or rejects the decoded places of one text."""

    def __init__(self, lexicon: Lexicon, sentences: Sequence[Sequence[Word]]) -> None:
        self._lexicon = lexicon
        self._sentences = sentences

    def accepts(self, sentence: Sequence[Word], place: DecodedPlace) -> bool:
        """Return whether to edit a place that reaches the threshold of the operating point."""
        if not place.original:
            return False
        original_words = place.original.split()
        spun_words = [word.form for word in sentence[place.start : place.end]]
        original = " ".join(original_words)
        spun = " ".join(spun_words)
        if is_respelling(original, spun) and contradicts_spelling(
            original, spun, self._words_no_spinner_writes
        ):
            return False
        before = sentence[place.start - 1].form if place.start else ""
        if breaks_agreement(before, original_words, spun_words):
            return False
        return place.posterior >= _threshold(original_words, spun_words)

    @cached_property
    def _words_no_spinner_writes(self) -> frozenset[str]:
        """The words of the text that no spinner writes: they show how the author spells."""
        forms = {word.form for sentence in self._sentences for word in sentence}
        candidates = self._lexicon.candidates
        return frozenset(form for form in forms if (form,) not in candidates)


def _threshold(original: Sequence[str], spun: Sequence[str]) -> float:
    """Return the posterior (0..1) that a pair needs, whatever the operating point."""
    if changes_modal(original, spun):
        return MODAL_THRESHOLD
    new_words = set(original).difference(spun)
    return 0.0 if FACT_WORDS.isdisjoint(new_words) else FACT_THRESHOLD


def changes_modal(original: Sequence[str], spun: Sequence[str]) -> bool:
    """Return whether two phrases differ in a modal verb."""
    if MODAL_FORMS.isdisjoint((*original, *spun)):
        return False
    differing = _without_negation(original) ^ _without_negation(spun)
    return not MODALS.isdisjoint(differing)


def _without_negation(words: Sequence[str]) -> set[str]:
    """Return words with "not" taken out of contractions."""
    return {"will" if word == "won't" else word.removesuffix("n't") for word in words}

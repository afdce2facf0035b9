"""Decide which decoded places become edits of a text."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from cleaners.paraphrase.agreement import breaks_agreement, breaks_number_of_verb
from cleaners.paraphrase.chosen_readings import DecodedPlace
from cleaners.paraphrase.lexicon import Lexicon
from cleaners.paraphrase.quotations import Gain
from cleaners.paraphrase.spelling import contradicts_spelling, is_respelling
from cleaners.paraphrase.words import Word


class OperatingPoint(StrEnum):
    """How sure an edit must be: readable repairs more, conservative breaks less."""

    READABLE = "readable"
    CONSERVATIVE = "conservative"


# Confidence (0..1) from which a copy edits a place.
COPY_CONFIDENCE = {
    OperatingPoint.READABLE: 0.4,
    OperatingPoint.CONSERVATIVE: 0.75,
}
# Risk (`second_look.py`) up to which the shipped lexicon edits a place. Chosen on the counted
# pages, each with a lexicon and tables that did not know its text: one edit in sixty makes its
# place worse in a readable text, and one in a hundred in a conservative one.
MOST_RISK = {
    OperatingPoint.READABLE: 0.22,
    OperatingPoint.CONSERVATIVE: 0.08,
}
# Posterior (0..1) that the likeliest original of a place must have for a second look. With .1 one
# place in a hundred more was restored, often with another word that the sentence hardly allows.
LEAST_POSTERIOR = 0.4
# The same in a text that is hardly spun, by a spinner whose pairs the lexicon knows badly. Chosen
# where the held-out groups of pairs asked for it (tests/bench/paraphrase.py).
DOUBTFUL_THRESHOLDS = {
    OperatingPoint.READABLE: 0.83,
    OperatingPoint.CONSERVATIVE: 0.87,
}
# Scores (nats per word) of a text in doubt, and of one beyond doubt. Half of the real pages have
# .69 or more, of texts that are spun with pairs that the lexicon does not know .45.
DOUBTFUL_SCORE = 0.5
CERTAIN_SCORE = 0.72
# Score that so many words are added with: a short text says little about its spinner.
USUAL_SCORE = 0.8
USUAL_SCORE_WORDS = 60
# Posterior (0..1) from which a negation is edited, as a wrong edit states the opposite, and from
# which a profit is stated, as what spinners write for it mostly stands for revenue. No source of
# the value is recorded.
GRAVE_THRESHOLD = 0.98
# Risk up to which words are written that state another fact where they are wrong, also modal
# verbs, which say how sure the writer was: a near-synonym of the right word would be harmless
# elsewhere. Of 423 such edits of the counted pages one made its place worse.
FACT_RISK = 0.1
# Risk up to which "is" and "not" are contracted, or written out: authors differ in that.
SHORT_RISK = 0.05
FACT_WORDS = frozenset(
    """income earnings turnover past ago adopt adopted adopts
    adopting clients users domestic foreign without not never half quarter
    dozen at and or supplier suppliers store production moves
    table tables families americans""".split()  # noqa: SIM905  # a list of 40 strings reads badly
)
PROFITS = frozenset(("profit", "profits"))
FUNCTION_WORDS = frozenset(
    """this these those that which who it he she they we you is are was were be been being has have
    had do does did of on at to for from by with in as but and or each any some many much more most
    another such than then there when where while since until after before during through
    throughout over under between among across around about against into onto upon toward towards
    within because though although however also only just even still already again so""".split()  # noqa: SIM905  # a list of 80 strings reads badly
)
NEGATIONS = frozenset(
    "no not never nor neither none nobody nothing nowhere without cannot".split()  # noqa: SIM905  # a list of strings reads badly
)
MODALS = frozenset(
    ("can", "could", "may", "might", "must", "shall", "should", "will", "would")
)
MODAL_FORMS = MODALS | {"won't", "can't"} | {f"{modal}n't" for modal in MODALS}


class Demand(NamedTuple):
    """What an edit of a text must reach: a posterior (0..1) at least, and a risk at most."""

    posterior: float
    risk: float

    def most_risk(self, original: Sequence[str], spun: Sequence[str]) -> float:
        """Return the risk up to which an original may be written."""
        limits = [self.risk]
        if states_fact(original, spun):
            limits.append(FACT_RISK)
        if shortens(original, spun):
            limits.append(SHORT_RISK)
        return min(limits)


def demand_of_text(point: OperatingPoint, gain: Gain) -> Demand:
    """Return what an edit of a text must reach, given the gain of its words."""
    usual_gain = USUAL_SCORE * USUAL_SCORE_WORDS
    score = (gain.nats + usual_gain) / (gain.words + USUAL_SCORE_WORDS)
    certainty = (score - DOUBTFUL_SCORE) / (CERTAIN_SCORE - DOUBTFUL_SCORE)
    certainty = min(1.0, max(0.0, certainty))
    doubtful = DOUBTFUL_THRESHOLDS[point]
    posterior = doubtful + certainty * (LEAST_POSTERIOR - doubtful)
    return Demand(posterior, MOST_RISK[point])


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
        before = sentence[: place.start]
        after = sentence[place.end :]
        if breaks_agreement(before, original_words, spun_words):
            return False
        if breaks_number_of_verb(after, original_words, spun_words):
            return False
        is_certain = place.posterior >= GRAVE_THRESHOLD
        return is_certain or not _is_grave(original_words, spun_words)

    @cached_property
    def _words_no_spinner_writes(self) -> frozenset[str]:
        """The words of the text that no spinner writes: they show how the author spells."""
        forms = {word.form for sentence in self._sentences for word in sentence}
        candidates = self._lexicon.candidates
        return frozenset(form for form in forms if (form,) not in candidates)


def states_fact(original: Sequence[str], spun: Sequence[str]) -> bool:
    """Return whether an original would be another fact where it is wrong."""
    return changes_modal(original, spun) or writes_any(FACT_WORDS, original, spun)


def writes_any(
    words: Collection[str], original: Sequence[str], spun: Sequence[str]
) -> bool:
    """Return whether an original has one of some words, which its spun words lack."""
    written = set(original).difference(spun)
    return not written.isdisjoint(words)


def shortens(original: Sequence[str], spun: Sequence[str]) -> bool:
    """Return whether one of two phrases is contracted, and the other is not."""
    return ("'" in "".join(original)) != ("'" in "".join(spun))


def _is_grave(original: Sequence[str], spun: Sequence[str]) -> bool:
    """Return whether an original states the opposite, or a profit."""
    return changes_negation(original, spun) or writes_any(PROFITS, original, spun)


def changes_negation(original: Sequence[str], spun: Sequence[str]) -> bool:
    """Return whether one of two words negates, and the other does not."""
    if len(original) > 1 or len(spun) > 1:
        return False
    return _negates(original) != _negates(spun)


def _negates(words: Sequence[str]) -> bool:
    return any(word in NEGATIONS or word.endswith("n't") for word in words)


def changes_modal(original: Sequence[str], spun: Sequence[str]) -> bool:
    """Return whether two phrases differ in a modal verb."""
    if MODAL_FORMS.isdisjoint((*original, *spun)):
        return False
    differing = _without_negation(original) ^ _without_negation(spun)
    return not MODALS.isdisjoint(differing)


def _without_negation(words: Sequence[str]) -> set[str]:
    """Return words with "not" taken out of contractions."""
    return {"will" if word == "won't" else word.removesuffix("n't") for word in words}

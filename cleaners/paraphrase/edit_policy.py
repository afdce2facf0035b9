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


# Posterior (0..1) from which a place is edited in a text that is spun beyond doubt.
POSTERIOR_THRESHOLDS = {
    OperatingPoint.READABLE: 0.4,
    OperatingPoint.CONSERVATIVE: 0.75,
}
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
# Posterior (0..1) from which words are written that state another fact where they are wrong, also
# modal verbs, which say how sure the writer was: a near-synonym of the right word would be harmless
# elsewhere.
FACT_THRESHOLD = 0.9
# The same where a phrase stood ("ought to" for "should", "no less than" for "at least"): authors
# seldom write it, and of 60 such edits of real pages none was wrong.
FACT_PHRASE_THRESHOLD = 0.7
# Posterior (0..1) from which "isn't" or "US" is written out, or "is not" is contracted: authors
# differ in that, too. Below it two of three such edits of real pages were wrong.
SHORTENED_THRESHOLD = 0.9
# Of "that's" and "there's" nothing tells whether "is" was written out: of 102 such edits of real
# pages 61 were wrong, at every posterior.
CLITIC = "'s"
# Posterior (0..1) from which a function word is edited ("these", "have been"): below it one in four
# such edits of real pages was wrong, and they help a reader little.
FUNCTION_WORD_THRESHOLD = 0.65
FACT_WORDS = frozenset(
    """income earnings turnover past ago adopt adopted adopts
    adopting clients users domestic foreign without not never half quarter
    dozen at and or supplier suppliers store production moves
    table tables families""".split()  # noqa: SIM905  # a list of 40 strings reads badly
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


def threshold_of_text(point: OperatingPoint, gain: float, words: int) -> float:
    """Return the posterior (0..1) from which a place is edited in a text of so many words.

    `gain` (nats) is that of all of them.
    """
    usual_gain = USUAL_SCORE * USUAL_SCORE_WORDS
    score = (gain + usual_gain) / (words + USUAL_SCORE_WORDS)
    certainty = (score - DOUBTFUL_SCORE) / (CERTAIN_SCORE - DOUBTFUL_SCORE)
    certainty = min(1.0, max(0.0, certainty))
    doubtful = DOUBTFUL_THRESHOLDS[point]
    return doubtful + certainty * (POSTERIOR_THRESHOLDS[point] - doubtful)


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
        if spun_words == [CLITIC]:
            return False
        before = sentence[: place.start]
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
    written = set(original).difference(spun)
    if changes_negation(original, spun) or not PROFITS.isdisjoint(written):
        return GRAVE_THRESHOLD
    if changes_modal(original, spun) or not FACT_WORDS.isdisjoint(written):
        return FACT_THRESHOLD if len(spun) == 1 else FACT_PHRASE_THRESHOLD
    if is_shortened(original, spun) or _is_contraction(original, spun):
        return SHORTENED_THRESHOLD
    return FUNCTION_WORD_THRESHOLD if FUNCTION_WORDS.issuperset(spun) else 0.0


def is_shortened(original: Sequence[str], spun: Sequence[str]) -> bool:
    """Return whether the spun words are a contraction or the initials of the original."""
    if len(spun) > 1:
        return False
    initials = "".join(word[0] for word in original)
    are_initials = len(original) > 1 and spun[0].replace(".", "") == initials
    return are_initials or _is_contraction(spun, original)


def _is_contraction(words: Sequence[str], in_full: Sequence[str]) -> bool:
    """Return whether words have an apostrophe that others lack."""
    return "'" in "".join(words) and "'" not in "".join(in_full)


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

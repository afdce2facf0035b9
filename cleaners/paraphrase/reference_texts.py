"""Other texts that help to repair a spun one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, log

from cleaners.paraphrase.language_model import LanguageModel
from cleaners.paraphrase.lexicon import Phrase
from cleaners.paraphrase.words import forms, sentences

# Share of the log-ratio of a sibling's word that counts in decoding (0..1): siblings write on the
# same event, but not in the same words. No source of the value is recorded.
SIBLING_WEIGHT = 0.3
# Places that are added to the counts of a word before they are compared, in decoding, and beside
# what copies say of pairs. There a word that siblings have twice must outweigh a pair that copies
# have shown ten times as often as its rival.
PRIOR_PLACES = 1.0
CHOICE_PRIOR_PLACES = 0.2
LEAST_RATIO = log(3)  # nats; words that siblings have hardly oftener say nothing


@dataclass(frozen=True, slots=True)
class ReferenceTexts:
    """Texts that are not spun, for the repair of one that is.

    `copies` are near-duplicates of the text as it was before it was spun, or of parts of it, those
    with most words in common first. `siblings` are independent articles on the same event.
    """

    copies: tuple[str, ...] = ()
    siblings: tuple[str, ...] = ()


NO_REFERENCES = ReferenceTexts()


def sibling_log_ratios(
    siblings: Sequence[str], model: LanguageModel
) -> dict[int, float]:
    """Return how much likelier (nats) articles on the same event make each of their words.

    The keys are word ids of the language model.
    """
    log_ratios = _log_ratios(siblings, model, PRIOR_PLACES)
    return {word: SIBLING_WEIGHT * ratio for word, ratio in log_ratios.items()}


class SiblingWords:
    """The words that articles on the same event have far oftener than others."""

    def __init__(self, siblings: Sequence[str], model: LanguageModel) -> None:
        self._model = model
        log_ratios = _log_ratios(siblings, model, CHOICE_PRIOR_PLACES)
        self._log_ratios = {
            word: ratio for word, ratio in log_ratios.items() if ratio >= LEAST_RATIO
        }

    def support(self, original: str, spun: Phrase) -> float:
        """Return how much likelier (nats) siblings make an original than the spun words.

        Words of a longer spun phrase say nothing: they are mostly frequent ones.
        """
        if not self._log_ratios:
            return 0.0
        new = [word for word in forms(original) if word not in spun]
        against = self._sum(spun) if len(spun) == 1 else 0.0
        return self._sum(new) - against

    def _sum(self, words: Iterable[str]) -> float:
        ids = map(self._model.word_id, words)
        return sum(self._log_ratios.get(word, 0.0) for word in ids)


def _log_ratios(
    siblings: Sequence[str], model: LanguageModel, prior_places: float
) -> dict[int, float]:
    """Return how much oftener (nats) than elsewhere texts have each of their words."""
    counts = _word_counts(siblings, model)
    total = counts.total()
    log_ratios = {}
    for word, count in counts.items():
        prob = exp(model.unigram_log_prob(word))
        expected = prob * total
        ratio = (count + prior_places) / (expected + prior_places)
        log_ratios[word] = log(ratio)
    log_ratios.pop(model.unknown, None)
    return log_ratios


def _word_counts(texts: Sequence[str], model: LanguageModel) -> Counter[int]:
    """Count the words of some texts, by word id."""
    counts: Counter[int] = Counter()
    for text in texts:
        for sentence in sentences(text):
            counts.update(model.word_id(word.form) for word in sentence)
    return counts

"""Other texts that help to repair a spun one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

from cleaners.paraphrase.language_model import LanguageModel
from cleaners.paraphrase.words import sentences

# Share of the log-ratio of a sibling's word that counts (0..1): siblings write on the same event,
# but not in the same words. No source of the value is recorded.
SIBLING_WEIGHT = 0.3


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
    counts = _word_counts(siblings, model)
    total = counts.total()
    log_ratios = {}
    for word, count in counts.items():
        prob = exp(model.unigram_log_prob(word))
        expected = prob * total
        ratio = (count + 1) / (expected + 1)
        log_ratios[word] = SIBLING_WEIGHT * log(ratio)
    return log_ratios


def _word_counts(texts: Sequence[str], model: LanguageModel) -> Counter[int]:
    """Count the words of some texts, by word id."""
    counts: Counter[int] = Counter()
    for text in texts:
        for sentence in sentences(text):
            counts.update(model.word_id(word.form) for word in sentence)
    return counts

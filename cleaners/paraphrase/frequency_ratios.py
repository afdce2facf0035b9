"""Compare how often originals were counted with how often the language model expects them.

The sources of the language model are not the web pages that get spun. The originals of the spun
copies that were counted are, but they are few.
"""

from __future__ import annotations

from math import exp, log

from cleaners.paraphrase.hypothesis_table import HypothesisTable
from cleaners.paraphrase.language_model import LanguageModel
from cleaners.paraphrase.lexicon import Lexicon, Phrase

# Weight (0..1) of a word's log-ratio: the counts are few. No source is recorded.
ADAPTATION_WEIGHT = 0.3
COUNTED_WORDS = 23_500  # words in the originals of the spun copies that were counted
# Letters: shorter words were not counted where copies left them (kept_words.tsv lists none).
MIN_COUNTED_LETTERS = 4
# Places that are added to both counts of a word, and of a phrase, before they are compared, so
# that a phrase of few places moves little. No source of the values is recorded.
WORD_PRIOR_PLACES = 1.0
PHRASE_PRIOR_PLACES = 2.0


class FrequencyRatios:
    """Log-ratios (nats) of the counted to the expected frequency of originals."""

    def __init__(
        self, lexicon: Lexicon, model: LanguageModel, table: HypothesisTable
    ) -> None:
        self._lexicon = lexicon
        self._model = model
        self._table = table

    def word_log_ratio(self, original: Phrase) -> float:
        """Return how much commoner (nats) a word is in counted originals than in the model.

        It is 0 for phrases, short words, and words that are not in the lexicon.
        """
        if not self._is_counted_word(original):
            return 0.0
        count = self._lexicon.counts.get(original, 0.0)
        expected = self._expected_count(original)
        counted_places = count + WORD_PRIOR_PLACES
        expected_places = expected + WORD_PRIOR_PLACES
        return ADAPTATION_WEIGHT * log(counted_places / expected_places)

    def _is_counted_word(self, phrase: Phrase) -> bool:
        """Return whether a phrase is a single word that copies were searched for."""
        if len(phrase) > 1 or len(phrase[0]) < MIN_COUNTED_LETTERS:
            return False
        is_spun_form = phrase in self._lexicon.candidates
        return is_spun_form or phrase in self._lexicon.replaced_share

    def phrase_log_ratio(self, original: Phrase) -> float:
        """Return the log-ratio (nats, at most 0) of a phrase's replaced to its expected places.

        Copies were searched for plain words that they left, not for phrases and contractions, so
        the language model stands in for the number of places of these. It is 0 for plain words.
        """
        if _is_plain_word(original):
            return 0.0
        count = self._lexicon.counts.get(original, 0.0)
        expected = self._expected_count(original)
        replaced_places = count + PHRASE_PRIOR_PLACES
        all_places = max(count, expected) + PHRASE_PRIOR_PLACES
        return log(replaced_places / all_places)

    def _expected_count(self, original: Phrase) -> float:
        """Return how often the language model expects a phrase in COUNTED_WORDS words."""
        words = tuple([self._model.word_id(form) for form in original])
        first_word = self._model.unigram_log_prob(words[0])
        other_words = self._table.inner_bigram_score(words)
        prob = exp(first_word + other_words)
        return prob * COUNTED_WORDS


def _is_plain_word(phrase: Phrase) -> bool:
    """Return whether a phrase is a single word, and no contraction."""
    return len(phrase) == 1 and "'" not in phrase[0]

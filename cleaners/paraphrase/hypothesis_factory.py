"""Add hypotheses to a table: that a phrase was another one before, or that a word stays."""

from __future__ import annotations

from itertools import chain
from math import log

from cleaners.paraphrase.frequency_ratios import FrequencyRatios
from cleaners.paraphrase.hypothesis_table import Hypothesis, HypothesisTable, WordIds
from cleaners.paraphrase.language_model import LanguageModel
from cleaners.paraphrase.lexicon import Candidate, Lexicon, Phrase
from cleaners.paraphrase.replacement_priors import ReplacementPriors
from cleaners.paraphrase.spun_numbers import numeral_log_share
from cleaners.paraphrase.words import model_words


class HypothesisFactory:
    """Scores hypotheses without their context, and adds them to a table."""

    def __init__(self, lexicon: Lexicon, model: LanguageModel) -> None:
        self._lexicon = lexicon
        self._model = model
        self.table = HypothesisTable(model, self._original_phrases())
        self.priors = ReplacementPriors(lexicon)
        self._ratios = FrequencyRatios(lexicon, model, self.table)
        self._unscored_identities: dict[WordIds, int] = {}

    def _original_phrases(self) -> set[WordIds]:
        """Return the originals of more than one word."""
        phrases = set()
        for original in self._lexicon.replaced_share:
            if len(original) > 1:
                phrases.add(self._word_ids(original))
        return phrases

    def replacement(self, spun: Phrase, candidate: Candidate, score: float) -> int:
        """Add the hypothesis that a spun phrase was one of its originals, and return its id.

        `score` (nats) is added to that of the channel.
        """
        original = candidate.phrase
        before, after = _shared_words(spun, candidate)
        spun_core = _without_shared_words(spun, before, after)
        core = _without_shared_words(original, before, after)
        written = candidate.original
        if before or after:
            written = _words_at(written, before, len(core))
        is_known = core in self._lexicon.replaced_share
        replaced = core if is_known else original
        hypothesis = Hypothesis(
            original=written,
            words=self._word_ids(original),
            score=score + self._channel_score(candidate) + numeral_log_share(original),
            spun_phrase=self.priors.phrase_id(spun_core),
            original_phrase=self.priors.original_id(replaced),
            length=len(spun),
            shared_before=before,
            shared_after=after,
        )
        return self.table.add(hypothesis)

    def _channel_score(self, candidate: Candidate) -> float:
        """Return the log-probability (nats) of a pair, adapted to how common its original is."""
        word_ratio = self._ratios.word_log_ratio(candidate.phrase)
        phrase_ratio = self._ratios.phrase_log_ratio(candidate.phrase)
        return candidate.log_prob + word_ratio + phrase_ratio

    def identity(self, word: Phrase, spinner_share: float) -> int:
        """Add the hypothesis that a word stays as it is, and return its id.

        `spinner_share` (0..1) is the share of places of its kind that spinners consider at all.
        """
        replaced = self._lexicon.replaced_share.get(word, 0.0)
        is_spun_form = word in self._lexicon.candidates
        word_ids = self._word_ids(word)
        if not replaced and not is_spun_form:
            return self._unscored_identity(word_ids)
        has_prior = replaced > 0 and spinner_share == 1
        hypothesis = Hypothesis(
            original=None,
            words=word_ids,
            score=self._identity_score(word, replaced * spinner_share),
            spun_phrase=self.priors.phrase_id(word) if is_spun_form else 0,
            original_phrase=self.priors.original_id(word) if has_prior else 0,
        )
        return self.table.add(hypothesis)

    def _identity_score(self, word: Phrase, replaced_share: float) -> float:
        """Return the log-probability (nats) that a word stays, replaced in a share of places."""
        word_ratio = self._ratios.word_log_ratio(word)
        return log(1 - replaced_share) + word_ratio + numeral_log_share(word)

    def _unscored_identity(self, word_ids: WordIds) -> int:
        """Return the hypothesis that a word stays that is not in the lexicon: one per word."""
        if word_ids not in self._unscored_identities:
            hypothesis = Hypothesis(None, word_ids, 0.0)
            self._unscored_identities[word_ids] = self.table.add(hypothesis)
        return self._unscored_identities[word_ids]

    def _word_ids(self, phrase: Phrase) -> WordIds:
        words = chain.from_iterable(map(model_words, phrase))
        return tuple([self._model.word_id(word) for word in words])


def _shared_words(spun: Phrase, candidate: Candidate) -> tuple[int, int]:
    """Count the words that both sides of a pair begin with, and end with.

    One word of each side is always left over, and what is left of `spun` does not begin with a
    clitic.
    """
    original = candidate.phrase
    most = _most_shared_words(spun, candidate)
    before = _shared_before(spun, original, most)
    after = _shared_after(spun, original, most - before)
    return before, after


def _most_shared_words(spun: Phrase, candidate: Candidate) -> int:
    """Return how many words may be shared: all but one, and none if spaces do not split them."""
    written_words = candidate.original.split()
    if len(written_words) != len(candidate.phrase):
        return 0
    shorter = min(len(spun), len(candidate.phrase))
    return shorter - 1


def _without_shared_words(phrase: Phrase, before: int, after: int) -> Phrase:
    """Return a phrase without so many words at its beginning and end."""
    return phrase[before : len(phrase) - after]


def _words_at(written: str, first: int, count: int) -> str:
    """Return some of the words of a phrase."""
    words = written.split()
    return " ".join(words[first : first + count])


def _shared_before(spun: Phrase, original: Phrase, most: int) -> int:
    """Count the words, up to `most`, that two phrases begin with; no clitic is left behind."""
    for at in range(most):
        if spun[at] != original[at] or spun[at + 1].startswith("'"):
            return at
    return most


def _shared_after(spun: Phrase, original: Phrase, most: int) -> int:
    """Count the words, up to `most`, that two phrases end with."""
    for at in range(most):
        if spun[-1 - at] != original[-1 - at]:
            return at
    return most

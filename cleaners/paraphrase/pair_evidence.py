"""What is known of a pair wherever it stands: how usual its words are, and what copies showed."""

from __future__ import annotations

from statistics import fmean

from cleaners.paraphrase.edit_policy import FACT_WORDS, FUNCTION_WORDS, writes_any
from cleaners.paraphrase.language_model import LanguageModel
from cleaners.paraphrase.lexicon import Phrase
from cleaners.paraphrase.page_readings import Values
from cleaners.paraphrase.pair_trust import PairTrust
from cleaners.paraphrase.words import forms

SEEN_FEATURES = (
    "share_of_form",
    "listed_weight",
    "attested_weight",
    "spun_words",
    "unreplaced_share",
)
STAYING_FEATURES = ("stays_share", "stood")
WORD_FEATURES = (
    "spun_log_prob",
    "original_log_prob",
    "spun_letters",
    "original_letters",
    "spun_apostrophe",
    "original_apostrophe",
    "function_words",
    "fact",
)
FEATURES = (*WORD_FEATURES, *SEEN_FEATURES, *STAYING_FEATURES)


class PairEvidence:
    """Describes pairs, each once."""

    def __init__(self, trust: PairTrust, model: LanguageModel) -> None:
        self.trust = trust
        self.model = model
        self._known: dict[tuple[Phrase, str], Values] = {}

    def of(self, spun: Phrase, original: str) -> Values:
        """Return FEATURES of a pair."""
        key = (spun, original)
        if key not in self._known:
            words = self._of_words(spun, original)
            seen = self._of_copies(spun, original)
            self._known[key] = (*words, *seen)
        return self._known[key]

    def _of_words(self, spun: Phrase, original: str) -> Values:
        """Return how usual and how long the words of a pair are, and of what kind."""
        phrase = forms(original)
        spun_text = " ".join(spun)
        is_function = FUNCTION_WORDS.issuperset(spun)
        is_fact = writes_any(FACT_WORDS, phrase, spun)
        return (
            self._log_prob(spun),
            self._log_prob(phrase),
            len(spun_text),
            len(original),
            "'" in spun_text,
            "'" in original,
            is_function,
            is_fact,
        )

    def _log_prob(self, phrase: Phrase) -> float:
        """Return the mean log-probability (nats) of the words of a phrase, without context."""
        ids = map(self.model.word_id, phrase)
        return fmean(map(self.model.unigram_log_prob, ids))

    def _of_copies(self, spun: Phrase, original: str) -> Values:
        """Return what copies have shown of a pair."""
        seen = self.trust.original_features(spun, original)
        staying = self.trust.staying_features(spun)
        of_pair = [seen[name] for name in SEEN_FEATURES]
        of_form = [staying[name] for name in STAYING_FEATURES]
        return (*of_pair, *of_form)

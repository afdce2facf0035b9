"""How much the counts of spun copies say for each reading of a phrase, whatever its context."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from math import log, log1p
from typing import NamedTuple

from cleaners.paraphrase.edit_policy import changes_modal
from cleaners.paraphrase.lexicon import Lexicon, Phrase
from cleaners.paraphrase.words import forms

# Places added to the counts of a reading before they are divided, so that none is impossible.
ORIGINAL_PRIOR_PLACES = 0.1
STAYING_PRIOR_PLACES = 0.5
# Weight of a pair that no copy and no list has as it is: a word of a longer phrase.
LEAST_WEIGHT = 0.01
MOST_REPLACED = 0.98  # share (0..1) of replaced places; keeps logarithms finite
# Nats for a user's own pair, which outranks all others: the user has seen what the form stands for.
OWN_SCORE = 9.0
UNKNOWN_SHARE = 0.5  # share (0..1) for an original that the lexicon does not have


class Familiarity(StrEnum):
    """How well spun copies have shown a pair: not at all, once, a few times, or often."""

    LISTED = "listed"
    ONCE = "once"
    SOMETIMES = "sometimes"
    OFTEN = "often"


# Largest weight of a pair that was seen once (by copies of one text), and sometimes.
ONCE_WEIGHT = 1.2
SOMETIMES_WEIGHT = 4.0


class PairCounts(NamedTuple):
    """Sightings of a pair, and whether it is a user's own."""

    weight: float
    is_attested: bool
    is_own: bool


NO_PAIR = PairCounts(0.0, is_attested=False, is_own=False)


class PairTrust:
    """The part of a reading's score that depends on its pair alone, for one lexicon.

    `weights` are those of the chooser's features, by name.
    """

    def __init__(self, lexicon: Lexicon, weights: Mapping[str, float]) -> None:
        self._lexicon = lexicon
        self._weights = weights
        self._originals: dict[tuple[Phrase, str], float] = {}
        self._staying: dict[Phrase, float] = {}
        self._own: dict[Phrase, list[str]] = {}
        self._familiarities: dict[tuple[Phrase, str], Familiarity] = {}

    def of_original(self, spun: Phrase, original: str) -> float:
        """Return the score of reading a spun phrase as an original."""
        key = (spun, original)
        if key not in self._originals:
            features = self.original_features(spun, original)
            own = OWN_SCORE if self.is_own(spun, original) else 0.0
            self._originals[key] = own + _weighted(features, self._weights)
        return self._originals[key]

    def is_own(self, spun: Phrase, original: str) -> bool:
        """Return whether a pair is of a user's own lexicon."""
        return self._pair_counts(spun, forms(original)).is_own

    def of_staying(self, spun: Phrase) -> float:
        """Return the score of leaving a phrase as it is."""
        if spun not in self._staying:
            features = self.staying_features(spun)
            self._staying[spun] = _weighted(features, self._weights)
        return self._staying[spun]

    def familiarity(self, spun: Phrase, original: str) -> Familiarity:
        """Return how well copies have shown a pair."""
        key = (spun, original)
        if key not in self._familiarities:
            self._familiarities[key] = self._familiarity(spun, original)
        return self._familiarities[key]

    def _familiarity(self, spun: Phrase, original: str) -> Familiarity:
        counts = self._pair_counts(spun, forms(original))
        if counts.is_own or counts.weight > SOMETIMES_WEIGHT:
            return Familiarity.OFTEN
        if not counts.is_attested:
            return Familiarity.LISTED
        is_once = counts.weight <= ONCE_WEIGHT
        return Familiarity.ONCE if is_once else Familiarity.SOMETIMES

    def own_originals(self, spun: Phrase) -> list[str]:
        """Return the originals of a phrase in a user's own lexicon."""
        if spun not in self._own:
            candidates = self._lexicon.candidates.get(spun, ())
            self._own[spun] = [each.original for each in candidates if each.is_own]
        return self._own[spun]

    def original_features(self, spun: Phrase, original: str) -> dict[str, float]:
        """Return the features of reading a spun phrase as an original, by name."""
        phrase = forms(original)
        counts = self._pair_counts(spun, phrase)
        listed, attested = _weight_features(counts)
        return {
            "share_of_form": self._share_of_form(spun, counts),
            "attested": float(counts.is_attested),
            "listed_weight": listed,
            "attested_weight": attested,
            "spun_words": len(spun) - 1,
            "original_words": len(phrase) - 1,
            "unreplaced_share": self._unreplaced_share(phrase),
            "modal": float(changes_modal(phrase, spun)),
        }

    def _share_of_form(self, spun: Phrase, counts: PairCounts) -> float:
        """Return the share, in nats, of a form's places that a pair has; 0 for a user's own."""
        if counts.is_own:
            return 0.0
        stood = self._lexicon.stood.get(spun, 0.0)
        places = self._seen(spun) + stood + 1
        weight = counts.weight + ORIGINAL_PRIOR_PLACES
        return log(weight / places)

    def _unreplaced_share(self, original: Phrase) -> float:
        """Return the share, in nats, of an original's places that spinners leave."""
        share = self._lexicon.replaced_share.get(original, UNKNOWN_SHARE)
        share = min(MOST_REPLACED, share)
        return log(1 - share)

    def staying_features(self, spun: Phrase) -> dict[str, float]:
        """Return the features of leaving a phrase as it is, by name."""
        stood = self._lexicon.stood.get(spun, 0.0)
        seen = self._seen(spun)
        places = stood + seen + 1
        stayed = stood + STAYING_PRIOR_PLACES
        return {
            "stays": 1.0,
            "stays_share": log(stayed / places),
            "stood": log1p(stood),
            "form_unseen": float(seen == 0),
        }

    def _pair_counts(self, spun: Phrase, phrase: Phrase) -> PairCounts:
        """Return what copies say of a pair."""
        for candidate in self._lexicon.candidates.get(spun, ()):
            if candidate.phrase == phrase:
                return PairCounts(
                    weight=candidate.weight,
                    is_attested=candidate.is_attested,
                    is_own=candidate.is_own,
                )
        return NO_PAIR

    def _seen(self, spun: Phrase) -> float:
        """Count the sightings of a phrase in place of any original."""
        candidates = self._lexicon.candidates.get(spun, ())
        return sum(each.weight for each in candidates if each.is_attested)


def _weight_features(counts: PairCounts) -> tuple[float, float]:
    """Return the weight of a listed pair, and that of an attested one, in nats; the other is 0."""
    if counts.is_own:
        return 0.0, 0.0
    if counts.is_attested:
        return 0.0, log1p(counts.weight)
    return log(counts.weight + LEAST_WEIGHT), 0.0


def _weighted(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return sum(value * weights.get(name, 0.0) for name, value in features.items())

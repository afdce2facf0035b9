"""Choose among the readings of each place: the decoder's posteriors, and what else is known.

The decoder knows pairs and three words of context. How often a pair was seen beside others of its
form, whether the words are a name, what the form stands for elsewhere in the text: all of it is
weighed here in one score for each reading (a log-linear model). Its weights were fitted to real
spun pages (`flows/training/build_chooser.py`), so that of edits with posterior p a share of p is
right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import exp

from cleaners.paraphrase.chosen_readings import ChosenReadings, Scores
from cleaners.paraphrase.lexicon import Lexicon, Phrase
from cleaners.paraphrase.page_readings import (
    PAIR_FEATURES,
    PLACE_FEATURES,
    SUPPORT_FEATURES,
    WORD_FEATURES,
    PageReadings,
)
from cleaners.paraphrase.page_words import PageWords
from cleaners.paraphrase.pair_trust import Familiarity, PairTrust
from cleaners.paraphrase.readings import Place, Readings
from cleaners.paraphrase.reference_texts import SiblingWords
from cleaners.paraphrase.word_vectors import WordVectors

# Features of an original at a place, and of staying there: the posteriors of the decoder, and how
# usual the words are near the others.
POSTERIOR = "posterior"
STAYS_POSTERIOR = "stays_posterior"
NEARBY = "nearby"
LARGEST_LOG_ODDS = 20.0  # nats; keeps numbers finite

Features = dict[str, float]
"""Values of a reading by the name of the feature."""


class Chooser:
    """Scores readings with the features' weights, by name, for one lexicon."""

    def __init__(
        self, lexicon: Lexicon, weights: Mapping[str, float], vectors: WordVectors
    ) -> None:
        self._vectors = vectors
        self.trust = PairTrust(lexicon, weights)
        self._of_words = [weights[name] for name in WORD_FEATURES]
        self._of_pairs = _by_familiarity(PAIR_FEATURES, weights)
        self._of_supports = _by_familiarity(SUPPORT_FEATURES, weights)
        self._of_posterior = weights[POSTERIOR]
        self._of_stays_posterior = weights[STAYS_POSTERIOR]
        self._of_nearby = weights[NEARBY]

    def read(self, readings: Readings, page: PageWords) -> PageReadings:
        """Return the readings of a text with what each says of the others."""
        return PageReadings(readings, page, self.trust, self._vectors)

    def choose(self, text: PageReadings, siblings: SiblingWords) -> ChosenReadings:
        """Return the posterior of each reading of each place, given all that is known."""
        odds = {
            place: _odds(self._scores(place, form, text, siblings))
            for place, form in text.places.items()
        }
        rivals = _rival_odds(odds)
        posteriors = {
            place: _posteriors(found, rivals[place]) for place, found in odds.items()
        }
        return ChosenReadings(posteriors)

    def _scores(
        self,
        place: Place,
        form: Phrase,
        text: PageReadings,
        siblings: SiblingWords,
    ) -> Scores:
        """Return the score (nats) of each reading of a place."""
        change = self._change_score(place, text)
        scores: Scores = {None: self._staying_score(place, form, text)}
        for original in self._originals(place, form, text):
            score = text.replaced(place, original) * self._of_posterior
            score += text.nearby(place, original) * self._of_nearby
            score += self.trust.of_original(form, original)
            scores[original] = change + score + siblings.support(original, form)
        return scores

    def _change_score(self, place: Place, text: PageReadings) -> float:
        """Return the score (nats) of any change of a place."""
        familiarity, support = text.support(place)
        of_others = support * self._of_supports[familiarity]
        score = self._of_pairs[familiarity] + of_others
        for value, weight in zip(text.word_values(place), self._of_words, strict=True):
            score += value * weight
        return score

    def _originals(
        self, place: Place, form: Phrase, text: PageReadings
    ) -> Iterable[str]:
        """Return the originals of a place, with those of a user's own lexicon."""
        found = text.readings.by_place[place]
        own = self.trust.own_originals(form)
        return {**found, **dict.fromkeys(own)} if own else found

    def _staying_score(self, place: Place, form: Phrase, text: PageReadings) -> float:
        """Return the score (nats) of leaving the words of a place."""
        score = text.stays(place) * self._of_stays_posterior
        score += text.nearby(place, None) * self._of_nearby
        return score + self.trust.of_staying(form)

    def features(self, text: PageReadings) -> dict[Place, dict[str | None, Features]]:
        """Return all features of each reading of each place; staying comes first."""
        return {
            place: self._features_of(place, form, text)
            for place, form in text.places.items()
        }

    def _features_of(
        self,
        place: Place,
        form: Phrase,
        text: PageReadings,
    ) -> dict[str | None, Features]:
        """Return all features of each reading of a place."""
        values = text.place_values(place)
        change = dict(zip(PLACE_FEATURES, values, strict=True))
        stays = {STAYS_POSTERIOR: text.stays(place), NEARBY: text.nearby(place, None)}
        stays |= self.trust.staying_features(form)
        found: dict[str | None, Features] = {None: stays}
        for original in text.readings.by_place[place]:
            own = _own_features(place, original, text)
            trust = self.trust.original_features(form, original)
            found[original] = change | own | trust
        return found


def _by_familiarity(
    names: Sequence[str], weights: Mapping[str, float]
) -> Mapping[Familiarity, float]:
    """Return the weights of features that each familiarity of a pair has one of."""
    pairs = zip(Familiarity, names, strict=True)
    return {familiarity: weights[name] for familiarity, name in pairs}


def _own_features(place: Place, original: str, text: PageReadings) -> Features:
    """Return the features of an original that depend on its place."""
    return {
        POSTERIOR: text.replaced(place, original),
        NEARBY: text.nearby(place, original),
    }


def _odds(scores: Scores) -> Scores:
    """Return how many times likelier each reading is than staying."""
    stays = scores[None]
    return {
        reading: exp(min(score - stays, LARGEST_LOG_ODDS))
        for reading, score in scores.items()
    }


def _rival_odds(odds: Mapping[Place, Scores]) -> Mapping[Place, float]:
    """Sum the odds of the originals of other places that overlap each place."""
    rivals = dict.fromkeys(odds, 0.0)
    for one, other in _overlapping(sorted(odds)):
        one_changes = _changes(odds[one])
        other_changes = _changes(odds[other])
        rivals[one] += other_changes
        rivals[other] += one_changes
    return rivals


def _overlapping(places: Sequence[Place]) -> Iterator[tuple[Place, Place]]:
    """Yield the pairs of sorted places that have words in common."""
    for number, one in enumerate(places):
        _, end = one
        following = number + 1
        while following < len(places) and places[following][0] < end:
            yield one, places[following]
            following += 1


def _changes(odds: Scores) -> float:
    """Sum the odds of all originals of a place; those of staying are 1."""
    return sum(odds.values()) - 1


def _posteriors(odds: Scores, rivals: float) -> Scores:
    """Return the posteriors of readings, given the odds of all that they exclude."""
    total = sum(odds.values()) + rivals
    return {reading: each / total for reading, each in odds.items()}


@cache
def load() -> Mapping[str, float]:
    """Read the weights that ship with the package, once per process."""
    path = files("cleaners") / "data" / "choice_weights.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    weights = {}
    for line in lines:
        if not line.startswith("#"):
            name, weight = line.split("\t")
            weights[name] = float(weight)
    return weights

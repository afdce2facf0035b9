"""Choose among the readings of each place: the decoder's posteriors, and what else is known.

The decoder knows pairs and three words of context. How often a pair was seen beside others of its
form, whether the words are a name, what the form stands for elsewhere in the text: all of it is
weighed here in one score for each reading (a log-linear model). Its weights were fitted to real
spun pages (`flows/training/build_chooser.py`), so that of edits with posterior p a share of p is
right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import islice
from math import exp
from operator import mul

from cleaners.paraphrase.chosen_readings import ChosenReadings, Scores
from cleaners.paraphrase.lexicon import Lexicon, Phrase
from cleaners.paraphrase.page_readings import (
    PLACE_FEATURES,
    PageReadings,
)
from cleaners.paraphrase.page_words import PageWords
from cleaners.paraphrase.pair_trust import PairTrust
from cleaners.paraphrase.readings import Place, Readings

# Features of an original at a place, and of staying there: the posteriors of the decoder.
POSTERIOR = "posterior"
STAYS_POSTERIOR = "stays_posterior"
LARGEST_LOG_ODDS = 20.0  # nats; keeps numbers finite

Features = dict[str, float]
"""Values of a reading by the name of the feature."""


class Chooser:
    """Scores readings with the features' weights, by name, for one lexicon."""

    def __init__(self, lexicon: Lexicon, weights: Mapping[str, float]) -> None:
        self._trust = PairTrust(lexicon, weights)
        self._of_places = [weights[name] for name in PLACE_FEATURES]
        self._of_posterior = weights[POSTERIOR]
        self._of_stays_posterior = weights[STAYS_POSTERIOR]

    def choose(self, readings: Readings, page: PageWords) -> ChosenReadings:
        """Return the posterior of each reading of each place, given all that is known."""
        text = PageReadings(readings, page)
        odds = {
            place: _odds(self._scores(place, form, text))
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
    ) -> Scores:
        """Return the score (nats) of each reading of a place."""
        values = text.place_values(place)
        change = sum(map(mul, values, self._of_places))
        stays = text.stays(place) * self._of_stays_posterior
        stays += self._trust.of_staying(form)
        scores: Scores = {None: stays}
        own = self._trust.own_originals(form)
        for original in {**text.readings.by_place[place], **dict.fromkeys(own)}:
            score = text.replaced(place, original) * self._of_posterior
            trust = self._trust.of_original(form, original)
            scores[original] = change + score + trust
        return scores

    def features(
        self, readings: Readings, page: PageWords
    ) -> dict[Place, dict[str | None, Features]]:
        """Return all features of each reading of each place; staying comes first."""
        text = PageReadings(readings, page)
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
        stays = {STAYS_POSTERIOR: text.stays(place)}
        stays |= self._trust.staying_features(form)
        found: dict[str | None, Features] = {None: stays}
        for original in text.readings.by_place[place]:
            own = {POSTERIOR: text.replaced(place, original)}
            trust = self._trust.original_features(form, original)
            found[original] = change | own | trust
        return found


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
    for number, one in enumerate(places, 1):
        _, end = one
        for other in islice(places, number, None):
            start, _ = other
            if start >= end:
                break
            yield one, other


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

"""What a whole text says about each of its places.

A spinner is consistent within a text: a word that it knows it replaces nearly everywhere, mostly by the
same form, and what an article is about it says more than once. So the posteriors of all places,
summed, move those of each. A place never counts for itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import exp, log

from cleaners.paraphrase.network import SHARPNESS, Edge
from cleaners.paraphrase.options import Sense

VOTE = 1.0
MEANT = 0.5  # places that what a form meant elsewhere is weighed against
OWN = 0.2  # least posterior that the vote starts from
LAW = 1.0  # places that the lexicon's share of replacement counts for
LONE = 1.1  # places of a form up to which it has no one to vote with
FAINT = 1e-3  # share that no word falls below


class Document:
    """Sums of posteriors: of spun forms, of what was meant by them, of originals, and of words left standing."""

    def __init__(self, replaced: Mapping[int, float], leaning: Mapping[int, float]) -> None:
        self._replaced = replaced
        self._leaning = leaning
        self._places: defaultdict[int, float] = defaultdict(float)
        self._pairs: defaultdict[tuple[int, int], float] = defaultdict(float)
        self._became: defaultdict[int, float] = defaultdict(float)
        self._stood: defaultdict[int, float] = defaultdict(float)

    def count(self, edges: Iterable[Edge], posteriors: Iterable[float]) -> None:
        """Add the places of a sentence."""
        for (_, _, sense), chance in zip(edges, posteriors, strict=True):
            if sense.original is None:
                self._stood[sense.meant] += chance
                self._pairs[sense.spun, 0] += chance
            else:
                self._became[sense.meant] += chance
                self._pairs[sense.spun, sense.meant] += chance
            self._places[sense.spun] += chance

    def count_settled(self, senses: Iterable[Sense]) -> None:
        """Add words that can only stand as they are."""
        for sense in senses:
            self._stood[sense.meant] += 1
            self._pairs[sense.spun, 0] += 1
            self._places[sense.spun] += 1

    def factors(self, edges: Sequence[Edge], posteriors: Sequence[float]) -> list[float]:
        """Return what to multiply each edge's weight by, and 1 for the end of the sentence."""
        bonuses = [self._bonus(edge.sense, own) for edge, own in zip(edges, posteriors, strict=True)]
        return [*(exp(SHARPNESS * bonus) for bonus in bonuses), 1.0]

    def _bonus(self, sense: Sense, own: float) -> float:
        """Return the nats by which the rest of the document moves a sense that has a posterior of its own."""
        bonus = 0.0
        for number in sense.numbers:
            bonus += self._leaning[number]
        if sense.meant:
            bonus += self._law(sense, own)
        if sense.spun and self._places[sense.spun] > LONE:
            bonus += self._vote(sense, own)
        return bonus

    def _law(self, sense: Sense, own: float) -> float:
        """Weigh whether this spinner replaces a word: what that adds to its replacement, or to its standing."""
        gone, left, usual = self._became[sense.meant], self._stood[sense.meant], self._replaced[sense.meant]
        if sense.original is None:
            here = (left - own + LAW * (1 - usual)) / (gone + left - own + LAW)
            return log(max(here, FAINT) / (1 - usual))
        here = (gone - own + LAW * usual) / (gone - own + left + LAW)
        return log(max(here, FAINT) / usual)

    def _vote(self, sense: Sense, own: float) -> float:
        """Weigh what the same form stood for at its other places."""
        same = max(0.0, self._pairs[sense.spun, sense.meant if sense.original else 0] - own)
        others, own = self._places[sense.spun] - 1, max(own, OWN)
        return VOTE * log((same + MEANT * own) / ((others + MEANT) * own))

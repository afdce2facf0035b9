"""What a whole text says about each of its places.

A spinner is consistent within a text: a word that it knows it replaces nearly everywhere, mostly by the
same form, and what an article is about it says more than once. So the posteriors of all places,
summed, move those of each. A place never counts for itself. Words that no copy showed replaced, and
that may be unknown to this spinner, are replaced here as often as the others of their kind.
"""

from __future__ import annotations

from math import fsum

import numpy as np
from numpy.typing import NDArray

from cleaners.paraphrase.hypotheses import Habits
from cleaners.paraphrase.language_model import Likely
from cleaners.paraphrase.network import SHARPNESS

VOTE = 1.0
MEANT = 0.5  # places that what a form meant elsewhere is weighed against
OWN = 0.2  # least posterior that the vote starts from
LAW = 1.0  # places that the lexicon's share of replacement counts for
TRUST = 10.0  # replaced places that the shares of words no copy showed count for, taken together
MOST = 0.97  # share of its places in which a word is replaced at most
LONE = 1.1  # places of a form up to which it has no one to vote with
FAINT = 1e-3  # share that no word falls below


class Document:
    """Sums of posteriors: of spun forms, of what was meant by them, of originals, and of words left standing.

    `rows` are the options of all edges, and `leaning` how much likelier (nats) the subject makes each word
    of the language model; one more is 0.
    """

    def __init__(
        self,
        rows: NDArray[np.void],
        posteriors: Likely,
        habits: Habits,
        leaning: Likely,
    ) -> None:
        self._rows = rows
        self._own = posteriors
        self._habits = habits
        self._leaning = leaning

    def factors(self) -> Likely:
        """Return what to multiply each edge's weight by."""
        subject: Likely = self._leaning[self._rows["numbers"]].sum(axis=1)
        return np.exp(SHARPNESS * (subject + self._law() + self._vote()))

    def _law(self) -> Likely:
        """Weigh whether this spinner replaces a word: what that adds to its replacement, or to its standing."""
        meant, stands, own = self._rows["meant"], self._rows["stands"], self._own
        stood: Likely = np.bincount(meant, own * stands).astype(np.float64)
        became: Likely = np.bincount(meant, own * ~stands).astype(np.float64)
        usual, likely = self._habits.replaced[meant], self._likely(stood, became)[meant]
        usual, likely = (
            np.where(stands, 1 - usual, usual),
            np.where(stands, 1 - likely, likely),
        )
        same = np.where(stands, stood[meant], became[meant]) - own
        here = (same + LAW * likely) / (stood[meant] + became[meant] - own + LAW)
        usual[meant == 0] = 1
        return np.where(meant > 0, np.log(np.maximum(here, FAINT) / usual), 0)

    def _likely(self, stood: Likely, became: Likely) -> Likely:
        """Say in which share of its places this spinner replaces each original: listed ones as it treats these here."""
        replaced, listed = (
            self._habits.replaced.copy(),
            np.flatnonzero(self._habits.listed[: len(stood)]),
        )
        expected = replaced[listed] * (became + stood)[listed]
        gone = became[listed][expected > 0]
        trust = (fsum(gone.tolist()) + TRUST) / (
            fsum(expected.tolist()) + TRUST
        )  # exact: numbers have no fixed order
        replaced[listed] = np.minimum(MOST, replaced[listed] * trust)
        return replaced

    def _vote(self) -> Likely:
        """Weigh what the same form stood for at its other places."""
        spun, own = self._rows["spun"], self._own
        places = np.bincount(spun, own)[spun]
        _, pair = np.unique(
            spun << 32 | np.where(self._rows["stands"], 0, self._rows["meant"]),
            return_inverse=True,
        )
        same = np.maximum(np.bincount(pair, own)[pair] - own, 0)
        least = np.maximum(own, OWN)
        votes = VOTE * np.log(
            (same + MEANT * least) / (np.maximum(places - 1, 0) + MEANT) / least
        )
        return np.where((spun > 0) & (places > LONE), votes, 0)

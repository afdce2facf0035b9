"""What a text is about, so that a business page has competitors and a match report opponents."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from cleaners.paraphrase.language_model import Likely, Numbers

ROUNDS = 20
DOUBT = 2.0  # telling words that the topics' usual shares count for


class Topics:
    """A mixture of topics over the words of the language model, by number."""

    def __init__(
        self, prior: NDArray[np.float64], lean: NDArray[np.int8], units: int
    ) -> None:
        self.prior = prior
        self.ratio = np.exp(lean.astype(np.float32) / units)
        self.tells: NDArray[np.bool_] = np.any(lean, axis=0)

    def leaning(self, numbers: Numbers, asked: Numbers) -> Likely:
        """Return how much likelier (nats) each word asked for is in a text of these words than anywhere.

        One figure for each word of the language model, and one more; it is 0 where none was asked for.
        """
        words, counts = np.unique(numbers[self.tells[numbers]], return_counts=True)
        ratio, shares = self.ratio[:, words].astype(np.float64), self.prior
        for _ in range(ROUNDS):
            told = shares * (ratio @ (counts / (shares @ ratio)))
            shares = (told + DOUBT * self.prior) / (counts.sum() + DOUBT)
        found = np.zeros(len(self.tells) + 1)
        found[asked] = np.log(shares @ self.ratio[:, asked])
        return found


@cache
def load() -> Topics:
    """Read the topics that ship with the package; once per process."""
    with (
        (files("cleaners") / "data" / "topics.npz").open("rb") as file,
        np.load(file) as data,
    ):
        return Topics(data["prior"], data["lean"], int(data["units"]))

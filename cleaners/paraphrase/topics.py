"""What a text is about, so that a business page has competitors and a match report opponents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

ROUNDS = 20
DOUBT = 2.0  # telling words that the topics' usual shares count for


class Topics:
    """A mixture of topics over the words of the language model, by number."""

    def __init__(self, prior: NDArray[np.float64], lean: NDArray[np.int8], units: int) -> None:
        self.prior = prior
        self.ratio = np.exp(lean.astype(np.float32) / units)
        self.tells: NDArray[np.bool_] = np.any(lean, axis=0)

    def leaning(self, numbers: Iterable[int], asked: Collection[int]) -> dict[int, float]:
        """Return how much likelier (nats) each word asked for is in a text of these words than anywhere."""
        times = Counter(number for number in numbers if self.tells[number])
        ratio, counts = self.ratio[:, list(times)], np.array(list(times.values()))
        shares = self.prior
        for _ in range(ROUNDS):
            each = shares[:, None] * ratio
            each *= counts / each.sum(axis=0)
            shares = (each.sum(axis=1) + DOUBT * self.prior) / (counts.sum() + DOUBT)
        words = list(asked)
        return dict(zip(words, np.log(shares @ self.ratio[:, words]).tolist(), strict=True))


@cache
def load() -> Topics:
    """Read the topics that ship with the package; once per process."""
    with (files("cleaners") / "data" / "topics.npz").open("rb") as file, np.load(file) as data:
        return Topics(data["prior"], data["lean"], int(data["units"]))

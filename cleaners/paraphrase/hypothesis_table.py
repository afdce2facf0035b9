"""What a search needs of each option, in rows: numbers that a whole text is weighed by at once."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from cleaners.paraphrase.language_model import END, LanguageModel, Numbers
from cleaners.paraphrase.lexicon import LONGEST

NONE = -1  # in place of a word's number, or of a history
OPTION = np.dtype(
    [
        ("length", np.int64),  # words of the text that it takes
        (
            "numbers",
            np.int64,
            LONGEST,
        ),  # its own words as the language model numbers them, then NONE
        ("last", np.int64),  # of these
        (
            "history",
            np.int64,
        ),  # that it leaves behind; NONE where the word before it is a part of that
        (
            "whole",
            np.float64,
        ),  # the channel's log-probability, and what the model says of pairs of its words
        (
            "likely",
            np.float64,
        ),  # the same, but of those of its words that follow two others of its own
        ("stands", np.bool_),  # a word that stays as it is
        (
            "lead",
            np.int64,
        ),  # words that the spun phrase and its original share in front: they stay
        ("trail", np.int64),  # the same behind
        (
            "spun",
            np.int64,
        ),  # number of the spun phrase, singular and plural alike; 0 is none of the lexicon
        ("meant", np.int64),  # the same of the original
    ]
)
"""What a search needs of one reading of the next words."""

Phrase = tuple[int, ...]
"""Words as the language model numbers them."""


class OptionTable:
    """The rows of options by their number, and for each its original; None where a word stays.

    Only words and the `phrases` given can be originals. `end` is the option of the end of a sentence.
    """

    def __init__(self, model: LanguageModel, phrases: Collection[Phrase]) -> None:
        self.originals: list[str | None] = []
        self._rows = np.empty(1, OPTION)
        self._new: list[tuple[object, ...]] = []  # rows to be added to these
        self._within = _said_within(phrases, model)
        self._within[END,] = 0.0, 0.0, model.start
        self.end = self.add(None, (END,), 0.0)

    def add(
        self,
        original: str | None,
        numbers: Phrase,
        cost: float,
        phrases: tuple[int, int] = (0, 0),
        places: tuple[int, int, int] = (1, 0, 0),
    ) -> int:
        """Give an option its number; `phrases` are spun and meant, `places` length, lead and trail."""
        pairs, triples, history = self._within.get(numbers, (0.0, 0.0, NONE))
        length, lead, trail = places
        row = (
            length,
            _padded(numbers),
            numbers[-1],
            history,
            cost + pairs,
            cost + triples,
        )
        self._new.append((*row, original is None, lead, trail, *phrases))
        self.originals.append(original)
        return len(self.originals) - 1

    def rows(self, numbers: Numbers) -> NDArray[np.void]:
        """Return the rows of options."""
        if self._new:
            known = len(self.originals) - len(self._new)
            while len(self._rows) < len(self.originals):
                self._rows = np.append(self._rows, self._rows)
            self._rows[known : len(self.originals)], self._new = self._new, []
        return self._rows[numbers]

    def pairs_within(self, numbers: Phrase) -> float:
        """Return the log-probability of all words of a phrase but the first, each after the one before it."""
        return self._within[numbers][0] if len(numbers) > 1 else 0.0


def _said_within(
    phrases: Collection[Phrase], model: LanguageModel
) -> dict[Phrase, tuple[float, float, int]]:
    """Ask the model what it says of phrases by pairs and by triples of their words, and for their histories."""
    words = np.array([_padded(phrase) for phrase in phrases], np.int64).reshape(
        -1, LONGEST
    )
    pairs, triples = np.zeros(len(words)), np.zeros(len(words))
    last, histories = np.zeros((2, len(words)), np.int64)
    for at in range(1, LONGEST):
        here = np.flatnonzero(words[:, at] != NONE)
        before, after = words[here, at - 1], words[here, at]
        known = model.pairs(before, after)
        alone = model.after_one(before, after, known)
        pairs[here] += alone
        if at > 1:
            triples[here] += model.after_two(last[here], after, alone)
        last[here], histories[here] = known, model.histories(known, after)
    return dict(
        zip(
            phrases,
            zip(pairs.tolist(), triples.tolist(), histories.tolist(), strict=True),
            strict=True,
        )
    )


def _padded(numbers: Phrase) -> Phrase:
    return numbers + (NONE,) * (LONGEST - len(numbers))

"""All readings of a text as a network of trigram histories.

Where all readings meet, between two words that can be read in one way only, what comes before is weighed
apart from what comes after. Sums over all readings (forward and backward) give each edge of the lattice
its posterior. The language model is asked once; what a whole document says comes in later, as
factors of edges.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cleaners.paraphrase.hypothesis_table import NONE
from cleaners.paraphrase.language_model import LanguageModel, Likely, Numbers
from cleaners.paraphrase.lattice import LOWEST, Lattice, following

SHARPNESS = 0.85  # of posteriors; fitted so that they are right as often as they say


class Network:
    """Steps from one history at a place to another, each by one of the `edges`.

    States, a place and a history each, are in order, and so are the steps. `best` says how likely
    (nats) the likeliest way to each state is.
    """

    def __init__(self, edges: Lattice, model: LanguageModel) -> None:
        self.edges = edges
        self.states, last = _states(edges, model)
        self._source, self._edge = following(self.states >> 32, edges.starts)
        before, words = last[self._source], edges.rows["numbers"][self._edge]
        pairs = model.pairs(before, words[:, 0])
        self._target = np.searchsorted(
            self.states,
            _reached(edges, self._edge, model.histories(pairs, words[:, 0])),
        )
        histories = model.as_pairs(self.states & 0xFFFFFFFF)[self._source]
        first: Likely = model.after_two(
            histories, words[:, 0], model.after_one(before, words[:, 0], pairs)
        )
        self._likely = (
            first
            + _second_words(words, pairs, model)
            + edges.rows["likely"][self._edge]
        )
        self._sources: list[int] = self._source.tolist()
        self._targets: list[int] = self._target.tolist()
        self.best = self._best()

    def best_at(self, places: Numbers, history: int) -> Likely:
        """Say how likely (nats) the likeliest ways to a history at some places are."""
        return self.best[np.searchsorted(self.states, _state(places, history))]

    def posteriors(self, factors: Likely | None = None) -> Likely:
        """Return the posterior of each edge, its weight multiplied by its factor."""
        weights = (
            self._weights if factors is None else self._weights * factors[self._edge]
        )
        begin, end = np.where(
            self._meets[[self._source, self._target]],
            len(self.states),
            (self._source, self._target),
        )
        ahead, behind = (
            [0.0] * len(self.states) + [1.0],
            [0.0] * len(self.states) + [1.0],
        )
        chances = weights.tolist()
        for source, target, weight in zip(
            begin.tolist(), self._targets, chances, strict=True
        ):
            ahead[target] += ahead[source] * weight
        for source, target, weight in zip(
            *map(reversed, (self._sources, end.tolist(), chances)), strict=True
        ):
            behind[source] += behind[target] * weight
        meetings = np.flatnonzero(self._meets)
        total = np.array(ahead)[
            meetings[np.searchsorted(meetings, self._source, side="right")]
        ]
        with np.errstate(over="ignore", invalid="ignore"):
            likely = np.array(ahead)[begin] * weights * np.array(behind)[end] / total
        likely[~np.isfinite(likely)] = (
            0  # where readings do not meet for thousands of words, nothing is said of these
        )
        return np.bincount(self._edge, likely, len(self.edges.starts)).astype(
            np.float64
        )

    @cached_property
    def _weights(self) -> Likely:
        """How good each step is, by what is the best way to where it leads."""
        behind: Likely = (
            self.best[self._source] + self._likely - self.best[self._target]
        )
        return np.exp(SHARPNESS * behind)

    @cached_property
    def _meets(self) -> NDArray[np.bool_]:
        """The states that all readings pass: sums before and after them have nothing to do with each other."""
        places: Numbers = self.states >> 32
        meets: NDArray[np.bool_] = (np.bincount(places) == 1) & ~self.edges.spanned()
        return meets[places]

    def _best(self) -> Likely:
        best = [0.0] + [LOWEST] * (len(self.states) - 1)
        for source, target, likely in zip(
            self._sources, self._targets, self._likely.tolist(), strict=True
        ):
            score = best[source] + likely
            if score > best[target]:  # noqa: PLR1730  # max() costs more than all else here
                best[target] = score
        return np.array(best)


def _states(edges: Lattice, model: LanguageModel) -> tuple[Numbers, Numbers]:
    """Find the states to which any two edges in a row lead, and the last word of each."""
    right, pairs = np.append(0, edges.right), np.append(model.start, edges.pairs)
    reached = _reached(edges, right, model.histories(pairs, edges.rows["last"][right]))
    states, first = np.unique(reached, return_index=True)
    return states, edges.rows["last"][right[first]]


def _second_words(words: Numbers, pairs: Numbers, model: LanguageModel) -> Likely:
    """Say how likely (nats) the second word of each option is after the pair that ends with the first; 0 for none."""
    likely, longer = np.zeros(len(words)), np.flatnonzero(words[:, 1] != NONE)
    first, second = words[longer, 0], words[longer, 1]
    alone = model.after_one(first, second, model.pairs(first, second))
    likely[longer] = model.after_two(pairs[longer], second, alone)
    return likely


def _reached(edges: Lattice, numbers: Numbers, histories: Numbers) -> Numbers:
    """Return the states to which edges lead, with the histories that those of one word make."""
    own = edges.rows["history"][numbers]
    return _state(edges.ends[numbers], np.where(own == NONE, histories, own))


def _state(places: Numbers, histories: Numbers | int) -> Numbers:
    return places << 32 | histories

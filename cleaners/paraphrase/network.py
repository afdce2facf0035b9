"""The trigram network of a text: a forward-backward pass gives the posterior of each edge.

Where all paths meet, between two words without alternatives, the sums before and after are
independent. The language model is asked once; what a whole document says comes in later, as
factors of the edges.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cleaners.paraphrase.forward_backward import (
    IMPOSSIBLE,
    best_path_scores,
    path_weight_sums,
)
from cleaners.paraphrase.language_model import FloatArray, IntArray, LanguageModel
from cleaners.paraphrase.lattice import Lattice
from cleaners.paraphrase.steps import Steps, pack_states

# Exponent of path probabilities (an inverse temperature). Fitted so that
# posteriors are calibrated: of edits with posterior p, a share of p is right.
INVERSE_TEMPERATURE = 0.85


class Network:
    """The states of a text and the steps between them, each by one edge of the lattice.

    `best` is the Viterbi score (nats) of each state, float64 of shape (states,).
    """

    def __init__(self, lattice: Lattice, model: LanguageModel) -> None:
        self.lattice = lattice
        self._steps = Steps.of(lattice, model)
        self._log_probs = self._steps.log_probs(model)
        self._source_list: list[int] = self._steps.sources.tolist()
        self._target_list: list[int] = self._steps.targets.tolist()
        self.best = self._best_scores()

    def _best_scores(self) -> FloatArray:
        """Return the Viterbi score (nats) of each state, of shape (states,)."""
        unreached = [IMPOSSIBLE] * (self._state_count() - 1)
        scores = best_path_scores(
            sources=self._source_list,
            targets=self._target_list,
            log_probs=self._log_probs.tolist(),
            initial=[0.0, *unreached],
        )
        return np.array(scores)

    def _state_count(self) -> int:
        return len(self._steps.states.packed)

    def best_by_place(self) -> FloatArray:
        """Return the score (nats) of the best path to each place, -inf where no path has a stop."""
        places = self._steps.states.places()
        size = int(places[-1]) + 1
        best: FloatArray = np.full(size, IMPOSSIBLE)
        reached, first_states = np.unique(places, return_index=True)
        best[reached] = np.maximum.reduceat(self.best, first_states)
        return best

    def best_at(self, places: IntArray, history: int) -> FloatArray:
        """Return the Viterbi scores (nats) of a history at some places."""
        packed = pack_states(places, history)
        states = self._steps.states.numbers(packed)
        return self.best[states]

    def posteriors(self, factors: FloatArray | None = None) -> FloatArray:
        """Return the posterior of each edge, float64 of shape (edges,).

        `factors`, of the same shape, multiply the weight of each edge.
        """
        weights = self._weights
        if factors is not None:
            weights = weights * factors[self._steps.edges]
        step_shares = self._step_shares(weights)
        return self._sums_by_edge(step_shares)

    def _sums_by_edge(self, values: FloatArray) -> FloatArray:
        """Sum the values of the steps of each edge: float64 of shape (edges,)."""
        edge_count = len(self.lattice.starts)
        sums = np.bincount(self._steps.edges, values, edge_count)
        return sums.astype(np.float64)

    def _step_shares(self, weights: FloatArray) -> FloatArray:
        """Return the share of all paths that take each step, by weight: shape (steps,), 0..1.

        `weights` are those of the steps.
        """
        sources = self._from_meetings(self._steps.sources)
        forward = self._forward_sums(sources, weights)
        before = forward[sources]
        after = self._sums_after(weights)
        totals = forward[self._next_meetings()]
        return _path_shares(before, weights, after, totals)

    def _sums_after(self, weights: FloatArray) -> FloatArray:
        """Return the weight of all paths from each step to the next meeting point."""
        targets = self._from_meetings(self._steps.targets)
        backward = self._backward_sums(targets, weights)
        return backward[targets]

    def _from_meetings(self, states: IntArray) -> IntArray:
        """Replace meeting points by one extra state of weight 1, from which sums start again."""
        extra_state = self._state_count()
        return np.where(self._is_meeting[states], extra_state, states)

    def _initial_sums(self) -> list[float]:
        """Return 0 for each state, and 1 for the extra one."""
        return [0.0] * self._state_count() + [1.0]

    def _forward_sums(self, sources: IntArray, weights: FloatArray) -> FloatArray:
        """Return the weight of all paths to each state from the last meeting point before it."""
        sums = path_weight_sums(
            sources=sources.tolist(),
            targets=self._target_list,
            weights=weights.tolist(),
            initial=self._initial_sums(),
        )
        return np.array(sums)

    def _backward_sums(self, targets: IntArray, weights: FloatArray) -> FloatArray:
        """Return the weight of all paths from each state to the next meeting point."""
        sums = path_weight_sums(
            sources=reversed(targets.tolist()),
            targets=reversed(self._source_list),
            weights=reversed(weights.tolist()),
            initial=self._initial_sums(),
        )
        return np.array(sums)

    def _next_meetings(self) -> IntArray:
        """Return the meeting point after the source of each step, of shape (steps,)."""
        meetings = np.flatnonzero(self._is_meeting)
        after = np.searchsorted(meetings, self._steps.sources, side="right")
        return meetings[after]

    @cached_property
    def _weights(self) -> FloatArray:
        """The weight of each step, relative to the best way to where it leads (0..1)."""
        through_step: FloatArray = self.best[self._steps.sources] + self._log_probs
        below_best: FloatArray = through_step - self.best[self._steps.targets]
        return np.exp(INVERSE_TEMPERATURE * below_best)

    @cached_property
    def _is_meeting(self) -> NDArray[np.bool_]:
        """Whether all paths pass through each state, of shape (states,)."""
        places = self._steps.states.places()
        has_one_state = np.bincount(places) == 1
        is_meeting: NDArray[np.bool_] = has_one_state & ~self.lattice.is_crossed()
        return is_meeting[places]


def _path_shares(
    before: FloatArray, weights: FloatArray, after: FloatArray, totals: FloatArray
) -> FloatArray:
    """Return the share (0..1) of the paths through each step, 0 where a sum overflows.

    Sums can overflow where paths do not meet for thousands of words.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        through_step = before * weights * after
        shares = through_step / totals
    is_overflow = ~np.isfinite(shares)
    shares[is_overflow] = 0
    return shares

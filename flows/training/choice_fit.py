"""Fit the weights of a log-linear model: which reading of a place is right.

The weights make the right readings likeliest (Newton's method, with a penalty that pulls each
weight towards a prior).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ROUNDS = 20  # of Newton's method; it converges in about ten
# Of squared distances of scaled weights from their prior; 5 and 300 give about the same weights.
PENALTY = 30.0
HELD_PENALTY = 1e5  # the same for weights that are held; they hardly move
DIGITS = 3  # decimals of a weight
LEAST_SPREAD = 1e-9  # a guard against division by zero

Reals = NDArray[np.float64]
Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Place:
    """The readings of a place, staying first: their features, and whether each is right.

    `weight` is how much the place counts.
    """

    readings: Sequence[tuple[Features, bool]]
    weight: float = 1.0

    def answers(self) -> list[bool]:
        """Return whether each reading is right; where none is, staying is."""
        answers = [answer for _, answer in self.readings]
        if not any(answers):
            answers[0] = True
        return answers


def fit(places: Sequence[Place], held: Mapping[str, float]) -> dict[str, float]:
    """Return the weight of each feature, by name; those that are `held` keep their values."""
    names = _feature_names(places)
    rows = _Rows.of(places, names)
    weights = _Fit.of(rows, names, held).best_weights()
    rounded = np.round(weights, DIGITS)
    named = dict(zip(names, rounded.tolist(), strict=True))
    return {**named, **held}


def _feature_names(places: Iterable[Place]) -> list[str]:
    """Return the names of all features, sorted."""
    names: set[str] = set()
    for place in places:
        for row, _ in place.readings:
            names.update(row)
    return sorted(names)


@dataclass(frozen=True, slots=True)
class _Rows:
    """All readings of all places, one a row, and the first row of each place."""

    values: Reals
    is_right: Reals
    place_weights: Reals
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, places: Iterable[Place], names: Sequence[str]) -> _Rows:
        """Make the rows of places."""
        values: list[list[float]] = []
        right: list[bool] = []
        weights: list[float] = []
        starts: list[int] = []
        for place in places:
            starts.append(len(values))
            right += place.answers()
            weights += [place.weight] * len(place.readings)
            for row, _ in place.readings:
                value = [row.get(name, 0.0) for name in names]
                values.append(value)
        return cls(
            values=np.array(values),
            is_right=np.array(right, float),
            place_weights=np.array(weights),
            starts=np.array(starts),
        )

    def scaled(self, spread: Reals) -> _Rows:
        """Return the same rows with each feature divided by its spread."""
        values: Reals = self.values / spread
        return _Rows(
            values=values,
            is_right=self.is_right,
            place_weights=self.place_weights,
            starts=self.starts,
        )

    def sums(self, values: Reals) -> Reals:
        """Return the sum of a value over its place, for each row."""
        return self._repeated(np.add.reduceat(values, self.starts))

    def largest(self, values: Reals) -> Reals:
        """Return the largest value of its place, for each row."""
        return self._repeated(np.maximum.reduceat(values, self.starts))

    def _repeated(self, by_place: Reals) -> Reals:
        """Return the value of its place for each row."""
        ends = np.append(self.starts, len(self.values))
        sizes = np.diff(ends)
        return np.repeat(by_place, sizes, axis=0)


@dataclass(frozen=True, slots=True)
class _Fit:
    """Scaled rows, with the prior and the penalty of each weight."""

    rows: _Rows
    spread: Reals
    prior: Reals
    penalties: Reals

    @classmethod
    def of(cls, rows: _Rows, names: Sequence[str], held: Mapping[str, float]) -> _Fit:
        """Scale rows, and hold the weights of some features by name."""
        spread = np.maximum(np.std(rows.values, axis=0), LEAST_SPREAD)
        prior = np.array([held.get(name, 0.0) for name in names])
        penalties = [HELD_PENALTY if name in held else PENALTY for name in names]
        return cls(rows.scaled(spread), spread, prior * spread, np.array(penalties))

    def best_weights(self) -> Reals:
        """Return the weights of features that are not scaled, by Newton's method."""
        weights = self.prior
        for _ in range(ROUNDS):
            weights = self._improved(weights)
        best: Reals = weights / self.spread
        return best

    def _improved(self, weights: Reals) -> Reals:
        """Return the weights that would be best if the loss were a parabola."""
        scores = self.rows.values @ weights
        raw = np.exp(scores - self.rows.largest(scores))
        posterior = raw / self.rows.sums(raw)
        gradient = self._gradient(posterior, weights)
        step = np.linalg.solve(self._curvature(posterior), gradient)
        return np.asarray(weights + step)

    def _gradient(self, posterior: Reals, weights: Reals) -> Reals:
        """Return the derivatives of the likelihood, less those of the penalty."""
        right = posterior * self.rows.is_right
        target = right / self.rows.sums(right)
        missing = self.rows.place_weights * (target - posterior)
        distance = weights - self.prior
        return self.rows.values.T @ missing - self.penalties * distance

    def _curvature(self, posterior: Reals) -> Reals:
        """Return the second derivatives of the loss."""
        rows = self.rows
        weighted = posterior[:, None] * rows.values
        spread = rows.values - rows.sums(weighted)
        counted = rows.place_weights[:, None] * weighted
        curvature: Reals = counted.T @ spread
        return curvature + np.diag(self.penalties)

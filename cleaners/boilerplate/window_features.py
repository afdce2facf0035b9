"""Compute features of the lines around a line: distances, neighbours, windows and runs.

A feature is an array of float64 with one value for each filled line of a page.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from cleaners.decision_tables import Reals

Positions = NDArray[np.int64]

Features = dict[str, Reals]
"""Features by name. The model looks them up by name; training depends on their order too."""

# Chosen by hand when the model was first fitted; other values were not measured.
FAR = 30  # lines: a longer distance counts as this
MAX_RUN = 2 * FAR  # lines: a longer run counts as this
WINDOWS = (5, 12)  # lines above and below
OUTSIDE = -1.0  # the value of a neighbour beyond the page


def since(flag: Reals) -> Reals:
    """Return the number of lines from the last flagged line above, at most FAR."""
    position = np.arange(len(flag))
    last = np.maximum.accumulate(np.where(flag > 0, position, -FAR))
    last_above = np.concatenate([[-FAR], last[:-1]])
    return np.asarray(np.minimum(position - last_above, FAR), float)


def until(flag: Reals) -> Reals:
    """Return the number of lines to the next flagged line below, at most FAR."""
    return since(flag[::-1])[::-1]


def shifted(rows: Reals, by: int) -> Reals:
    """Return the values `by` lines further down, or up if negative; lines are the last axis."""
    neighbours = np.full(rows.shape, OUTSIDE)
    lines = rows.shape[-1]
    distance = abs(by)
    if distance >= lines:
        return neighbours
    within = lines - distance
    if by > 0:
        neighbours[..., :within] = rows[..., distance:]
    else:
        neighbours[..., distance:] = rows[..., :within]
    return neighbours


def windows(features: Mapping[str, Reals]) -> Features:
    """Average features over the lines above and below each line."""
    averages: Features = {}
    for name, values in features.items():
        for width in WINDOWS:
            averages |= _window_means(name, values, width)
    return averages


def _window_means(name: str, values: Reals, width: int) -> Features:
    """Average a feature over `width` lines above and below; beyond the page it counts as 0."""
    total = _cumulative(values)
    above = _above(total, width)
    below = _below(total, width)
    return {
        f"{name} above {width}": above / width,
        f"{name} below {width}": below / width,
    }


def _cumulative(values: Reals) -> Reals:
    """Return the sum of the values before each line, and last the sum of all."""
    sums = np.cumsum(values)
    return np.concatenate([[0.0], sums])


def _above(total: Reals, width: int) -> Reals:
    """Return the sum over `width` lines above each; `total` sums all lines before a line."""
    position = np.arange(len(total) - 1)
    top = np.maximum(position - width, 0)
    return np.asarray(total[position] - total[top])


def _below(total: Reals, width: int) -> Reals:
    """Return the sum over `width` lines below each; `total` sums all lines before a line."""
    position = np.arange(len(total) - 1)
    bottom = np.minimum(position + 1 + width, len(position))
    return np.asarray(total[bottom] - total[position + 1])


def runs(breaks: NDArray[np.bool_], features: Mapping[str, Reals]) -> Features:
    """Return the length of the run that each line is in, and the averages of features over it.

    A run starts at each line where `breaks` is true, and at the first.
    """
    run = np.cumsum(breaks, dtype=np.int64)
    size = np.bincount(run)
    averages = {"run": _run_lengths(run, size)}
    for name, values in features.items():
        averages[f"run {name}"] = _run_means(run, size, values)
    return averages


def _run_lengths(run: Positions, size: Positions) -> Reals:
    """Return the length of the run of each line; `run` holds its number, `size` all lengths."""
    capped = np.minimum(size, MAX_RUN)
    length = capped[run]
    return length.astype(float)


def _run_means(run: Positions, size: Positions, values: Reals) -> Reals:
    """Return for each line the average of the values over its run."""
    total = np.bincount(run, values)
    at_least_one = np.maximum(size, 1)
    mean = total / at_least_one
    return np.asarray(mean[run])

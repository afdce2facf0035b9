"""Compute features of the lines around a line: distances, neighbours, windows and runs.

A feature is an array of float64 with one value for each filled line of a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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


def since(flags: Reals) -> Reals:
    """Return the number of lines from the last flagged line above, at most FAR.

    Lines are the last axis, here and below.
    """
    position = np.arange(flags.shape[-1])
    flagged = np.where(flags > 0, position, -FAR)
    last_above = np.full(flags.shape, -FAR)
    np.maximum.accumulate(flagged[..., :-1], axis=-1, out=last_above[..., 1:])
    lines_since: Reals = np.minimum(position - last_above, FAR).astype(float)
    return lines_since


def until(flags: Reals) -> Reals:
    """Return the number of lines to the next flagged line below, at most FAR."""
    return since(flags[..., ::-1])[..., ::-1]


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
    """Average features over the lines above and below each line; beyond the page they are 0."""
    total = _cumulative(_stacked(features))
    averages: Features = {}
    for width in WINDOWS:
        above, below = _window_means(total, width)
        averages |= _named(features, f"above {width}", above)
        averages |= _named(features, f"below {width}", below)
    return averages


def _named(names: Iterable[str], place: str, rows: Reals) -> Features:
    """Return the rows of some features by name and place."""
    return {f"{name} {place}": row for name, row in zip(names, rows, strict=True)}


def _cumulative(rows: Reals) -> Reals:
    """Return the sum of the values before each line, and last the sum of all."""
    features, lines = rows.shape
    total = np.zeros((features, lines + 1))
    np.cumsum(rows, axis=1, out=total[:, 1:])
    return total


def _window_means(total: Reals, width: int) -> tuple[Reals, Reals]:
    """Average over `width` lines above and below; `total` sums all lines before a line."""
    above = _sums_above(total, width)
    below = _sums_below(total, width)
    return above / width, below / width


def _sums_above(total: Reals, width: int) -> Reals:
    position = np.arange(total.shape[1] - 1)
    top = np.maximum(position - width, 0)
    sums: Reals = total[:, :-1] - total[:, top]
    return sums


def _sums_below(total: Reals, width: int) -> Reals:
    lines = total.shape[1] - 1
    below = np.arange(1, lines + 1)
    bottom = np.minimum(below + width, lines)
    sums: Reals = total[:, bottom] - total[:, 1:]
    return sums


def runs(breaks: NDArray[np.bool_], features: Mapping[str, Reals]) -> Features:
    """Return the length of the run that each line is in, and the averages of features over it.

    A run starts at each line where `breaks` is true, and at the first.
    """
    run = np.cumsum(breaks, dtype=np.int64)
    size = np.bincount(run)
    means = _run_means(run, size, _stacked(features))
    names = [f"run {name}" for name in features]
    averages = dict(zip(names, means, strict=True))
    return {"run": _run_lengths(run, size), **averages}


def _stacked(features: Mapping[str, Reals]) -> Reals:
    return np.array(list(features.values()))


def _run_lengths(run: Positions, size: Positions) -> Reals:
    """Return the length of the run of each line; `run` holds its number, `size` all lengths."""
    capped = np.minimum(size, MAX_RUN)
    length = capped[run]
    return length.astype(float)


def _run_means(run: Positions, size: Positions, rows: Reals) -> Reals:
    """Return for each line the averages of the values over its run.

    All rows are summed at once: each has its own bins, one for each run.
    """
    total = _run_totals(run, len(size), rows)
    at_least_one = np.maximum(size, 1)
    mean = total / at_least_one
    return np.asarray(mean[:, run])


def _run_totals(run: Positions, runs_of_page: int, rows: Reals) -> Reals:
    """Sum each row over each run, shape (rows, runs)."""
    count = len(rows)
    first_bin = np.arange(count) * runs_of_page
    bins = run + first_bin[:, np.newaxis]
    totals = np.bincount(bins.ravel(), rows.ravel(), count * runs_of_page)
    return np.asarray(totals.reshape(count, runs_of_page), float)

"""Columns of figures, one for each line of a page: what stands around a line, counted and averaged."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]
Columns = dict[str, Reals]

FAR = 30  # lines beyond which a distance says no more
WINDOWS = (5, 12)  # lines above and below
OUTSIDE = -1.0  # what stands for a neighbour beyond the page


def since(flag: Reals) -> Reals:
    """Count the lines from the last flagged line above, at most FAR."""
    place = np.arange(len(flag))
    last = np.maximum.accumulate(np.where(flag > 0, place, -FAR))
    return np.asarray(
        np.minimum(place - np.concatenate([[-FAR], last[:-1]]), FAR), float
    )


def until(flag: Reals) -> Reals:
    """Count the lines to the next flagged line below, at most FAR."""
    return since(flag[::-1])[::-1]


def shifted(columns: Reals, by: int) -> Reals:
    """Return what stands `by` lines further down (or up, if negative); lines along the last axis."""
    out = np.full(columns.shape, OUTSIDE)
    if abs(by) >= columns.shape[-1]:
        return out
    if by > 0:
        out[..., :-by] = columns[..., by:]
    else:
        out[..., -by:] = columns[..., :by]
    return out


def windows(columns: Mapping[str, Reals]) -> Columns:
    """Average columns over the lines above and below each line."""
    found: Columns = {}
    for name, column in columns.items():
        total = np.concatenate([[0.0], np.cumsum(column)])
        place = np.arange(len(column))
        for width in WINDOWS:
            top, bottom = (
                np.maximum(place - width, 0),
                np.minimum(place + 1 + width, len(column)),
            )
            found[f"{name} above {width}"] = (total[place] - total[top]) / width
            found[f"{name} below {width}"] = (total[bottom] - total[place + 1]) / width
    return found


def runs(breaks: NDArray[np.bool_], columns: Mapping[str, Reals]) -> Columns:
    """Measure the run of lines that each line stands in; `breaks` says where one begins. Average columns over it."""
    number = np.cumsum(breaks)
    size = np.bincount(number)
    found: Columns = {"run": np.minimum(size, 2 * FAR)[number].astype(float)}
    for name, column in columns.items():
        mean = np.bincount(number, column) / np.maximum(size, 1)
        found[f"run {name}"] = mean[number]
    return found

"""Fit tables that judge rows: gradient boosting with oblivious trees (Prokhorenkova et al. 2018).

All rows at one depth of a tree get the same question, so a tree is a table of answers; that keeps
a model small, quick in numpy alone, and less eager than trees that ask each branch its own.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from cleaners.decision_tables import Model, Reals, Table

BINS = 32
Bins = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Plan:
    """How to boost: tables, questions in each, the step, and what keeps a table from fitting noise."""

    tables: int = 250
    questions: int = 5
    step: float = 0.1
    shrinkage: float = 10.0
    rows: float = 0.5  # share that a table sees
    columns: float = 0.35  # share that a table may ask about
    seed: int = 0


@dataclass(frozen=True, slots=True)
class _Slopes:
    """First and second derivatives of the loss for the rows that a table sees."""

    first: Reals
    second: Reals


def fit(names: Sequence[str], rows: Reals, wanted: Reals, weights: Reals, plan: Plan) -> Model:
    """Fit tables that tell rows wanted (1) from others (0), by logistic loss."""
    draw = np.random.default_rng(plan.seed)
    bounds = [_bounds(column) for column in rows.T]
    bins = np.stack([np.searchsorted(own, column) for own, column in zip(bounds, rows.T, strict=True)]).astype(np.uint8)
    weights = weights / weights.mean()
    share = float(np.average(wanted, weights=weights))
    start = round(float(np.log(share / (1 - share))), 4)
    points = np.full(len(rows), start)
    tables: list[Table] = []
    for _ in range(plan.tables):
        likely = 1 / (1 + np.exp(-points))
        seen = np.flatnonzero(draw.random(len(rows)) < plan.rows)
        drawn = np.sort(draw.permutation(len(names))[: int(plan.columns * len(names))]).tolist()
        asked = [column for column in drawn if len(bounds[column])]
        slopes = _Slopes((weights * (wanted - likely))[seen], np.maximum(weights * likely * (1 - likely), 1e-6)[seen])
        questions = _questions(bins[:, seen], asked, slopes, bounds, plan)
        answer = _answers(bins, questions)
        values = _points(answer[seen], slopes, plan)
        points += values[answer]
        tables.append(_table(names, bounds, questions, values))
    return Model(tuple(names), start, tuple(tables))


def _bounds(column: Reals) -> Reals:
    """Choose bounds between values, at most BINS - 1 of them and as many rows between each two."""
    values = np.unique(column)
    if len(values) <= BINS:
        return np.asarray((values[:-1] + values[1:]) / 2)
    return np.unique(np.quantile(column, np.linspace(0, 1, BINS + 1)[1:-1]))


def _questions(
    bins: Bins, asked: Sequence[int], slopes: _Slopes, bounds: Sequence[Reals], plan: Plan
) -> list[tuple[int, int]]:
    """Choose the questions one after another, each the one that gains most over all answers so far."""
    leaf = np.zeros(bins.shape[1], dtype=np.int64)
    chosen: list[tuple[int, int]] = []
    for depth in range(plan.questions):
        gains = [_gain(leaf, bins[column], slopes, (1 << depth, len(bounds[column]) + 1), plan) for column in asked]
        best = max(range(len(asked)), key=lambda place: gains[place].max())
        chosen.append((asked[best], int(gains[best].argmax())))
        leaf = 2 * leaf + (bins[asked[best]] > chosen[-1][1])
    return chosen


def _gain(leaf: NDArray[np.int64], bins: Bins, slopes: _Slopes, shape: tuple[int, int], plan: Plan) -> Reals:
    """Return what each bound of a column would gain."""
    place = leaf * shape[1] + bins
    size = shape[0] * shape[1]
    first = np.bincount(place, slopes.first, size).reshape(shape).cumsum(axis=1)
    second = np.bincount(place, slopes.second, size).reshape(shape).cumsum(axis=1)
    left, left_second = first[:, :-1], second[:, :-1]
    right, right_second = first[:, -1:] - left, second[:, -1:] - left_second
    gain = left**2 / (left_second + plan.shrinkage) + right**2 / (right_second + plan.shrinkage)
    return np.asarray(gain.sum(axis=0))


def _answers(bins: Bins, questions: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
    answer = np.zeros(bins.shape[1], dtype=np.int64)
    for column, place in questions:
        answer = 2 * answer + (bins[column] > place)
    return answer


def _points(answer: NDArray[np.int64], slopes: _Slopes, plan: Plan) -> Reals:
    size = 1 << plan.questions
    first, second = np.bincount(answer, slopes.first, size), np.bincount(answer, slopes.second, size)
    return np.asarray(np.round(plan.step * first / (second + plan.shrinkage), 4), float)


def _table(names: Sequence[str], bounds: Sequence[Reals], questions: Sequence[tuple[int, int]], values: Reals) -> Table:
    return Table(
        tuple(names[column] for column, _ in questions),
        tuple(round(float(bounds[column][place]), 5) for column, place in questions),
        tuple(float(value) for value in values),
    )


def written(model: Model) -> str:
    """Write a model as JSON, a table a line."""
    rows = (json.dumps(asdict(table), ensure_ascii=False) for table in model.tables)
    return f'{{"start": {model.start!r}, "tables": [\n' + ",\n".join(rows) + "\n]}\n"

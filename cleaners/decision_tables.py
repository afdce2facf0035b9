"""Models that judge lines or blocks: a few hundred small tables, each asking the same questions of every row.

Boosted decision tables, which are CatBoost's oblivious trees (Prokhorenkova et al. 2018), fitted by
`flows.training.boosting`. Each table asks up to a handful of questions of the form "is this column
above this bound?"; the answers, read as a binary number, choose its points.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]

CHUNK = 256  # rows judged at once, so that what is in hand fits the processor's cache


@dataclass(frozen=True, slots=True)
class Table:
    """At most eight questions, each a column and a bound, and the points (log-odds) for each set of answers."""

    columns: tuple[str, ...]
    bounds: tuple[float, ...]
    points: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Packed:
    """Tables with equally many questions as arrays: every question once, which of them each table asks, its points."""

    columns: NDArray[np.int64]
    bounds: Reals
    asked: NDArray[np.int64]  # tables x questions
    points: Reals  # of all tables, one after another
    first: NDArray[np.int64]  # where the points of each table begin


@dataclass(frozen=True, slots=True)
class Model:
    """The columns that rows must have, the points (log-odds) that every row starts with, and the tables."""

    names: tuple[str, ...]
    start: float
    tables: tuple[Table, ...]
    _packed: list[Packed] = field(default_factory=list, compare=False)

    def judge(self, rows: Reals) -> Reals:
        """Return the points (log-odds) of each row; columns stand in the order of `names`."""
        if not self._packed:
            self._packed.extend(_pack(self))
        columns = np.ascontiguousarray(rows.T)
        parts = [
            self._points(columns[:, at : at + CHUNK])
            for at in range(0, len(rows), CHUNK)
        ]
        return np.concatenate([np.empty(0), *parts])

    def _points(self, columns: Reals) -> Reals:
        points = np.full(columns.shape[1], self.start)
        for packed in self._packed:
            above = (columns.take(packed.columns, axis=0) > packed.bounds).view(
                np.uint8
            )
            answer = above.take(packed.asked[:, 0], axis=0)
            for asked in packed.asked.T[1:]:
                answer = 2 * answer + above.take(asked, axis=0)
            points += packed.points.take(answer + packed.first).sum(axis=0)
        return points


def _pack(model: Model) -> Iterator[Packed]:
    place = {name: number for number, name in enumerate(model.names)}
    for count in sorted({len(table.columns) for table in model.tables}):
        same = [table for table in model.tables if len(table.columns) == count]
        rows = [list(zip(table.columns, table.bounds, strict=True)) for table in same]
        questions = sorted({question for row in rows for question in row})
        number = {question: at for at, question in enumerate(questions)}
        yield Packed(
            np.array([place[name] for name, _ in questions]),
            np.array([[bound] for _, bound in questions]),
            np.array([[number[question] for question in row] for row in rows]),
            np.array([points for table in same for points in table.points]),
            np.array([[at << count] for at in range(len(same))]),
        )


def sigmoid(points: Reals) -> Reals:
    """Turn log-odds into probabilities."""
    return np.asarray(1 / (1 + np.exp(-points)))


@cache
def load(name: str, names: Sequence[str]) -> Model:
    """Load a model that ships with the package, for rows whose columns are `names`."""
    data = json.loads(files("cleaners.data").joinpath(name).read_text("utf-8"))
    tables = tuple(
        Table(tuple(row["columns"]), tuple(row["bounds"]), tuple(row["points"]))
        for row in data["tables"]
    )
    return Model(tuple(names), data["start"], tables)

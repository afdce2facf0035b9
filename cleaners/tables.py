"""Models that judge lines or blocks: a few hundred small tables, each asking the same questions of every row.

Boosted decision tables (oblivious trees, as in CatBoost: Prokhorenkova et al. 2018), fitted by
`flows.training.boosting`. Each table asks up to a handful of questions of the form "is this column
above this bound?"; the answers, read as a binary number, choose its points.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Table:
    """Questions, each a column and a bound, and the points (log-odds) for each set of answers."""

    columns: tuple[str, ...]
    bounds: tuple[float, ...]
    points: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Packed:
    """Tables with equally many questions as arrays: the place of each column, its bound, the points."""

    columns: NDArray[np.int64]
    bounds: Reals
    points: Reals


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
        points = np.full(len(rows), self.start)
        by_column = np.ascontiguousarray(rows.T)
        for packed in self._packed:
            answer = np.zeros((len(packed.columns), len(rows)), np.int64)
            for columns, bounds in zip(packed.columns.T, packed.bounds.T, strict=True):
                answer += answer
                answer += by_column[columns] > bounds[:, None]
            points += np.take_along_axis(packed.points, answer, axis=1).sum(axis=0)
        return points


def _pack(model: Model) -> list[Packed]:
    place = {name: number for number, name in enumerate(model.names)}
    packed = []
    for asked in sorted({len(table.columns) for table in model.tables}):
        same = [table for table in model.tables if len(table.columns) == asked]
        columns = np.array([[place[name] for name in table.columns] for table in same])
        points = np.array([table.points for table in same])
        packed.append(Packed(columns, np.array([table.bounds for table in same]), points))
    return packed


def likelihood(points: Reals) -> Reals:
    """Turn log-odds into probabilities."""
    return np.asarray(1 / (1 + np.exp(-points)))


@cache
def load(name: str, names: Sequence[str]) -> Model:
    """Load a model that ships with the package, for rows whose columns are `names`."""
    data = json.loads(files("cleaners.data").joinpath(name).read_text("utf-8"))
    tables = tuple(Table(tuple(row["columns"]), tuple(row["bounds"]), tuple(row["points"])) for row in data["tables"])
    return Model(tuple(names), data["start"], tables)

"""Score lines or blocks with a few hundred small tables that ask yes-or-no questions.

The tables are boosted decision tables, which CatBoost calls oblivious trees (Prokhorenkova et al.
2018). `flows.training.boosting` fits them. A table asks up to eight questions of the form "is this
feature above this threshold?", the same of every row. The answers, read as a binary number, pick
a log-odds from the table, and the log-odds of all tables add up to the score.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]

CHUNK = 256  # rows scored at once, so that the intermediate arrays fit the processor's cache


@dataclass(frozen=True, slots=True)
class Table:
    """Up to eight questions, each a feature and a threshold, and log-odds for their answers."""

    features: tuple[str, ...]
    thresholds: tuple[float, ...]
    log_odds: tuple[float, ...]  # 2 to the power of the number of questions

    @property
    def questions(self) -> list[tuple[str, float]]:
        """Each feature with its threshold."""
        return list(zip(self.features, self.thresholds, strict=True))


@dataclass(frozen=True, slots=True)
class PackedTables:
    """Tables with equally many questions, as arrays; a question of several tables is there once."""

    features: NDArray[np.int64]  # (questions,): the number of the feature
    thresholds: Reals  # (questions, 1)
    asked: NDArray[np.int64]  # (tables, questions of a table): numbers of questions
    log_odds: Reals  # of all tables, one after another
    offsets: NDArray[np.int64]  # (tables, 1): where the log-odds of each table begin

    def score(self, columns: Reals) -> Reals:
        """Return the sum of the tables' log-odds for each row of (features, rows)."""
        answers = self._answers(columns)
        positions = answers + self.offsets
        log_odds = self.log_odds.take(positions)
        return np.asarray(log_odds.sum(axis=0))

    def _answers(self, columns: Reals) -> NDArray[np.uint8]:
        """Return the answers to each table as a binary number, shape (tables, rows)."""
        values = columns.take(self.features, axis=0)
        is_above = values > self.thresholds
        bits = is_above.view(np.uint8)
        first, *others = self.asked.T
        answers: NDArray[np.uint8] = bits.take(first, axis=0)
        for question in others:
            answer = bits.take(question, axis=0)
            answers *= 2
            answers += answer
        return answers


@dataclass(frozen=True, slots=True)
class Model:
    """The features that rows must have, the log-odds that each row starts with, and tables."""

    features: tuple[str, ...]
    bias: float
    tables: tuple[Table, ...]
    _packed: list[PackedTables] = field(default_factory=list, compare=False)

    def score(self, rows: Reals) -> Reals:
        """Return the log-odds of each of (rows, features), in the order of `features`."""
        if not self._packed:
            self._packed.extend(_pack(self))
        columns = np.ascontiguousarray(rows.T)
        count = len(rows)
        scores = np.full(count, self.bias)
        for start in range(0, count, CHUNK):
            end = start + CHUNK
            values = columns[:, start:end]
            chunk_scores = scores[start:end]
            for packed in self._packed:
                chunk_scores += packed.score(values)
        return scores


def _pack(model: Model) -> Iterator[PackedTables]:
    """Pack the tables of each number of questions together."""
    number_of = {name: number for number, name in enumerate(model.features)}
    for size in sorted({len(table.features) for table in model.tables}):
        tables = [table for table in model.tables if len(table.features) == size]
        yield _pack_equal(tables, size, number_of)


def _pack_equal(
    tables: Sequence[Table], size: int, feature_numbers: Mapping[str, int]
) -> PackedTables:
    """Pack tables that all have `size` questions."""
    questions = _all_questions(tables)
    features: list[int] = []
    thresholds: list[float] = []
    for name, threshold in questions:
        features.append(feature_numbers[name])
        thresholds.append(threshold)
    numbers = np.arange(len(tables))
    offsets = numbers << size
    log_odds = [table.log_odds for table in tables]
    return PackedTables(
        features=np.array(features),
        thresholds=np.array(thresholds)[:, np.newaxis],
        asked=_asked(tables, questions),
        log_odds=np.concatenate(log_odds, dtype=float),
        offsets=offsets[:, np.newaxis],
    )


def _asked(
    tables: Sequence[Table], questions: Sequence[tuple[str, float]]
) -> NDArray[np.int64]:
    """Return the numbers of the questions of each table, shape (tables, questions of a table)."""
    number_of = {question: number for number, question in enumerate(questions)}
    asked = [[number_of[each] for each in table.questions] for table in tables]
    return np.array(asked)


def _all_questions(tables: Sequence[Table]) -> list[tuple[str, float]]:
    """List the questions of all tables, each once."""
    return sorted({question for table in tables for question in table.questions})


def sigmoid(log_odds: Reals) -> Reals:
    """Turn log-odds into probabilities."""
    return np.asarray(1 / (1 + np.exp(-log_odds)))


@cache
def load(name: str, features: Sequence[str]) -> Model:
    """Load a model that ships with the package, for rows whose columns are `features`."""
    return _model(_read(name), features)


@cache
def load_several(name: str, features: Sequence[str]) -> dict[str, Model]:
    """Load a file of several models that ships with the package; each has a name in it."""
    return {key: _model(data, features) for key, data in _read(name).items()}


def _read(name: str) -> dict[str, Any]:
    file = files("cleaners.data") / name
    data: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return data


def _model(data: Mapping[str, Any], features: Sequence[str]) -> Model:
    tables = tuple(_table(entry) for entry in data["tables"])
    return Model(tuple(features), data["bias"], tables)


def _table(entry: Mapping[str, Sequence[Any]]) -> Table:
    return Table(
        features=tuple(entry["features"]),
        thresholds=tuple(entry["thresholds"]),
        log_odds=tuple(entry["log_odds"]),
    )

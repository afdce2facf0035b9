"""Fit the weights of the chooser: `python -m flows.training.build_chooser`.

It reads the pages of SPUN_PAGES (see `spun_pages.py`). Each is decoded with a lexicon that was
built without its text, as the pages will be that the weights are used for. The weights make the
readings likeliest that restore the originals: a log-linear model, fitted with Newton's method.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cleaners.paraphrase import Unspinner, chooser, language_model, topics
from cleaners.paraphrase.lexicon import Lexicon
from cleaners.paraphrase.page_words import PageWords
from cleaners.paraphrase.resources import Resources
from flows.training.bench_data import BENCH_DATA
from flows.training.build_lexicon import build
from flows.training.edit_judge import EditJudge
from flows.training.spun_pages import (
    FOLDS,
    SPUN_PAGES,
    SpunPage,
    spun_pages,
    texts_of_fold,
)

TARGET = Path(__file__).parents[2] / "cleaners" / "data" / "choice_weights.tsv"
HEADER = (
    "# Weights of the features of a reading, by name (cleaners/paraphrase/chooser.py).\n"
    "# Built by flows/training/build_chooser.py; do not edit by hand.\n"
)
ROUNDS = 30  # of Newton's method; it converges in about ten
PENALTY = 1.0  # of squared weights of scaled features; chosen, not tuned
DIGITS = 3  # decimals of a weight
LEAST_SPREAD = 1e-9  # a guard against division by zero

Reals = NDArray[np.float64]
Place = list[tuple[chooser.Features, bool]]
"""The readings of a place: their features, and whether each restores the original."""


def main() -> None:
    """Fit the weights to all counted pages, and write them."""
    pages = list(spun_pages("counted"))
    if not pages:
        sys.exit(f"no pages in {SPUN_PAGES}: set SPUN_PAGES to their folder")
    places = list(training_places(pages))
    model = fit(places)
    _write(model)
    page_count = len(pages)
    place_count = len(places)
    sys.stdout.write(f"{place_count:,} places of {page_count} pages; {TARGET}\n")


def _write(model: Mapping[str, float]) -> None:
    """Write the weights below a header."""
    lines = [HEADER]
    for name, weight in model.items():
        line = f"{name}\t{weight}\n"
        lines.append(line)
    text = "".join(lines)
    TARGET.write_text(text, encoding="utf-8")


def training_places(pages: Sequence[SpunPage]) -> Iterator[Place]:
    """Yield the places of pages, each read with a lexicon without its text."""
    for fold in range(FOLDS):
        unspinner = unspinner_without(texts_of_fold(fold))
        for page in pages:
            if page.fold == fold:
                yield from _places_of(page, unspinner)


def unspinner_without(texts: set[str]) -> Unspinner:
    """Build an unspinner whose lexicon knows nothing of some texts."""
    pairs = build(BENCH_DATA / "paraphrase", texts)
    lexicon = Lexicon.from_pairs(pairs)
    return Unspinner.of(Resources(lexicon, language_model.load(), topics.load()))


def _places_of(page: SpunPage, unspinner: Unspinner) -> Iterator[Place]:
    """Yield the places of a page, if it is recognised."""
    decoded = unspinner.decode(page.spun)
    if decoded is None:
        return
    repairer = unspinner.lexicon_repair
    words = PageWords(page.spun, decoded)
    readings = repairer.readings(decoded, ())
    judge = EditJudge.of(page.spun, page.original)
    features = repairer.chooser.features(readings, words)
    for (start, end), found in features.items():
        first = words.word(start)
        last = words.word(end - 1)
        place = []
        for reading, values in found.items():
            right = _is_right(judge, first.start, last.end, reading)
            place.append((values, right))
        yield place


def _is_right(judge: EditJudge, start: int, end: int, reading: str | None) -> bool:
    """Return whether a reading of a place is the original's."""
    if reading is None:
        return judge.is_right(start, end)
    return judge.restores(start, end, reading)


@dataclass(frozen=True, slots=True)
class _Rows:
    """All readings of all places, one a row, and the first row of each place."""

    values: Reals
    is_right: Reals
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, places: Iterable[Place], names: Sequence[str]) -> _Rows:
        """Make the rows of places."""
        values: list[list[float]] = []
        right: list[bool] = []
        starts: list[int] = []
        for place in places:
            start = len(values)
            starts.append(start)
            right += _answers(place)
            for row, _ in place:
                value = [row.get(name, 0.0) for name in names]
                values.append(value)
        return cls(
            values=np.array(values),
            is_right=np.array(right, float),
            starts=np.array(starts),
        )

    def scaled(self, spread: Reals) -> _Rows:
        """Return the same rows with each feature divided by its spread."""
        values: Reals = self.values / spread
        return _Rows(
            values=values,
            is_right=self.is_right,
            starts=self.starts,
        )

    def sums(self, values: Reals) -> Reals:
        """Return the sum of a value over its place, for each row."""
        sums = np.add.reduceat(values, self.starts)
        ends = np.append(self.starts, len(values))
        sizes = np.diff(ends)
        return np.repeat(sums, sizes, axis=0)


def _answers(place: Place) -> list[bool]:
    """Return whether each reading is right; where none is, staying is."""
    answers = [answer for _, answer in place]
    if not any(answers):
        answers[0] = True
    return answers


def fit(places: Sequence[Place]) -> dict[str, float]:
    """Return the weight of each feature that makes the right readings likeliest."""
    names = _feature_names(places)
    rows = _Rows.of(places, names)
    spread = np.std(rows.values, axis=0)
    spread = np.maximum(spread, LEAST_SPREAD)
    weights = _best_weights(rows.scaled(spread)) / spread
    return _named(names, weights)


def _named(names: Sequence[str], weights: Reals) -> dict[str, float]:
    rounded = np.round(weights, DIGITS)
    return dict(zip(names, rounded.tolist(), strict=True))


def _best_weights(rows: _Rows) -> Reals:
    """Return the weights of scaled features, by Newton's method."""
    weights: Reals = np.zeros(rows.values.shape[1])
    for _ in range(ROUNDS):
        weights = _improved(rows, weights)
    return weights


def _feature_names(places: Iterable[Place]) -> list[str]:
    """Return the names of all features, sorted."""
    names: set[str] = set()
    for place in places:
        for row, _ in place:
            names.update(row)
    return sorted(names)


def _improved(rows: _Rows, weights: Reals) -> Reals:
    """Return the weights that would be best if the loss were a parabola."""
    raw = np.exp(rows.values @ weights)
    posterior = raw / rows.sums(raw)
    right = posterior * rows.is_right
    target = right / rows.sums(right)
    missing = target - posterior
    gradient = rows.values.T @ missing
    gradient -= PENALTY * weights
    step = np.linalg.solve(_curvature(rows, posterior), gradient)
    improved: Reals = weights + step
    return improved


def _curvature(rows: _Rows, posterior: Reals) -> Reals:
    """Return the second derivatives of the loss."""
    weighted = posterior[:, None] * rows.values
    spread = rows.values - rows.sums(weighted)
    curvature: Reals = weighted.T @ spread
    penalties = PENALTY * np.eye(len(curvature))
    return curvature + penalties


if __name__ == "__main__":
    main()

"""Check features of the lines around a line against plain counts, and the scores of tables."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.boilerplate.window_features import (
    FAR,
    OUTSIDE,
    runs,
    shifted,
    since,
    until,
    windows,
)
from cleaners.decision_tables import Model, Table, sigmoid

flags = st.lists(st.booleans(), min_size=1, max_size=50)


@settings(max_examples=200, deadline=None)
@given(flags)
def test_distances_count_lines(flagged: list[bool]) -> None:
    column = np.array(flagged, float)
    for number in range(len(flagged)):
        above = [other for other in range(number) if flagged[other]]
        below = [other for other in range(number + 1, len(flagged)) if flagged[other]]
        assert since(column)[number] == (min(number - above[-1], FAR) if above else FAR)
        assert until(column)[number] == (min(below[0] - number, FAR) if below else FAR)


@settings(max_examples=200, deadline=None)
@given(flags, st.integers(1, 4))
def test_neighbours_and_windows_match_a_plain_count(
    flagged: list[bool], by: int
) -> None:
    column = np.array(flagged, float)
    padded = [OUTSIDE] * by + column.tolist() + [OUTSIDE] * by
    assert shifted(column, by).tolist() == padded[2 * by :]
    assert shifted(column, -by).tolist() == padded[: len(flagged)]
    around = windows({"flag": column})
    for number in range(len(flagged)):
        assert around["flag above 5"][number] == pytest.approx(
            sum(flagged[max(0, number - 5) : number]) / 5
        )
        assert around["flag below 12"][number] == pytest.approx(
            sum(flagged[number + 1 : number + 13]) / 12
        )


def test_a_run_averages_its_lines() -> None:
    found = runs(
        np.array([False, False, True, True, False]),
        {"ends": np.array([1.0, 0.0, 1.0, 0.0, 1.0])},
    )
    assert found["run"].tolist() == [2, 2, 1, 2, 2]
    assert found["run ends"].tolist() == [0.5, 0.5, 1, 0.5, 0.5]


def test_tables_add_their_log_odds() -> None:
    tables = (
        Table(("a", "b"), (0.5, 2.0), (1.0, 2.0, 4.0, 8.0)),
        Table(("b",), (0.0,), (-1.0, 1.0)),
    )
    model = Model(("b", "a"), 0.5, tables)
    rows = np.array([[0.0, 0.0], [3.0, 0.0], [1.0, 1.0], [3.0, 1.0]])
    assert model.score(rows).tolist() == [0.5, 3.5, 5.5, 9.5]
    assert sigmoid(np.array([0.0])).tolist() == [0.5]

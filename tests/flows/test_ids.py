"""Rows are chosen by the ids that they have, however many ids and rows there are."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.storage.ids import Ids

NAMES = st.text("abc", max_size=2)


@settings(deadline=None)  # Arrow loads its functions at the first call
@given(st.lists(NAMES, max_size=12), st.lists(st.none() | NAMES, max_size=12))
def test_values_are_among_the_ids_that_they_equal(
    names: list[str], values: list[str | None]
) -> None:
    expected = [value is not None and value in names for value in values]
    column = pa.array(values, pa.string())
    for each in (column, pa.chunked_array([column[:3], column[3:]], pa.string())):
        mask = Ids.of(names).among(each)
        assert mask.to_pylist() == expected
        chosen = each.filter(mask)
        assert chosen.to_pylist() == [value for value in values if value in names]


@given(st.lists(NAMES))
def test_ids_are_in_order_and_there_once(names: list[str]) -> None:
    ids = Ids.of(names)
    assert ids.array.to_pylist() == sorted(set(names))
    assert len(ids) == len(ids.array)

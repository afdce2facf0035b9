"""Searches among sorted keys find what a set of the keys would."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaners.sorted_search import contains, first_places

NUMBERS = st.lists(st.integers(0, 20))
NAMES = st.lists(st.text("abc", max_size=3))


@given(NUMBERS, NUMBERS)
def test_numbers(keys: list[int], wanted: list[int]) -> None:
    ordered, asked = np.sort(np.array(keys, np.int64)), np.array(wanted, np.int64)
    assert contains(ordered, asked).tolist() == [each in keys for each in wanted]
    places = [sum(key < each for key in keys) for each in wanted]
    assert first_places(ordered, asked).tolist() == places


@given(NAMES, NAMES)
def test_names_of_any_width(keys: list[str], wanted: list[str]) -> None:
    encoded = [key.encode() for key in keys]
    asked = [each.encode() for each in wanted]
    found = contains(np.array(sorted(encoded), np.bytes_), np.array(asked, np.bytes_))
    assert found.tolist() == [each in keys for each in wanted]

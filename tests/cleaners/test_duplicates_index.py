"""The columns of the index of copies."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaners.duplicates.columns import repeats
from cleaners.duplicates.index import Texts

LENGTHS = st.sampled_from([0, 1, 2, 400, (1 << 24) - 1, 1 << 24, (1 << 32) - 1])
# Halves that agree in their first bits, in all, or in none.
HALVES = st.sampled_from([0, 1, 1 << 23, 1 << 24, (1 << 64) - 1, (1 << 64) - 2])
ROWS = st.lists(st.tuples(LENGTHS, HALVES, HALVES), max_size=40, unique=True)


def table(rows: list[tuple[int, int, int]]) -> Texts:
    counts = np.array([length for length, _, _ in rows], np.uint32)
    return Texts(
        key_head=np.array([head for _, head, _ in rows], np.uint64),
        key_tail=np.array([tail for _, _, tail in rows], np.uint64),
        word_count=counts,
        signature_size=counts,
        line_breaks=counts,
        alive=np.ones(len(rows), np.bool_),
    )


@given(ROWS)
def test_anchors_are_the_longest_texts_then_those_with_the_lowest_keys(
    rows: list[tuple[int, int, int]],
) -> None:
    longest = (1 << 24) - 1
    keys = [(-min(length, longest), head, tail) for length, head, tail in rows]
    ranks = table(rows).anchor_ranks().tolist()
    assert sorted(ranks) == list(range(len(rows)))
    ordered = [key for _, key in sorted(zip(ranks, keys, strict=True))]
    assert ordered == sorted(keys)


@given(st.lists(st.integers(0, 9)))
def test_repeats_are_values_that_occur_more_than_once(values: list[int]) -> None:
    ordered = sorted(values)
    expected = [ordered.count(value) > 1 for value in ordered]
    assert repeats(np.array(ordered, np.int64)).tolist() == expected

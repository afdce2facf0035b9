"""A proof counts the words that two texts share close together, and no others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.duplicates.proof import LARGEST_GAP, SHORTEST_RUN, compare

WORDS = st.lists(st.integers(0, 30), max_size=80)
TEXT = list(range(200))


@pytest.mark.parametrize(
    ("one", "other", "covered", "similarity"),
    [
        pytest.param(TEXT, TEXT, 1.0, 1.0, id="the same"),
        pytest.param(TEXT, TEXT[50:90], 1.0, 1.0, id="an excerpt"),
        pytest.param(
            TEXT, [word if word % 4 else -1 for word in TEXT], 0.995, 0.75, id="every fourth word put in anew"
        ),
        pytest.param(TEXT[::20] * 4, TEXT, 0.0, 0.0, id="words in common, far apart"),
        pytest.param(TEXT, TEXT[:50] + [-1] * 50 + TEXT[50:100], 2 / 3, 2 / 3, id="a passage put in"),
        pytest.param(TEXT, [], 0.0, 0.0, id="nothing"),
    ],
)
def test_words_count_that_stand_close_together(
    one: list[int], other: list[int], covered: float, similarity: float
) -> None:
    proof = compare(one, other)
    assert (proof.covered, proof.similarity) == pytest.approx((covered, similarity))


def test_a_run_ends_at_a_gap_and_a_short_one_does_not_count() -> None:
    gap = [-1] * (LARGEST_GAP + 1)
    long, short = TEXT[:SHORTEST_RUN], TEXT[100 : 100 + SHORTEST_RUN - 1]
    assert compare(long + gap + short, TEXT).similarity == pytest.approx(len(long) / len(long + gap + short))


def test_texts_too_large_to_align_are_compared_by_their_beginnings() -> None:
    text = list(range(30_000))
    assert compare(text, text).holds
    assert not compare(text, text[::-1]).holds


@given(WORDS, WORDS)
def test_a_proof_is_a_share(one: list[int], other: list[int]) -> None:
    proof = compare(one, other)
    assert 0 <= proof.similarity <= proof.covered <= 1
    assert 0 <= proof.balance <= 1
    assert not one or compare(one, one).similarity == (len(one) >= SHORTEST_RUN)

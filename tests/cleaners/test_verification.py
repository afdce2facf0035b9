"""A proof counts the words that two texts share close together, and no others."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.duplicates.verification import LARGEST_GAP, SHORTEST_RUN, Proof, Text
from cleaners.duplicates.verification import compare as compare_texts
from cleaners.duplicates.words import FLAG_BITS, IS_FURNITURE

WORDS = st.lists(st.integers(0, 30), max_size=80)
TEXT = list(range(200))


def text(words: list[int], furniture: range = range(0)) -> Text:
    """Make a text of word numbers, some of them furniture by their places."""
    numbers = np.array([word % 2**20 for word in words], np.uint32)
    flags = np.isin(np.arange(len(words)), furniture) * IS_FURNITURE
    return Text(numbers << FLAG_BITS | flags.astype(np.uint32), numbers)


def compare(one: list[int], other: list[int]) -> Proof:
    """Hold two lists of words against each other."""
    return compare_texts(text(one), text(other))


@pytest.mark.parametrize(
    ("one", "other", "covered", "similarity"),
    [
        pytest.param(TEXT, TEXT, 1.0, 1.0, id="the same"),
        pytest.param(TEXT, TEXT[50:90], 1.0, 1.0, id="an excerpt"),
        pytest.param(
            TEXT,
            [word if word % 4 else -1 for word in TEXT],
            0.995,
            0.75,
            id="every fourth word put in anew",
        ),
        pytest.param(TEXT[::20] * 4, TEXT, 0.0, 0.0, id="words in common, far apart"),
        pytest.param(
            TEXT,
            TEXT[:50] + [-1] * 50 + TEXT[50:100],
            2 / 3,
            2 / 3,
            id="a passage put in",
        ),
        pytest.param(TEXT, [], 0.0, 0.0, id="nothing"),
    ],
)
def test_words_count_that_stand_close_together(
    one: list[int], other: list[int], covered: float, similarity: float
) -> None:
    proof = compare(one, other)
    assert (proof.covered / max(1, proof.shorter), proof.similarity) == pytest.approx(
        (covered, similarity)
    )


def test_a_run_ends_at_a_gap_and_a_short_one_does_not_count() -> None:
    gap = [-1] * (LARGEST_GAP + 1)
    long, short = TEXT[:SHORTEST_RUN], TEXT[100 : 100 + SHORTEST_RUN - 1]
    assert compare(long + gap + short, TEXT).similarity == pytest.approx(
        len(long) / len(long + gap + short)
    )


def test_texts_too_large_to_align_are_compared_by_their_beginnings() -> None:
    words = list(range(30_000))
    assert compare(words, words).holds
    assert not compare(words, words[::-1]).holds


@given(WORDS, WORDS)
def test_a_proof_is_a_share(one: list[int], other: list[int]) -> None:
    proof = compare(one, other)
    assert (
        0
        <= proof.plain
        <= proof.matched
        <= proof.covered
        <= proof.shorter
        <= proof.longer
    )
    assert not one or compare(one, one).similarity == (len(one) >= SHORTEST_RUN)


FURNITURE = list(range(1000, 1100))


@pytest.mark.parametrize(
    ("one", "other", "holds"),
    [
        pytest.param(TEXT[:30], TEXT[50:80], False, id="short articles"),
        pytest.param(TEXT[:30], [], True, id="an article, and the page without it"),
        pytest.param(TEXT[:9], TEXT[50:59], True, id="a line above, and another one"),
        pytest.param(
            TEXT[:30],
            [*TEXT[:20], *TEXT[50:60]],
            True,
            id="an article, and the same edited",
        ),
    ],
)
def test_under_the_same_furniture_what_is_a_texts_own_decides(
    one: list[int], other: list[int], *, holds: bool
) -> None:
    texts = [
        text([*own, *FURNITURE], range(len(own), len(own) + len(FURNITURE)))
        for own in (one, other)
    ]
    assert compare_texts(*texts).holds is holds
    assert compare_texts(*texts[::-1]).holds is holds

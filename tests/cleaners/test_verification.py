"""Verification counts the words that two texts share close together, no others."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.duplicates.alignment import MAX_GAP, MIN_RUN
from cleaners.duplicates.shared_words import Verification
from cleaners.duplicates.text_words import TextWords
from cleaners.duplicates.verification import verify
from cleaners.duplicates.words import FLAG_BITS, IS_REPEATED

WORDS = st.lists(st.integers(0, 30), max_size=80)
TEXT = list(range(200))


def text(words: list[int], repeated: range = range(0)) -> TextWords:
    """Return a text of word numbers, with repeated lines at some places."""
    numbers = np.array([word % 2**20 for word in words], np.uint32)
    flags = np.isin(np.arange(len(words)), repeated) * IS_REPEATED
    return TextWords(numbers << FLAG_BITS | flags.astype(np.uint32), numbers)


def compare(one: list[int], other: list[int]) -> Verification:
    """Compare two lists of words."""
    return verify(text(one), text(other))


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
            id="every fourth word replaced",
        ),
        pytest.param(TEXT[::20] * 4, TEXT, 0.0, 0.0, id="words in common, far apart"),
        pytest.param(
            TEXT,
            TEXT[:50] + [-1] * 50 + TEXT[50:100],
            2 / 3,
            2 / 3,
            id="a passage inserted",
        ),
        pytest.param(TEXT, [], 0.0, 0.0, id="nothing"),
    ],
)
def test_only_words_that_match_close_together_count(
    one: list[int], other: list[int], covered: float, similarity: float
) -> None:
    verification = compare(one, other)
    measured = verification.coverage, verification.similarity
    assert measured == pytest.approx((covered, similarity))


def test_a_run_ends_at_a_gap_and_a_short_one_does_not_count() -> None:
    gap = [-1] * (MAX_GAP + 1)
    long, short = TEXT[:MIN_RUN], TEXT[100 : 100 + MIN_RUN - 1]
    assert compare(long + gap + short, TEXT).similarity == pytest.approx(
        len(long) / len(long + gap + short)
    )


def test_texts_too_large_to_align_are_compared_by_their_beginnings() -> None:
    words = list(range(30_000))
    assert compare(words, words).is_verified
    assert not compare(words, words[::-1]).is_verified


@given(WORDS, WORDS)
def test_counts_are_within_the_length_of_the_shorter_text(
    one: list[int], other: list[int]
) -> None:
    found = compare(one, other)
    assert (
        0
        <= found.same_words
        <= found.matched
        <= found.covered
        <= found.shorter
        <= found.longer
    )
    assert not one or compare(one, one).similarity == (len(one) >= MIN_RUN)


REPEATED = list(range(1000, 1100))


@pytest.mark.parametrize(
    ("one", "other", "is_copy"),
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
def test_under_the_same_repeated_lines_the_other_words_decide(
    one: list[int], other: list[int], *, is_copy: bool
) -> None:
    texts = [
        text([*own, *REPEATED], range(len(own), len(own) + len(REPEATED)))
        for own in (one, other)
    ]
    assert verify(*texts).is_verified is is_copy
    assert verify(*texts[::-1]).is_verified is is_copy

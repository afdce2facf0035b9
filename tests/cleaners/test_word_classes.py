"""Word classes join spun words with their originals, up to a fixed size."""

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from cleaners.duplicates import word_classes
from cleaners.duplicates.word_classes import MAX_CLASS_WORDS

WORDS = st.text("abc", min_size=1, max_size=2)
TRIPLES = st.lists(st.tuples(WORDS, WORDS, st.integers(1, 9)), max_size=60)


def test_a_spun_word_is_in_the_class_of_its_original() -> None:
    classes = word_classes(
        [("said", "stated", 30), ("said", "mentioned", 20), ("company", "firm", 9)]
    )
    assert classes == {"stated": "said", "mentioned": "said", "firm": "company"}


def test_the_heaviest_pairs_join_first_and_a_full_class_takes_no_more() -> None:
    pairs = [
        ("data", "information", 9),
        ("information", "info", 8),
        ("info", "news", 1),
        ("said", "stated", 7),
    ]
    assert word_classes(pairs, max_words=3) == {
        "information": "data",
        "info": "data",
        "stated": "said",
    }


def test_phrases_and_punctuation_are_left_out() -> None:
    assert word_classes(
        [("because", "as a result of", 9), ("...", "so", 1), ("Money", "CASH", 2)]
    ) == {"cash": "money"}


@given(TRIPLES, st.randoms(use_true_random=False))
def test_no_class_is_too_large_and_every_word_has_one(
    triples: list[tuple[str, str, int]], chance: Random
) -> None:
    classes = word_classes(triples)
    assert max(Counter(classes.values()).values(), default=0) < MAX_CLASS_WORDS
    assert not set(classes) & set(classes.values()), (
        "a word that represents a class has no entry"
    )
    chance.shuffle(triples)
    assert word_classes(triples) == classes

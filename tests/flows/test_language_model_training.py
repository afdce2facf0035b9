"""What the language model is counted in, and which n-grams it keeps."""

from __future__ import annotations

import numpy as np
import pytest

from cleaners.paraphrase import language_model
from cleaners.paraphrase.known_names import shipped_names
from flows.training.corpus import EncodedCorpus, encode, with_texts
from flows.training.kneser_ney import TrigramModel, estimate

COMMON = "the tram returns in spring"  # four bigrams, besides those of its ends


def model_of(texts: list[str], sources: list[int]) -> TrigramModel:
    """Count a model in texts, after ten others that keep all words and no bigram of COMMON."""
    words = COMMON.split()
    fillers = [f"{word} zebra" for word in words for _ in range(3)]
    fillers.append("spring the in")  # n-grams that occur once
    filler_sources = [0] * len(fillers)
    return estimate(
        corpus=encode(fillers + texts),
        sources=np.array(filler_sources + sources),
        weights=np.ones(len(fillers) + len(texts)),
    )


def has_bigram(model: TrigramModel, first: str, second: str) -> bool:
    numbers = {word: number for number, word in enumerate(model.words)}
    key = numbers[first] << 16 | numbers[second]
    return key in model.bigrams.keys


@pytest.mark.parametrize(
    ("sources", "kept"),
    [
        ([1], False),
        ([1, 1], False),
        ([1, 1, 1], True),
        ([1, 2], True),
    ],
    ids=["one document", "two of one source", "three of one source", "two sources"],
)
def test_an_ngram_of_few_documents_of_one_source_is_dropped(
    sources: list[int], *, kept: bool
) -> None:
    model = model_of([COMMON] * len(sources), sources)
    assert has_bigram(model, "tram", "returns") == kept


def test_a_source_does_not_count_twice() -> None:
    texts = ["the tram", "returns in spring", "the tram"]
    assert not has_bigram(model_of(texts, [1, 1, 1]), "the", "tram")


def words_of(corpus: EncodedCorpus) -> list[str]:
    return [corpus.words[number] for number in corpus.stream.tolist()]


def test_added_texts_bring_no_words() -> None:
    corpus = encode(["the tram returns"] * 3)
    more = with_texts(corpus, ["the boat returns", "the tram"])
    assert more.words == corpus.words
    assert words_of(more)[len(corpus.stream) :] == [
        "</s>", "the", "<unk>", "returns", "</s>", "</s>", "the", "tram", "</s>",
    ]  # fmt: skip
    assert len(more.starts) == len(corpus.starts) + 2


def test_each_name_of_words_is_listed_once_with_a_capital() -> None:
    names = shipped_names()
    assert len(set(names)) == len(names)
    assert all(name[0].isupper() for name in names)


@pytest.mark.parametrize(
    ("before", "name", "other"),
    [
        ("better", "call", "name"),
        ("truth", "social", "societal"),
        ("cold", "war", "battle"),
    ],
)
def test_the_language_model_prefers_a_name_to_another_word(
    before: str, name: str, other: str
) -> None:
    model = language_model.load()
    first, second, third = (
        np.array([model.word_id(word)]) for word in (before, name, other)
    )
    right = model.bigram_log_probs(first, second, model.bigram_ids(first, second))
    wrong = model.bigram_log_probs(first, third, model.bigram_ids(first, third))
    assert right > wrong

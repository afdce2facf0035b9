"""How models of speech recognisers are read, numbered with our words, and mixed into ours."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from math import log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.paraphrase.words import COMMA, END, NUMBER, QUOTE, UNKNOWN
from flows.training.backoff_model import BackoffModel, keys_of
from flows.training.build_language_model import pack
from flows.training.kneser_ney import NGramProbabilities, TrigramModel
from flows.training.known_words import with_our_words
from flows.training.mixed_model import Mixture, Part
from flows.training.sphinx_model import LOG_BASE, MAGIC, TABLE, SphinxModel

Grams = Mapping[str, float]
"""Probabilities by n-gram, whose words are separated by spaces."""

FACTOR = 0.5  # back-off factor of all bigrams and words of a file
WORDS = {"</s>": 0.1, "<s>": 1e-9, "a": 0.2, "an": 0.1, "tram": 0.3, "egg": 0.3}
BIGRAMS = {"<s> a": 0.9, "a tram": 0.3, "an egg": 0.9, "tram </s>": 0.7}
TRIGRAMS = {"<s> a tram": 0.9, "a tram </s>": 0.4}
SIGNS = [END, UNKNOWN, COMMA, QUOTE, NUMBER, "'s"]
OURS = [*SIGNS, "a", "tram", "boat"]


def in_base(probability: float) -> float:
    return log(probability) / log(LOG_BASE)


class Bits:
    """Records of some bits each, least significant bit first."""

    def __init__(self) -> None:
        self.value = 0
        self.length = 0

    def add(self, number: int, width: int) -> None:
        """Add a number."""
        self.value |= number << self.length
        self.length += width

    def padded(self, width: int) -> bytes:
        """Return the bytes, with a record of no n-gram and the slack behind."""
        self.add(0, width)
        return self.value.to_bytes((self.length + 7) // 8 + 8, "little")


def trie(words: Grams, bigrams: Grams, trigrams: Grams) -> bytes:
    """Write a file as the recogniser's tools do: each n-gram below its last word."""
    names = list(words)
    numbers = {word: number for number, word in enumerate(names)}
    pairs = sorted(bigrams, key=lambda gram: [numbers[w] for w in gram.split()[::-1]])
    triples = sorted(trigrams, key=lambda gram: pairs.index(gram.split(" ", 1)[1]))
    tables = np.zeros((3, TABLE), "<f4")
    tables[0, : len(pairs)] = [in_base(bigrams[gram]) for gram in pairs]
    tables[1, :] = in_base(FACTOR)
    tables[2, : len(triples)] = [in_base(trigrams[gram]) for gram in triples]
    word_bits, place_bits = len(names).bit_length(), len(triples).bit_length()
    two, three = Bits(), Bits()
    for at, gram in enumerate([*pairs, None]):
        first = numbers[gram.split()[0]] if gram else 0
        below = [t for t in triples if gram and t.split(" ", 1)[1] in pairs[:at]]
        two.add(first, word_bits)
        two.add(at << 16, 32)
        two.add(len(below) if gram else len(triples), place_bits)
    for at, gram in enumerate(triples):
        three.add(numbers[gram.split()[0]], word_bits)
        three.add(at, 16)
    ends = [gram.split()[1] for gram in pairs]
    records = [
        struct.pack(
            "<ffI",
            in_base(words[word]),
            in_base(FACTOR),
            sum(names.index(e) < at for e in ends),
        )
        for at, word in enumerate(names)
    ]
    return b"".join(
        [
            MAGIC,
            b"\x03",
            struct.pack("<4I", len(names), len(pairs), len(triples), 0),
            tables.tobytes(),
            *records,
            struct.pack("<ffI", 0, 0, len(pairs)),
            two.padded(0),
            three.padded(word_bits + 16),
            struct.pack("<I", sum(len(word) + 1 for word in names)),
            b"".join(word.encode() + b"\0" for word in names),
        ]
    )


@pytest.fixture
def foreign(tmp_path: Path) -> SphinxModel:
    path = tmp_path / "model.lm.bin"
    path.write_bytes(trie(WORDS, BIGRAMS, TRIGRAMS))
    return SphinxModel.read(path)


def test_a_file_is_read(foreign: SphinxModel) -> None:
    words = foreign.words
    first, second = foreign.bigrams
    pairs = [f"{words[a]} {words[b]}" for a, b in zip(first, second, strict=True)]
    before, pair = foreign.trigrams
    triples = [f"{words[a]} {pairs[b]}" for a, b in zip(before, pair, strict=True)]
    read = (
        dict(zip(words, foreign.unigrams, strict=True)),
        dict(zip(pairs, foreign.bigram_probabilities, strict=True)),
        dict(zip(triples, foreign.trigram_probabilities, strict=True)),
    )
    for found, written in zip(read, (WORDS, BIGRAMS, TRIGRAMS), strict=True):
        assert found == pytest.approx(written, rel=1e-4)
    assert foreign.pair_factors == pytest.approx([FACTOR] * len(BIGRAMS), rel=1e-4)


@pytest.mark.parametrize("content", [b"", b"Trie Language Model\x04", b"\\data\\\n"])
def test_another_file_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "other.bin"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"other\.bin is no trigram model"):
        SphinxModel.read(path)


def keys(words: Sequence[str], *grams: str) -> np.ndarray:
    columns = zip(*(map(words.index, gram.split()) for gram in grams), strict=True)
    return keys_of([np.array(column) for column in columns])


def test_words_that_we_lack_are_left_out_and_an_is_a(foreign: SphinxModel) -> None:
    model = with_our_words(foreign, OURS)
    assert model.unigrams[OURS.index("a")] == pytest.approx(0.3, rel=1e-4)
    assert model.unigrams[OURS.index("boat")] == 0
    assert len(model.bigrams.keys) == 3, "no egg"
    known = keys(OURS, "</s> a", "a tram")
    assert model.probabilities(known, 2) == pytest.approx([0.9, 0.3 * 2 / 3], rel=1e-4)


def test_what_a_model_lacks_is_backed_off(foreign: SphinxModel) -> None:
    model = with_our_words(foreign, OURS)
    pair = model.probabilities(keys(OURS, "tram a"), 2)
    assert pair == pytest.approx([FACTOR * 0.3], rel=1e-4)
    triple = model.probabilities(keys(OURS, "</s> a a"), 3)
    assert triple == pytest.approx(
        FACTOR * model.probabilities(keys(OURS, "a a"), 2), rel=1e-4
    )


def own_model(bigrams: Grams) -> TrigramModel:
    """Return a model of ours with some bigrams, "boat ," and one trigram."""
    bigrams = {**bigrams, "a boat": 0.5, "boat ,": 0.4}
    found = keys(OURS, *bigrams)
    order = np.argsort(found)
    probabilities = np.array(list(bigrams.values()))
    return TrigramModel(
        words=OURS,
        unigrams=np.full(len(OURS), 1 / len(OURS)),
        bigrams=NGramProbabilities(found[order], probabilities[order]),
        trigrams=NGramProbabilities(keys(OURS, "a boat ,"), np.array([0.3])),
    )


def mixture(foreign: SphinxModel, share: float) -> TrigramModel:
    ours = own_model({"a tram": 0.02, ", a": 0.9})
    parts = [Part(with_our_words(foreign, OURS), 1 - share)]
    return Mixture(OURS, Part(BackoffModel.of(ours), share), parts).model()


def bigrams_of(model: TrigramModel) -> Grams:
    names = [
        f"{OURS[key >> 16]} {OURS[key & 0xFFFF]}" for key in model.bigrams.keys.tolist()
    ]
    return dict(zip(names, model.bigrams.probability.tolist(), strict=True))


def test_bigrams_of_both_models_are_mixed(foreign: SphinxModel) -> None:
    ours = bigrams_of(mixture(foreign, 1.0))
    mixed = bigrams_of(mixture(foreign, 0.5))
    assert ours["a tram"] < mixed["a tram"], "theirs has it far oftener"
    assert ours["a boat"] > mixed["a boat"], "theirs lacks the boat"
    assert "</s> a" in mixed, "a sentence starts so in theirs"


def test_our_signs_keep_their_probability(foreign: SphinxModel) -> None:
    mixed = bigrams_of(mixture(foreign, 0.3))
    assert mixed["boat ,"] == pytest.approx(0.4)
    assert mixed[", a"] == pytest.approx(0.9), "theirs knows no comma"
    assert "tram </s>" not in mixed, "theirs has no say on signs"


@given(share=st.floats(0.05, 1.0))
def test_a_mixture_adds_up_to_one(share: float) -> None:
    ours = own_model({"a tram": 0.1})
    parts = [Part(BackoffModel.of(own_model({"a tram": 0.4})), 1 - share)]
    mixed = Mixture(OURS, Part(BackoffModel.of(ours), share), parts).model()
    whole = BackoffModel.of(mixed)
    after_a = keys(OURS, *(f"a {word}" for word in OURS))
    assert mixed.unigrams.sum() == pytest.approx(1)
    assert whole.probabilities(after_a, 2).sum() == pytest.approx(1)


def test_a_trigram_needs_the_bigrams_in_it(foreign: SphinxModel) -> None:
    model = mixture(foreign, 0.5)
    trigrams = model.trigrams.keys
    assert len(trigrams)
    assert np.isin(trigrams >> np.uint64(16), model.bigrams.keys).all()
    assert np.isin(trigrams & np.uint64(0xFFFFFFFF), model.bigrams.keys).all()


def test_a_mixture_can_be_packed(foreign: SphinxModel) -> None:
    packed = pack(mixture(foreign, 0.5))
    assert packed["two_size"].sum() == len(packed["two"])
    assert packed["three_size"].sum() == len(packed["three"])

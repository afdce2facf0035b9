"""Sums over steps between histories say the same as all readings written out one by one."""

from collections.abc import Iterator
from math import exp

import numpy as np
import pytest

from cleaners.paraphrase import language_model, lexicon
from cleaners.paraphrase.hypotheses import Options
from cleaners.paraphrase.hypothesis_table import NONE
from cleaners.paraphrase.language_model import END, Keys
from cleaners.paraphrase.lattice import Lattice, lattice, prune
from cleaners.paraphrase.network import SHARPNESS, Network
from cleaners.paraphrase.words import sentences

MODEL = language_model.load()
OPTIONS = Options(lexicon.load(), MODEL)
TEXTS = [
    "The well being ministry mentioned on Monday that the variety of sufferers has doubled.",
    "Within the final three years faculties will keep closed. He despatched two groups.",
    "A great deal of the corporate is about 12 miles away, in keeping with the press release.",
]


def readings(edges: Lattice, at: int = 0) -> Iterator[list[int]]:
    """Yield all ways through a lattice that go on from an edge."""
    after = edges.right[edges.left == at].tolist()
    if not after:
        yield [at]
    for edge in after:
        for rest in readings(edges, edge):
            yield [at, *rest]


def likely(edges: Lattice, reading: list[int]) -> float:
    """Say how likely (nats) one reading is: what its options cost, and each word after the two before it."""
    total, history = 0.0, (END, END)
    for edge in reading[1:]:
        row = edges.rows[edge]
        words = tuple(int(word) for word in row["numbers"] if word != NONE)
        total += float(row["whole"]) - OPTIONS.table.pairs_within(words)
        for word in words:
            first, second, third = (np.array([each]) for each in (*history, word))
            alone = MODEL.after_one(second, third, MODEL.pairs(second, third))
            total += float(MODEL.after_two(MODEL.pairs(first, second), third, alone)[0])
            history = (END, END) if word == END else (history[1], word)
    return total


@pytest.mark.parametrize("text", TEXTS)
def test_posteriors_are_shares_of_all_readings(text: str) -> None:
    edges = prune(lattice(sentences(text), OPTIONS, MODEL), MODEL)
    network = Network(edges, MODEL)
    factors = np.linspace(0.5, 1.5, len(edges.starts))
    scores = {tuple(reading): likely(edges, reading) for reading in readings(edges)}
    assert len(scores) > 1
    assert network.best[-1] == pytest.approx(max(scores.values()))
    weights = {
        reading: exp(SHARPNESS * score) * factors[list(reading)].prod()
        for reading, score in scores.items()
    }
    expected = np.zeros(len(edges.starts))
    for reading, weight in weights.items():
        expected[list(reading)] += weight / sum(weights.values())
    assert network.posteriors(factors)[1:] == pytest.approx(expected[1:])


def test_keys_are_found_and_others_are_not() -> None:
    keys = np.array([7, 0, 1 << 40, 3, 123_456_789])
    asked = np.array([3, 4, 0, (1 << 40) + 1, 1 << 40])
    assert Keys(keys).find(asked).tolist() == [3, 5, 1, 5, 2]

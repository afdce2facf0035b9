"""The forward-backward pass gives the same posteriors as listing all paths."""

from collections.abc import Iterator
from math import exp

import numpy as np
import pytest

from cleaners.paraphrase import language_model, lexicon
from cleaners.paraphrase.hypotheses import Hypotheses
from cleaners.paraphrase.hypothesis_table import NONE
from cleaners.paraphrase.language_model import END_ID, KeyIndex
from cleaners.paraphrase.lattice import Lattice, build_lattice, prune
from cleaners.paraphrase.network import INVERSE_TEMPERATURE, Network
from cleaners.paraphrase.words import sentences

MODEL = language_model.load()
HYPOTHESES = Hypotheses(lexicon.load(), MODEL)
TEXTS = [
    "The well being ministry mentioned on Monday that the variety of sufferers has doubled.",
    "Within the final three years faculties will keep closed. He despatched two groups.",
    "A great deal of the corporate is about 12 miles away, in keeping with the press release.",
]


def paths(lattice: Lattice, at: int = 0) -> Iterator[list[int]]:
    """Yield all paths through a lattice from an edge."""
    after = lattice.right[lattice.left == at].tolist()
    if not after:
        yield [at]
    for edge in after:
        for rest in paths(lattice, edge):
            yield [at, *rest]


def path_score(lattice: Lattice, path: list[int]) -> float:
    """Return the score (nats) of a path: of its hypotheses, and of each word after two others."""
    total = 0.0
    history = (END_ID, END_ID)
    for edge in path[1:]:
        row = lattice.rows[edge]
        words = tuple(int(word) for word in row["words"] if word != NONE)
        total += float(row["bigram_score"]) - HYPOTHESES.table.inner_bigram_score(words)
        for word in words:
            total += log_prob(*history, word)
            history = (END_ID, END_ID) if word == END_ID else (history[1], word)
    return total


def log_prob(first: int, second: int, third: int) -> float:
    """Return the log-probability (nats) of a word after two others."""
    before = MODEL.bigram_ids(np.array([first]), np.array([second]))
    after = MODEL.bigram_ids(np.array([second]), np.array([third]))
    third_word = np.array([third])
    by_bigram = MODEL.bigram_log_probs(np.array([second]), third_word, after)
    return float(MODEL.trigram_log_probs(before, third_word, by_bigram)[0])


@pytest.mark.parametrize("text", TEXTS)
def test_posteriors_are_shares_of_all_paths(text: str) -> None:
    lattice = prune(build_lattice(sentences(text), HYPOTHESES, MODEL), MODEL)
    network = Network(lattice, MODEL)
    factors = np.linspace(0.5, 1.5, len(lattice.starts))
    scores = {tuple(path): path_score(lattice, path) for path in paths(lattice)}
    assert len(scores) > 1
    assert network.best[-1] == pytest.approx(max(scores.values()))
    weights = {
        path: exp(INVERSE_TEMPERATURE * score) * factors[list(path)].prod()
        for path, score in scores.items()
    }
    expected = np.zeros(len(lattice.starts))
    for path, weight in weights.items():
        expected[list(path)] += weight / sum(weights.values())
    assert network.posteriors(factors)[1:] == pytest.approx(expected[1:])


def test_known_keys_are_found_and_others_are_missing() -> None:
    keys = np.array([0, 3, 7, 123_456_789, 1 << 40])
    asked = np.array([3, 4, 0, (1 << 40) + 1, 1 << 40, 1 << 50])
    assert KeyIndex(keys).find(asked).tolist() == [1, 5, 0, 5, 4, 5]

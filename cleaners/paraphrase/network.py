"""The stretches of a sentence that can be read in several ways, each as a network of trigram histories.

Between two words that can be read in one way only, all readings meet: what comes before and after such
a pair is weighed on its own. Sums over all readings of a stretch (forward and backward) give each
edge its posterior. The language model is asked once; what a whole document says comes in
later, as factors of edges.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from typing import NamedTuple

from cleaners.paraphrase.language_model import APART, END, NOTHING, LanguageModel
from cleaners.paraphrase.lattice import Lattice, stretches
from cleaners.paraphrase.options import Option, Sense

SHARPNESS = 0.85  # of posteriors; fitted so that they are right as often as they say
CONTEXT = 2  # words that a trigram looks back

Step = tuple[int, int, int, float]  # from one history to another by an edge, and how likely (nats) that is


class Edge(NamedTuple):
    """A sense, and the words that it replaces: from `start` to `end`, without those that it shares with them."""

    start: int
    end: int
    sense: Sense


class Network:
    """The readings of one stretch of a sentence: `edges` in order of place, histories, and steps between them.

    `best` is how likely (nats) the likeliest reading is; `posteriors` says how likely each edge
    is as long as nothing is known of the rest of the document.
    """

    __slots__ = ("_size", "_steps", "best", "edges", "posteriors")

    def __init__(self, edges: Sequence[Edge], steps: Sequence[Step], scores: Sequence[float]) -> None:
        self.edges = edges
        self.best = scores[-1]
        self._size = len(scores)
        self._steps = [
            (source, target, edge, exp(SHARPNESS * (scores[source] + likely - scores[target])))
            for source, target, edge, likely in steps
        ]
        self.posteriors = self.weighed([1.0] * (len(edges) + 1))

    def weighed(self, factors: Sequence[float]) -> list[float]:
        """Return the posterior of each edge, its weight multiplied by its factor; one more factor is for the end."""
        ahead, behind = [0.0] * self._size, [0.0] * self._size
        ahead[0] = behind[-1] = 1.0
        for source, target, edge, weight in self._steps:
            ahead[target] += ahead[source] * weight * factors[edge]
        found = [0.0] * len(factors)
        for source, target, edge, weight in reversed(self._steps):
            here = weight * factors[edge] * behind[target]
            behind[source] += here
            found[edge] += ahead[source] * here
        total = ahead[-1]
        return [chance / total for chance in found[:-1]]


def networks(whole: Lattice, pruned: Lattice, model: LanguageModel) -> tuple[list[Network], list[Sense], float]:
    """Weigh all readings of a sentence.

    Return its networks, the words of the lexicon between them, and the gain of the best reading over what stands.
    """
    row = [END, END, *[here[0].first for here in whole], END]
    found = []
    settled = [here[0].sense.spun > 0 or here[0].sense.meant > 0 for here in whole]
    gain = sum([here[0].whole for here in whole])
    for start, end in stretches(pruned, CONTEXT):
        before, after = row[start] << 16 | row[start + 1], row[end + 2 : end + 4]
        edges = [
            Edge(at + option.sense.lead, at + option.length - option.sense.trail, option.sense)
            for at in range(start, end)
            for option in pruned[at]
        ]
        network = Network(edges, *_steps(pruned[start:end], before, after, model))
        stands = model.onward(before, row[start + 2 : end + 4])[1] + sum([here[0].whole for here in whole[start:end]])
        gain += network.best - stands
        found.append(network)
        settled[start:end] = [False] * (end - start)
    return found, [here[0].sense for here, stays in zip(whole, settled, strict=True) if stays], gain


def _steps(places: Lattice, before: int, after: Sequence[int], model: LanguageModel) -> tuple[list[Step], list[float]]:
    """Lay steps between numbered histories, and say how good the best way to each is; in the last all readings meet."""
    arrived: list[dict[int, int]] = [{} for _ in range(len(places) + 1)]
    arrived[0][before] = 0
    scores = [0.0]
    steps: list[Step] = []
    number = 0
    for at, here in enumerate(places):
        for history, source in arrived[at].items():
            so_far = scores[source]
            for edge, (reached, likely, length) in enumerate(_onward(history, here, model), number):
                target = arrived[at + length].setdefault(reached, len(scores))
                if target == len(scores):
                    scores.append(so_far + likely)
                elif so_far + likely > scores[target]:
                    scores[target] = so_far + likely
                steps.append((source, target, edge, likely))
        number += len(here)
    ends = [(source, model.onward(history, after)[1]) for history, source in arrived[-1].items()]
    steps += [(source, len(scores), number, likely) for source, likely in ends]
    return steps, [*scores, max([scores[source] + likely for source, likely in ends])]


def _onward(history: int, here: Sequence[Option], model: LanguageModel) -> list[tuple[int, float, int]]:
    """Say for each option what the history becomes, how likely (nats) that is, and how many words it takes.

    The same as `LanguageModel.onward`, with what all options share looked up once.
    """
    one = model.one
    contexts = model.contexts
    row, less = model.after_two[history] if history in contexts else NOTHING
    shorter, more = model.after_one[history & 0xFFFF]
    second = (history & 0xFFFF) << 16
    found = []
    for length, first, _, whole, sense in here:
        likely = row[first] if first in row else less + (shorter[first] if first in shorter else more + one[first])
        if len(sense.numbers) > 1:
            reached, rest = model.onward(second | first, sense.numbers[1:])
            found.append((reached, likely + rest + sense.cost, length))
        else:
            reached = second | first if second | first in contexts else APART | first
            found.append((reached, likely + whole, length))
    return found

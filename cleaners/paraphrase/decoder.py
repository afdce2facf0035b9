"""Read a spun sentence as its most likely original, all places at once.

One swap feeds the next (data -> information -> info), so places cannot be repaired one
after the other. A beam search weighs, over the whole sentence, what the channel says of each phrase
and what the language model says of the words that result. One form mostly stands for one original
in a document, so a second reading lets the first one vote, and knows what the text is about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import exp, log

from cleaners.paraphrase.language_model import LanguageModel
from cleaners.paraphrase.lexicon import Form, Lexicon
from cleaners.paraphrase.words import Word

BEAM = 12
NARROW = 9.0  # nats below the best at which a reading is dropped
NAMES = 0.08  # share of the capitalised words inside sentences that spinners touch
ADAPTATION = 0.5
COUNTED = 23_500  # words in the originals of the spun copies that were counted
SHORT = 4  # letters; shorter words were not counted where they stood
DOUBT = 1.0  # places that the comparison of frequencies starts from
VOTE = 1.0
REMEMBERED = 300_000  # scores of the language model kept at hand
SMOOTHING = 0.5  # places that the vote counts for every candidate beforehand
SHARPNESS = 0.7  # of posteriors; fitted so that they are right as often as they say

History = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Edge:
    """A reading of the words from `start` to `end`: an original, or None for what stands there."""

    start: int
    end: int
    original: str | None
    numbers: tuple[int, ...]
    channel: float
    spun: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence read: its edges in order, and the gain (nats) over reading it as it stands."""

    edges: tuple[Edge, ...]
    gain: float


@dataclass(frozen=True, slots=True)
class Choice:
    """A place that reads as spun: the words' numbers, and the originals by posterior, best first.

    None among the `rivals` means that the words stay as they stand.
    """

    start: int
    end: int
    rivals: tuple[tuple[str | None, float], ...]

    @property
    def original(self) -> str | None:
        """The most likely reading."""
        return self.rivals[0][0]

    @property
    def posterior(self) -> float:
        """The probability of the most likely reading."""
        return self.rivals[0][1]


@dataclass(slots=True)
class Document:
    """What the first reading of a whole document says about its places.

    Which originals were chosen for a spun form, and how much likelier (nats) its topic makes each word.
    """

    by_spun: Counter[tuple[str | None, str | None]] = field(default_factory=Counter)
    spun: Counter[str | None] = field(default_factory=Counter)
    leaning: Sequence[float] = ()

    def count(self, readings: Sequence[Reading]) -> None:
        """Add the places of `readings`."""
        for reading in readings:
            for edge in reading.edges:
                self.by_spun[_singular(edge.spun), _singular(edge.original)] += 1
                self.spun[_singular(edge.spun)] += 1

    def of(self, edge: Edge) -> float:
        """Return the bonus (nats) of an edge."""
        lean = sum(self.leaning[number] for number in edge.numbers) if self.leaning else 0.0
        places = self.spun[_singular(edge.spun)]
        if places < 2:  # noqa: PLR2004  # a lone place has no one to vote with
            return lean
        votes = self.by_spun[_singular(edge.spun), _singular(edge.original)]
        return lean + VOTE * log((votes + SMOOTHING) / (places + SMOOTHING))


class Decoder:
    """Reads sentences with one lexicon and one language model."""

    def __init__(self, lexicon: Lexicon, model: LanguageModel) -> None:
        self.lexicon = lexicon
        self.model = model
        self._numbers = {
            candidate.forms: tuple(model.number.get(form, model.unknown) for form in candidate.forms)
            for candidates in lexicon.candidates.values()
            for candidate in candidates
        }
        self._prior = {form: self._adapted(form) for form in (*self._numbers, *lexicon.candidates)}
        self._known: dict[tuple[int, int, int], float] = {}

    def _adapted(self, original: Form) -> float:
        """Say how much commoner a word is on the web pages that get spun than in the model's sources."""
        if len(original) > 1 or len(original[0]) < SHORT:
            return 0.0
        expected = exp(self.model.alone(self.model.number.get(original[0], self.model.unknown))) * COUNTED
        return ADAPTATION * log((self.lexicon.seen.get(original, 0.0) + DOUBT) / (expected + DOUBT))

    def read(self, sentence: Sequence[Word], document: Document | None = None) -> Reading:
        """Find the most likely original of a sentence."""
        if len(self._known) > REMEMBERED:
            self._known.clear()
        lattice = [list(self._edges(sentence, at)) for at in range(len(sentence))]
        beams: list[dict[History, tuple[float, _Step | None]]] = [{} for _ in range(len(sentence) + 1)]
        beams[0][0, 0] = (0.0, None)
        for at, edges in enumerate(lattice):
            for history, (score, step) in _best(beams[at]):
                for edge in edges:
                    bonus = document.of(edge) if document else 0.0
                    self._extend(beams[edge.end], history, score + bonus, step, edge)
        score, step = max(
            ((score + self._score(*history, 0), step) for history, (score, step) in beams[-1].items()),
            key=lambda end: end[0],
        )
        return Reading(_path(step), score - self._as_it_stands(sentence))

    def choices(self, sentence: Sequence[Word], reading: Reading, document: Document) -> Iterator[Choice]:
        """Yield the places that a reading changes, with all rivals weighed in its context."""
        numbers = [0, 0, *(number for edge in reading.edges for number in edge.numbers), 0, 0]
        at = 2
        for edge in reading.edges:
            after = at + len(edge.numbers)
            if edge.original is not None:
                before, behind = (numbers[at - 2], numbers[at - 1]), numbers[after : after + 2]
                yield self._weighed(sentence, edge, before, behind, document)
            at = after

    def _weighed(
        self, sentence: Sequence[Word], chosen: Edge, before: History, behind: list[int], document: Document
    ) -> Choice:
        rivals = {}
        for edge in [self._standing(sentence, chosen), *self._edges(sentence, chosen.start)]:
            if edge.end == chosen.end and (edge.original or edge.end - edge.start > 1 or edge.start + 1 == edge.end):
                row = [*before, *edge.numbers, *behind]
                likely = sum(self._score(*row[n : n + 3]) for n in range(len(row) - 2))
                rivals[edge.original] = SHARPNESS * (likely + edge.channel + document.of(edge))
        top = max(rivals.values())
        total = sum(exp(score - top) for score in rivals.values())
        ranked = sorted(rivals.items(), key=lambda rival: (-rival[1], rival[0] or ""))
        return Choice(
            chosen.start, chosen.end, tuple((original, exp(score - top) / total) for original, score in ranked)
        )

    def _standing(self, sentence: Sequence[Word], chosen: Edge) -> Edge:
        """Join the words under an edge into one that leaves them as they stand."""
        edges = [self._identity(sentence[at], at) for at in range(chosen.start, chosen.end)]
        numbers = tuple(number for edge in edges for number in edge.numbers)
        return Edge(chosen.start, chosen.end, None, numbers, sum(edge.channel for edge in edges), chosen.spun)

    def _edges(self, sentence: Sequence[Word], at: int) -> Iterator[Edge]:
        yield self._identity(sentence[at], at)
        if sentence[at].kind not in ("word", "short"):
            return
        phrase: tuple[str, ...] = ()
        for end in range(at, min(len(sentence), at + self.lexicon.longest.get(sentence[at].form, 0))):
            word = sentence[end]
            if word.kind in ("comma", "quote", "fixed", "number", "braced") or (end > at and not word.adjoins):
                return
            phrase += (word.form,)
            cost = log(NAMES) if all(each.name for each in sentence[at : end + 1]) else 0.0
            for candidate in self.lexicon.candidates.get(phrase, ()):
                numbers = self._numbers[candidate.forms]
                channel = candidate.channel + self._prior[candidate.forms] + cost
                yield Edge(at, end + 1, candidate.original, numbers, channel, " ".join(phrase))

    def _identity(self, word: Word, at: int) -> Edge:
        replaced = self.lexicon.replaced.get((word.form,), 0.0) if word.kind in ("word", "short") else 0.0
        cost = log(1 - replaced * (NAMES if word.name else 1)) + self._prior.get((word.form,), 0.0)
        return Edge(at, at + 1, None, (self.model.number.get(word.form, self.model.unknown),), cost, word.form)

    def _extend(
        self,
        beam: dict[History, tuple[float, _Step | None]],
        history: History,
        score: float,
        step: _Step | None,
        edge: Edge,
    ) -> None:
        score += edge.channel
        first, second = history
        for number in edge.numbers:
            score += self._score(first, second, number)
            first, second = second, number
        known = beam.get((first, second))
        if known is None or score > known[0]:
            beam[first, second] = (score, _Step(edge, step))

    def _score(self, first: int, second: int, word: int) -> float:
        key = (first, second, word)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self.model.score(first, second, word)
        return known

    def _as_it_stands(self, sentence: Sequence[Word]) -> float:
        row = [0, 0, *(self.model.number.get(word.form, self.model.unknown) for word in sentence), 0]
        return sum(self._score(*row[n : n + 3]) for n in range(len(row) - 2))


def _singular(phrase: str | None) -> str | None:
    """Let singular and plural vote together."""
    return phrase.removesuffix("s") if phrase else None


@dataclass(frozen=True, slots=True)
class _Step:
    edge: Edge
    before: _Step | None


def _best(
    beam: dict[History, tuple[float, _Step | None]],
) -> list[tuple[History, tuple[float, _Step | None]]]:
    ranked = sorted(beam.items(), key=lambda item: -item[1][0])[:BEAM]
    return [item for item in ranked if item[1][0] > ranked[0][1][0] - NARROW]


def _path(step: _Step | None) -> tuple[Edge, ...]:
    edges = []
    while step:
        edges.append(step.edge)
        step = step.before
    return tuple(reversed(edges))

"""What each word or phrase of a text may have been before, with the costs that no context changes."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, log
from typing import NamedTuple

from cleaners.paraphrase.language_model import LanguageModel
from cleaners.paraphrase.lexicon import Candidate, Form, Lexicon

NAMES = 0.08  # share of the capitalised words inside sentences that spinners touch
ADAPTATION = 0.3
COUNTED = 23_500  # words in the originals of the spun copies that were counted
SHORT = 4  # letters; shorter words were not counted where they stood
PLACES = 2.0  # that the lexicon's share of replacement counts for
PHRASES = 1.0
REMEMBERED = 200_000  # phrases kept unfolded
DOUBT = 1.0  # places that the comparison of frequencies starts from


class Sense(NamedTuple):
    """An original, or None for a word that stands as it did, by the `numbers` of the language model.

    Words that a spun phrase and its original share at their ends are left out of `original`; `lead` and
    `trail` count them. `cost` is the channel's log-probability. `spun` and `meant` number the phrases,
    singular and plural alike; 0 is a phrase that the lexicon does not have on that side.
    """

    original: str | None
    numbers: tuple[int, ...]
    cost: float
    spun: int
    meant: int
    lead: int = 0
    trail: int = 0


class Option(NamedTuple):
    """A sense of the next `length` words, as a search needs it.

    `first` and `last` are the ends of its numbers; `whole` is its cost and what the model says of its
    words among themselves.
    """

    length: int
    first: int
    last: int
    whole: float
    sense: Sense


class Node:
    """A place in the trie of spun phrases: the words that may go on, and the phrase, if one ends here."""

    __slots__ = ("after", "phrase")

    def __init__(self) -> None:
        self.after: dict[str, Node] = {}
        self.phrase: Form | None = None


class Unfolding(dict[Form, list[Option]]):
    """Options by the words that they stand for, put together when they are first asked for."""

    def __init__(self, make: Callable[[Form], list[Option]]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, form: Form) -> list[Option]:
        if len(self) >= REMEMBERED:
            self.clear()
        options = self[form] = self._make(form)
        return options


class Options:
    """The options of every phrase that a lexicon knows, and of every word that stands as it is.

    `phrases` are the originals of spun phrases, `named` those of phrases of which all words have a
    capital inside a sentence. `alone` and `alone_named` are the same for single words, with the option
    before all others that leaves the word as it stands; `fixed` has only that, for what no spinner reads.
    """

    def __init__(self, lexicon: Lexicon, model: LanguageModel) -> None:
        self.lexicon = lexicon
        self.trie = Node()
        self.replaced: dict[int, float] = {}
        self._model = model
        self._phrases: dict[str, int] = {}
        self._shares: dict[str, float] = {}  # of singular and plural together: whichever text comes first, the same
        for original, share in lexicon.replaced.items():
            self._shares[_singular(original)] = max(share, self._shares.get(_singular(original), 0.0))
        for spun in lexicon.candidates:
            node = self.trie
            for word in spun:
                node = node.after.setdefault(word, Node())
            node.phrase = spun
        known = lexicon.candidates
        self.phrases = Unfolding(lambda form: [self._option(form, each, 0.0) for each in known.get(form, ())])
        self.named = Unfolding(lambda form: [self._option(form, each, log(NAMES)) for each in known.get(form, ())])
        self.alone = Unfolding(lambda form: [self._stands(form, 1.0), *self.phrases[form]])
        self.alone_named = Unfolding(lambda form: [self._stands(form, NAMES), *self.named[form]])
        self.fixed = Unfolding(lambda form: [self._stands(form, 0.0)])

    def _option(self, spun: Form, candidate: Candidate, cost: float) -> Option:
        number, unknown = self._model.number, self._model.unknown
        numbers = tuple([number.get(word, unknown) for word in candidate.forms])
        cost += candidate.channel + self._prior(candidate.forms) + self._left(candidate.forms)
        inner = sum(map(self._model.pair, numbers, numbers[1:]))
        lead, trail = _shared(spun, candidate)
        core = candidate.forms[lead : len(candidate.forms) - trail]
        sense = Sense(
            original=" ".join(candidate.original.split()[lead:][: len(core)]) if lead or trail else candidate.original,
            numbers=numbers,
            cost=cost,
            spun=self._phrase(spun[lead : len(spun) - trail]),
            meant=self._replaced(core if core in self.lexicon.replaced else candidate.forms),
            lead=lead,
            trail=trail,
        )
        return Option(len(spun), numbers[0], numbers[-1], cost + inner, sense)

    def _stands(self, form: Form, share: float) -> Option:
        replaced = self.lexicon.replaced.get(form, 0.0)
        number = self._model.number.get(form[0], self._model.unknown)
        cost = log(1 - replaced * share) + self._prior(form)
        spun = self._phrase(form) if form in self.lexicon.candidates else 0
        meant = self._replaced(form) if replaced and share == 1 else 0
        return Option(1, number, number, cost, Sense(None, (number,), cost, spun, meant))

    def _replaced(self, original: Form) -> int:
        phrase = self._phrase(original)
        self.replaced[phrase] = self._shares.get(_singular(original), 0.0)
        return phrase

    def _phrase(self, form: Form) -> int:
        """Give a phrase its number, from 1; singular and plural share one."""
        return self._phrases.setdefault(_singular(form), len(self._phrases) + 1)

    def _left(self, original: Form) -> float:
        """Return the share (nats) of a phrase's places that copies show replaced, against what the lexicon says.

        Copies were searched for plain words that they left, not for phrases and contractions: what the
        language model expects of these stands in for that.
        """
        if len(original) == 1 and "'" not in original[0]:
            return 0.0
        numbers = [self._model.number.get(word, self._model.unknown) for word in original]
        expected = exp(self._model.alone(numbers[0]) + sum(map(self._model.pair, numbers, numbers[1:]))) * COUNTED
        seen = self.lexicon.seen.get(original, 0.0)
        return PHRASES * log((seen + PLACES) / (max(seen, expected) + PLACES))

    def _prior(self, original: Form) -> float:
        """Say how much commoner a word is on the web pages that get spun than in the model's sources."""
        if len(original) > 1 or len(original[0]) < SHORT:
            return 0.0
        if original not in self.lexicon.candidates and original not in self.lexicon.replaced:
            return 0.0
        expected = exp(self._model.alone(self._model.number.get(original[0], self._model.unknown))) * COUNTED
        return ADAPTATION * log((self.lexicon.seen.get(original, 0.0) + DOUBT) / (expected + DOUBT))


def _singular(form: Form) -> str:
    return " ".join(form).removesuffix("s")


def _shared(spun: Form, candidate: Candidate) -> tuple[int, int]:
    """Count the words that both sides of a pair begin and end with; one of each stays, and no clitic comes first."""
    lead = trail = 0
    new = candidate.forms
    if len(candidate.original.split()) == len(new):
        while lead + 1 < min(len(spun), len(new)) and spun[lead] == new[lead] and spun[lead + 1][0] != "'":
            lead += 1
        while lead + trail + 1 < min(len(spun), len(new)) and spun[-1 - trail] == new[-1 - trail]:
            trail += 1
    return lead, trail

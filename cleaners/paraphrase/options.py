"""What each word or phrase of a text may have been before, with the costs that no context changes."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from cleaners.paraphrase.language_model import END, LanguageModel, Numbers
from cleaners.paraphrase.lexicon import LONGEST, Candidate, Form, Lexicon

NAMES = 0.08  # share of the capitalised words inside sentences that spinners touch
ADAPTATION = 0.3
COUNTED = 23_500  # words in the originals of the spun copies that were counted
SHORT = 4  # letters; shorter words were not counted where they stood
PLACES = 2.0  # that the lexicon's share of replacement counts for
PHRASES = 1.0
DOUBT = 1.0  # places that the comparison of frequencies starts from


NONE = -1  # in place of a word's number, or of a history
OPTION = np.dtype(
    [
        ("length", np.int64),  # words of the text that it takes
        ("numbers", np.int64, LONGEST),  # its own words as the language model numbers them, then NONE
        ("last", np.int64),  # of these
        ("history", np.int64),  # that it leaves behind; NONE where the word before it is a part of that
        ("whole", np.float64),  # the channel's log-probability, and what the model says of pairs of its words
        ("likely", np.float64),  # the same, but of those of its words that follow two others of its own
        ("stands", np.bool_),  # a word that stays as it is
        ("lead", np.int64),  # words that the spun phrase and its original share in front: they stay
        ("trail", np.int64),  # the same behind
        ("spun", np.int64),  # number of the spun phrase, singular and plural alike; 0 is none of the lexicon
        ("meant", np.int64),  # the same of the original
    ]
)
"""What a search needs of one reading of the next words."""


class Node:
    """A place in the trie of spun phrases: the words that may go on, and the phrase, if one ends here."""

    __slots__ = ("after", "phrase")

    def __init__(self) -> None:
        self.after: dict[str, Node] = {}
        self.phrase: Form | None = None


class Unfolding(dict[Form, list[int]]):
    """Numbers of options by the words that they stand for, put together when they are first asked for."""

    def __init__(self, make: Callable[[Form], list[int]], knows: Callable[[Form], bool]) -> None:
        super().__init__()
        self._make = make
        self._knows = knows

    def __missing__(self, form: Form) -> list[int]:
        made = self._make(form)
        if self._knows(form):  # of words that no one knows there is no end
            self[form] = made
        return made


class Options:
    """The options of every phrase that a lexicon knows, and of every word that stands as it is, by number.

    `phrases` are the originals of spun phrases, `named` those of phrases of which all words have a
    capital inside a sentence. `alone` and `alone_named` are the same for single words, with the option
    before all others that leaves the word as it stands; `fixed` has only that, for what no spinner reads.
    `end` stands for the end of a sentence. `originals` has a text for each number, None where a word stays.
    """

    def __init__(self, lexicon: Lexicon, model: LanguageModel) -> None:
        self.lexicon = lexicon
        self.trie = Node()
        self.originals: list[str | None] = []
        self._model = model
        self._rows = np.empty(1, OPTION)
        self._new: list[tuple[object, ...]] = []  # rows to be added to these
        self._left_alone: dict[int, int] = {}
        self._inner = self._said_of({self._numbers(original) for original in lexicon.replaced if len(original) > 1})
        self._phrases: dict[str, int] = {}
        self._replaced = array("d", [0.0])
        self._shares: dict[str, float] = {}  # of singular and plural together: whichever text comes first, the same
        for original, share in lexicon.replaced.items():
            self._shares[_singular(original)] = max(share, self._shares.get(_singular(original), 0.0))
        for spun in lexicon.candidates:
            node = self.trie
            for word in spun:
                node = node.after.setdefault(word, Node())
            node.phrase = spun
        self.phrases = self._unfolding(lambda form: self._all(form, 0.0))
        self.named = self._unfolding(lambda form: self._all(form, log(NAMES)))
        self.alone = self._unfolding(lambda form: [self._stands(form, 1.0), *self.phrases[form]])
        self.alone_named = self._unfolding(lambda form: [self._stands(form, NAMES), *self.named[form]])
        self.fixed = self._unfolding(lambda form: [self._stands(form, 0.0)])
        self.end = self._add(None, (END,), 0.0)

    def rows(self, numbers: Numbers) -> NDArray[np.void]:
        """Return what a search needs of each of these options."""
        if self._new:
            known = len(self.originals) - len(self._new)
            while len(self._rows) < len(self.originals):
                self._rows = np.append(self._rows, self._rows)
            self._rows[known : len(self.originals)], self._new = self._new, []
        return self._rows[numbers]

    @property
    def replaced(self) -> NDArray[np.float64]:
        """The share of its places that spinners replace, by the number of the original."""
        return np.array(self._replaced)

    def _said_of(self, phrases: Collection[tuple[int, ...]]) -> dict[tuple[int, ...], tuple[float, float, int]]:
        """Ask the model what it says of phrases by pairs and by triples of their words, and for their histories."""
        words = np.array([_padded(phrase) for phrase in phrases])
        pairs, triples = np.zeros(len(words)), np.zeros(len(words))
        last, history = np.zeros(len(words), np.int64), np.zeros(len(words), np.int64)
        for at in range(1, LONGEST):
            here = np.flatnonzero(words[:, at] != NONE)
            before, after = words[here, at - 1], words[here, at]
            known = self._model.pairs(before, after)
            alone = self._model.after_one(before, after, known)
            pairs[here] += alone
            if at > 1:
                triples[here] += self._model.after_two(last[here], after, alone)
            last[here], history[here] = known, self._model.histories(known, after)
        return dict(zip(phrases, zip(pairs.tolist(), triples.tolist(), history.tolist(), strict=True), strict=True))

    def _unfolding(self, make: Callable[[Form], list[int]]) -> Unfolding:
        candidates, number = self.lexicon.candidates, self._model.number
        return Unfolding(make, lambda form: form in candidates or form[0] in number)

    def _all(self, form: Form, cost: float) -> list[int]:
        return [self._option(form, each, cost) for each in self.lexicon.candidates.get(form, ())]

    def _option(self, spun: Form, candidate: Candidate, cost: float) -> int:
        cost += candidate.channel + self._prior(candidate.forms) + self._left(candidate.forms)
        lead, trail = _shared(spun, candidate)
        core = candidate.forms[lead : len(candidate.forms) - trail]
        return self._add(
            " ".join(candidate.original.split()[lead:][: len(core)]) if lead or trail else candidate.original,
            self._numbers(candidate.forms),
            cost,
            (
                self._phrase(spun[lead : len(spun) - trail]),
                self._meant(core if core in self.lexicon.replaced else candidate.forms),
            ),
            (len(spun), lead, trail),
        )

    def _stands(self, form: Form, share: float) -> int:
        replaced = self.lexicon.replaced.get(form, 0.0)
        numbers = self._numbers(form)
        if not replaced and form not in self.lexicon.candidates:
            if numbers[0] not in self._left_alone:
                self._left_alone[numbers[0]] = self._add(None, numbers, 0.0)
            return self._left_alone[numbers[0]]
        cost = log(1 - replaced * share) + self._prior(form)
        spun = self._phrase(form) if form in self.lexicon.candidates else 0
        return self._add(None, numbers, cost, (spun, self._meant(form) if replaced and share == 1 else 0))

    def _add(
        self,
        original: str | None,
        numbers: tuple[int, ...],
        cost: float,
        phrases: tuple[int, int] = (0, 0),
        places: tuple[int, int, int] = (1, 0, 0),
    ) -> int:
        """Give an option its number; `phrases` are spun and meant, `places` length, lead and trail."""
        pairs, triples, history = self._inner.get(numbers, (0.0, 0.0, NONE))
        history = self._model.start if numbers == (END,) else history
        length, lead, trail = places
        row = (length, _padded(numbers), numbers[-1], history, cost + pairs, cost + triples)
        self._new.append((*row, original is None, lead, trail, *phrases))
        self.originals.append(original)
        return len(self.originals) - 1

    def _numbers(self, form: Form) -> tuple[int, ...]:
        return tuple([self._model.number.get(word, self._model.unknown) for word in form])

    def _meant(self, original: Form) -> int:
        phrase = self._phrase(original)
        self._replaced[phrase] = self._shares.get(_singular(original), 0.0)
        return phrase

    def _phrase(self, form: Form) -> int:
        """Give a phrase its number, from 1; singular and plural share one."""
        number = self._phrases.setdefault(_singular(form), len(self._phrases) + 1)
        if number == len(self._replaced):
            self._replaced.append(0.0)
        return number

    def _left(self, original: Form) -> float:
        """Return the share (nats) of a phrase's places that copies show replaced, against what the lexicon says.

        Copies were searched for plain words that they left, not for phrases and contractions: what the
        language model expects of these stands in for that.
        """
        if len(original) == 1 and "'" not in original[0]:
            return 0.0
        numbers = self._numbers(original)
        expected = exp(self._model.alone(numbers[0]) + self._inner.get(numbers, (0.0,))[0]) * COUNTED
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


def _padded(numbers: tuple[int, ...]) -> tuple[int, ...]:
    return numbers + (NONE,) * (LONGEST - len(numbers))


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

"""What each word or phrase of a text may have been before, with the costs that no context changes."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import exp, log
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from cleaners.paraphrase.hypothesis_table import OptionTable, Phrase
from cleaners.paraphrase.language_model import LanguageModel, Likely
from cleaners.paraphrase.lexicon import Candidate, Form, Lexicon

NAMES = 0.08  # share of the capitalised words inside sentences that spinners touch
ADAPTATION = 0.3
COUNTED = 23_500  # words in the originals of the spun copies that were counted
SHORT = 4  # letters; shorter words were not counted where they stood
PLACES = 2.0  # that the lexicon's share of replacement counts for
PHRASES = 1.0
DOUBT = 1.0  # places that the comparison of frequencies starts from


class Habit(NamedTuple):
    """The share of an original's places that spinners replace (0..1), and whether that is only knowledge of English.

    Such an original is `listed`: no spun copy has shown it replaced.
    """

    share: float
    listed: bool


NO_HABIT = Habit(0.0, listed=True)


@dataclass(frozen=True, slots=True)
class Habits:
    """The habits of all originals, by number: the shares `replaced`, and whether each is `listed`."""

    replaced: Likely
    listed: NDArray[np.bool_]


class Node:
    """A place in the trie of spun phrases: the words that may go on, and the phrase, if one ends here."""

    __slots__ = ("after", "phrase")

    def __init__(self) -> None:
        self.after: dict[str, Node] = {}
        self.phrase: Form | None = None


Begun = tuple[list[int], Mapping[str, Node]]
"""The options of a word, and with which words it may go on as a phrase."""

Key = TypeVar("Key")
Made = TypeVar("Made")


class Unfolding(dict[Key, Made]):
    """Options by the words that they stand for, put together when they are first asked for."""

    def __init__(
        self, make: Callable[[Key], Made], knows: Callable[[Key], bool]
    ) -> None:
        super().__init__()
        self._make = make
        self._knows = knows

    def __missing__(self, words: Key) -> Made:
        made = self._make(words)
        if self._knows(words):  # of words that no one knows there is no end
            self[words] = made
        return made


class Options:
    """The options of every phrase that a lexicon knows, and of every word that stands as it is, by number.

    `phrases` are the originals of spun phrases, `named` those of phrases of which all words have a
    capital inside a sentence. `alone` and `alone_named` are the same for single words, with the option
    before all others that leaves the word as it stands; `fixed` has only that, for what no spinner reads.
    """

    def __init__(self, lexicon: Lexicon, model: LanguageModel) -> None:
        self.lexicon = lexicon
        self._model = model
        self.table = OptionTable(
            model,
            {
                self._numbers(original)
                for original in lexicon.replaced
                if len(original) > 1
            },
        )
        self._left_alone: dict[int, int] = {}
        self._phrases: dict[str, int] = {}
        self._replaced, self._listed = array("d", [0.0]), array("b", [False])
        self._habits: dict[
            str, Habit
        ] = {}  # of singular and plural together: whichever text comes first, the same
        for original, share in lexicon.replaced.items():
            same = self._habits.get(_singular(original), NO_HABIT)
            listed = same.listed and original in lexicon.listed
            self._habits[_singular(original)] = Habit(max(share, same.share), listed)
        trie = _trie(lexicon.candidates)
        self.phrases = self._spun(0.0)
        self.named = self._spun(log(NAMES))
        self.alone = self._words(
            lambda form: [self._stands(form, 1.0), *self.phrases[form]], trie
        )
        self.alone_named = self._words(
            lambda form: [self._stands(form, NAMES), *self.named[form]], trie
        )
        self.fixed = self._words(lambda form: [self._stands(form, 0.0)], Node())

    def _spun(self, cost: float) -> Unfolding[Form, list[int]]:
        known = self.lexicon.candidates
        return Unfolding(
            lambda form: [
                self._option(form, each, cost) for each in known.get(form, ())
            ],
            lambda form: form in known,
        )

    def _words(
        self, make: Callable[[Form], list[int]], trie: Node
    ) -> Unfolding[str, Begun]:
        lexicon, number, alone = self.lexicon, self._model.number, Node()
        return Unfolding(
            lambda word: (make((word,)), trie.after.get(word, alone).after),
            lambda word: (
                word in number
                or (word,) in lexicon.candidates
                or (word,) in lexicon.replaced
            ),
        )

    @property
    def habits(self) -> Habits:
        """How spinners treat each original that has a number by now."""
        return Habits(np.array(self._replaced), np.array(self._listed, np.bool_))

    def _option(self, spun: Form, candidate: Candidate, cost: float) -> int:
        cost += (
            candidate.channel
            + self._prior(candidate.forms)
            + self._left(candidate.forms)
        )
        lead, trail = _shared(spun, candidate)
        core = candidate.forms[lead : len(candidate.forms) - trail]
        return self.table.add(
            " ".join(candidate.original.split()[lead:][: len(core)])
            if lead or trail
            else candidate.original,
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
                self._left_alone[numbers[0]] = self.table.add(None, numbers, 0.0)
            return self._left_alone[numbers[0]]
        cost = log(1 - replaced * share) + self._prior(form)
        spun = self._phrase(form) if form in self.lexicon.candidates else 0
        return self.table.add(
            None,
            numbers,
            cost,
            (spun, self._meant(form) if replaced and share == 1 else 0),
        )

    def _numbers(self, form: Form) -> Phrase:
        return tuple(
            [self._model.number.get(word, self._model.unknown) for word in form]
        )

    def _meant(self, original: Form) -> int:
        phrase = self._phrase(original)
        self._replaced[phrase], self._listed[phrase] = self._habits.get(
            _singular(original), NO_HABIT
        )
        return phrase

    def _phrase(self, form: Form) -> int:
        """Give a phrase its number, from 1; singular and plural share one."""
        number = self._phrases.setdefault(_singular(form), len(self._phrases) + 1)
        if number == len(self._replaced):
            self._replaced.append(0.0)
            self._listed.append(False)
        return number

    def _left(self, original: Form) -> float:
        """Return the share (nats) of a phrase's places that copies show replaced, against what the lexicon says.

        Copies were searched for plain words that they left, not for phrases and contractions: what the
        language model expects of these stands in for that.
        """
        if len(original) == 1 and "'" not in original[0]:
            return 0.0
        numbers = self._numbers(original)
        expected = (
            exp(self._model.alone(numbers[0]) + self.table.pairs_within(numbers))
            * COUNTED
        )
        seen = self.lexicon.seen.get(original, 0.0)
        return PHRASES * log((seen + PLACES) / (max(seen, expected) + PLACES))

    def _prior(self, original: Form) -> float:
        """Say how much commoner a word is on the web pages that get spun than in the model's sources."""
        if len(original) > 1 or len(original[0]) < SHORT:
            return 0.0
        if (
            original not in self.lexicon.candidates
            and original not in self.lexicon.replaced
        ):
            return 0.0
        expected = (
            exp(
                self._model.alone(
                    self._model.number.get(original[0], self._model.unknown)
                )
            )
            * COUNTED
        )
        return ADAPTATION * log(
            (self.lexicon.seen.get(original, 0.0) + DOUBT) / (expected + DOUBT)
        )


def _trie(phrases: Iterable[Form]) -> Node:
    root = Node()
    for phrase in phrases:
        node = root
        for word in phrase:
            node = node.after.setdefault(word, Node())
        node.phrase = phrase
    return root


def _singular(form: Form) -> str:
    return " ".join(form).removesuffix("s")


def _shared(spun: Form, candidate: Candidate) -> tuple[int, int]:
    """Count the words that both sides of a pair begin and end with; one of each stays, and no clitic comes first."""
    lead = trail = 0
    new = candidate.forms
    if len(candidate.original.split()) == len(new):
        while (
            lead + 1 < min(len(spun), len(new))
            and spun[lead] == new[lead]
            and spun[lead + 1][0] != "'"
        ):
            lead += 1
        while (
            lead + trail + 1 < min(len(spun), len(new))
            and spun[-1 - trail] == new[-1 - trail]
        ):
            trail += 1
    return lead, trail

"""What each word or phrase of a text may have been before, scored without its context."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from math import log
from typing import TypeVar

from cleaners.paraphrase.hypothesis_factory import HypothesisFactory
from cleaners.paraphrase.language_model import LanguageModel
from cleaners.paraphrase.lexicon import Lexicon, Phrase
from cleaners.paraphrase.phrase_trie import TrieNode, build_trie

# Share of the capitalised words inside sentences that spinners replace (0..1): dialect A changed
# 31 of 369.
REPLACED_NAMES_SHARE = 0.08

WordHypotheses = tuple[list[int], Mapping[str, TrieNode]]
"""The hypotheses of a word by id, and the words with which it may go on as a phrase."""

Key = TypeVar("Key")
Value = TypeVar("Value")


class LazyTable(dict[Key, Value]):
    """Values by key, computed when they are first asked for.

    Only the values of known keys are stored: there is no limit to the number of unknown words.
    """

    def __init__(
        self, compute: Callable[[Key], Value], is_known: Callable[[Key], bool]
    ) -> None:
        super().__init__()
        self._compute = compute
        self._is_known = is_known

    def __missing__(self, key: Key) -> Value:
        value = self._compute(key)
        if self._is_known(key):
            self[key] = value
        return value


def _of_several_words(phrases: Iterable[Phrase]) -> Iterator[Phrase]:
    return (phrase for phrase in phrases if len(phrase) > 1)


class Hypotheses:
    """The hypotheses of every phrase of a lexicon, and of every word that stays, by id."""

    def __init__(self, lexicon: Lexicon, model: LanguageModel) -> None:
        self._lexicon = lexicon
        self._model = model
        self._factory = HypothesisFactory(lexicon, model)
        self.table = self._factory.table
        self.priors = self._factory.priors
        self._trie = build_trie(_of_several_words(lexicon.candidates))

    def knows_pair(self, spun: str, original: str) -> bool:
        """Return whether the lexicon has a pair of single words."""
        candidates = self._lexicon.candidates.get((spun,), ())
        return any(candidate.original == original for candidate in candidates)

    @cached_property
    def phrases(self) -> LazyTable[Phrase, list[int]]:
        """The originals of each spun phrase."""
        return self._replacements_table(0.0)

    @cached_property
    def name_phrases(self) -> LazyTable[Phrase, list[int]]:
        """The originals of each spun phrase whose words are all capitalised in a sentence."""
        return self._replacements_table(log(REPLACED_NAMES_SHARE))

    @cached_property
    def words(self) -> LazyTable[str, WordHypotheses]:
        """The identity of each word, and its originals."""
        return self._word_table(self._word_hypotheses, self._trie)

    @cached_property
    def names(self) -> LazyTable[str, WordHypotheses]:
        """The identity and the originals of each word that is capitalised in a sentence."""
        return self._word_table(self._name_hypotheses, self._trie)

    @cached_property
    def fixed(self) -> LazyTable[str, WordHypotheses]:
        """The identity of each word, for what no spinner changes."""
        return self._word_table(self._fixed_hypotheses, TrieNode())

    def _word_hypotheses(self, word: Phrase) -> list[int]:
        return [self._factory.identity(word, 1.0), *self.phrases[word]]

    def _name_hypotheses(self, word: Phrase) -> list[int]:
        return [
            self._factory.identity(word, REPLACED_NAMES_SHARE),
            *self.name_phrases[word],
        ]

    def _fixed_hypotheses(self, word: Phrase) -> list[int]:
        return [self._factory.identity(word, 0.0)]

    def _replacements_table(self, score: float) -> LazyTable[Phrase, list[int]]:
        """Return the originals of each spun phrase; `score` (nats) is added to that of each."""
        replacements = partial(self._replacements, score=score)
        return LazyTable(replacements, self._lexicon.candidates.__contains__)

    def _replacements(self, spun: Phrase, score: float) -> list[int]:
        """Return the originals of a spun phrase; `score` (nats) is added to that of each."""
        hypotheses = []
        for candidate in self._lexicon.candidates.get(spun, ()):
            hypothesis = self._factory.replacement(spun, candidate, score)
            hypotheses.append(hypothesis)
        return hypotheses

    def _word_table(
        self, hypotheses: Callable[[Phrase], list[int]], trie: TrieNode
    ) -> LazyTable[str, WordHypotheses]:
        """Return the hypotheses of each word, with the words that may follow it in a phrase."""
        lexicon = self._lexicon
        vocabulary = self._model.vocabulary
        leaf = TrieNode()

        def compute(word: str) -> WordHypotheses:
            node = trie.children.get(word, leaf)
            return hypotheses((word,)), node.children

        def is_known(word: str) -> bool:
            if word in vocabulary:
                return True
            phrase = (word,)
            is_spun_form = phrase in lexicon.candidates
            return is_spun_form or phrase in lexicon.replaced_share

        return LazyTable(compute, is_known)

"""The numbers that decoding needs of each hypothesis, as rows of one array.

So a whole text is decoded with array look-ups.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaners.paraphrase.language_model import (
    END_ID,
    FloatArray,
    IntArray,
    LanguageModel,
)
from cleaners.paraphrase.lexicon import MAX_PHRASE_WORDS

NONE = -1  # in place of a word id, or of a history
# length: words of the text that the hypothesis replaces
# words: ids of its own words, padded with NONE to MAX_PHRASE_WORDS
# last_word: the last of these
# history: what the next word depends on, after it; NONE where the word before it has a part in that
# bigram_score: nats; the channel, and the model's bigrams within the phrase
# trigram_score: nats; the same, with the trigrams within the phrase
# is_identity: the word of the text stays as it is
# shared_before, shared_after: words that the spun phrase and its original begin and end with
# spun_phrase: id of the spun phrase without these; 0 is none of the lexicon
# original_phrase: id of the original
HYPOTHESIS = np.dtype(
    [
        ("length", np.int64),
        ("words", np.int64, MAX_PHRASE_WORDS),
        ("last_word", np.int64),
        ("history", np.int64),
        ("bigram_score", np.float64),
        ("trigram_score", np.float64),
        ("is_identity", np.bool_),
        ("shared_before", np.int64),
        ("shared_after", np.int64),
        ("spun_phrase", np.int64),
        ("original_phrase", np.int64),
    ]
)

WordIds = tuple[int, ...]
"""Words as ids of the language model."""


class Hypothesis(NamedTuple):
    """What may have been in place of the next words of a text; `original` is None if they stay.

    `score` is the channel's log-probability (nats). The other fields are those of the table.
    """

    original: str | None
    words: WordIds
    score: float
    spun_phrase: int = 0
    original_phrase: int = 0
    length: int = 1
    shared_before: int = 0
    shared_after: int = 0


class PhraseScores(NamedTuple):
    """What the language model says of the words of a phrase after its first.

    `bigrams` and `trigrams` are nats; `trigrams` starts with the third word.
    """

    bigrams: float
    trigrams: float
    history: int


SINGLE_WORD = PhraseScores(0.0, 0.0, NONE)


class HypothesisTable:
    """The rows of all hypotheses by id, and the original of each; None where a word stays.

    An original is a single word or one of the `phrases` given. `end` is the hypothesis of the end
    of a sentence.
    """

    def __init__(self, model: LanguageModel, phrases: Collection[WordIds]) -> None:
        self.originals: list[str | None] = []
        self._rows = np.empty(1, HYPOTHESIS)
        self._new_rows: list[tuple[object, ...]] = []
        self._phrase_scores = _phrase_scores(phrases, model)
        self._phrase_scores[END_ID,] = PhraseScores(0.0, 0.0, model.start_bigram)
        self.end = self.add(Hypothesis(None, (END_ID,), 0.0))

    def add(self, hypothesis: Hypothesis) -> int:
        """Add a hypothesis, and return its id."""
        inner = self._phrase_scores.get(hypothesis.words, SINGLE_WORD)
        row = (
            hypothesis.length,
            _padded(hypothesis.words),
            hypothesis.words[-1],
            inner.history,
            hypothesis.score + inner.bigrams,
            hypothesis.score + inner.trigrams,
            hypothesis.original is None,
            hypothesis.shared_before,
            hypothesis.shared_after,
            hypothesis.spun_phrase,
            hypothesis.original_phrase,
        )
        self._new_rows.append(row)
        self.originals.append(hypothesis.original)
        return len(self.originals) - 1

    def rows(self, hypotheses: IntArray) -> NDArray[np.void]:
        """Return the rows of hypotheses by id, of dtype HYPOTHESIS and the shape of the ids."""
        if self._new_rows:
            self._append_new_rows()
        return self._rows[hypotheses]

    def _append_new_rows(self) -> None:
        """Move the new rows into the array, doubling it as often as needed."""
        size = len(self.originals)
        old_size = size - len(self._new_rows)
        while len(self._rows) < size:
            self._rows = np.append(self._rows, self._rows)
        self._rows[old_size:size] = self._new_rows
        self._new_rows = []

    def inner_bigram_score(self, words: WordIds) -> float:
        """Return the log-probability (nats) of a phrase's words after the first, by bigrams."""
        return self._phrase_scores[words].bigrams if len(words) > 1 else 0.0


def _phrase_scores(
    phrases: Collection[WordIds], model: LanguageModel
) -> dict[WordIds, PhraseScores]:
    """Score the words of phrases after the first of each, and find the histories they leave."""
    padded = [_padded(phrase) for phrase in phrases]
    words = np.array(padded, np.int64).reshape(-1, MAX_PHRASE_WORDS)
    scores = _PhraseScoreArrays.of(words, model)
    return dict(zip(phrases, scores.by_phrase(), strict=True))


@dataclass(frozen=True, slots=True)
class _AddedWords:
    """The words at one position of those phrases that are long enough, and the words before them.

    All are int64 of the same shape; `phrases` are numbers of phrases.
    """

    phrases: IntArray
    previous: IntArray
    words: IntArray

    @classmethod
    def of(cls, words: IntArray, at: int) -> _AddedWords:
        """Return the words `at` a position; phrases are padded with NONE."""
        phrases = np.flatnonzero(words[:, at] != NONE)
        previous = words[phrases, at - 1]
        return cls(phrases, previous, words[phrases, at])


@dataclass(frozen=True, slots=True)
class _PhraseScoreArrays:
    """Scores of many phrases, added up word by word: the arrays are changed in place.

    All have shape (phrases,); `bigrams` and `trigrams` are nats. `last_bigrams` are the ids of the
    last two words so far, and `histories` what the next word depends on.
    """

    bigrams: FloatArray
    trigrams: FloatArray
    last_bigrams: IntArray
    histories: IntArray

    @classmethod
    def of(cls, words: IntArray, model: LanguageModel) -> _PhraseScoreArrays:
        """Score phrases, padded with NONE, of shape (phrases, MAX_PHRASE_WORDS)."""
        scores = cls.zeros(len(words))
        for at in range(1, MAX_PHRASE_WORDS):
            scores.add_words(words, at, model)
        return scores

    @classmethod
    def zeros(cls, size: int) -> _PhraseScoreArrays:
        """Return the scores of so many phrases, before any word is added."""
        return cls(
            bigrams=np.zeros(size),
            trigrams=np.zeros(size),
            last_bigrams=np.zeros(size, np.int64),
            histories=np.zeros(size, np.int64),
        )

    def add_words(self, words: IntArray, at: int, model: LanguageModel) -> None:
        """Add the score of the word `at` a position, from 1, of each phrase that has one."""
        added = _AddedWords.of(words, at)
        before = self.last_bigrams[added.phrases]
        by_bigram = self._add_bigrams(added, model)
        if at > 1:
            by_trigram = model.trigram_log_probs(before, added.words, by_bigram)
            self.trigrams[added.phrases] += by_trigram

    def _add_bigrams(self, added: _AddedWords, model: LanguageModel) -> FloatArray:
        """Add words to the bigrams of phrases, and return their log-probabilities (nats)."""
        bigrams = model.bigram_ids(added.previous, added.words)
        log_probs = model.bigram_log_probs(added.previous, added.words, bigrams)
        self.bigrams[added.phrases] += log_probs
        self.last_bigrams[added.phrases] = bigrams
        self.histories[added.phrases] = model.history_ids(bigrams, added.words)
        return log_probs

    def by_phrase(self) -> Iterator[PhraseScores]:
        """Return the scores of each phrase, in order."""
        bigrams = self.bigrams.tolist()
        trigrams = self.trigrams.tolist()
        histories = self.histories.tolist()
        return map(PhraseScores, bigrams, trigrams, histories)


def _padded(words: WordIds) -> WordIds:
    return words + (NONE,) * (MAX_PHRASE_WORDS - len(words))

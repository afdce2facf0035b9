"""The steps of a trigram network: which states follow one another, and how likely."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cleaners.paraphrase.hypothesis_table import NONE
from cleaners.paraphrase.joints import joints
from cleaners.paraphrase.language_model import FloatArray, IntArray, LanguageModel
from cleaners.paraphrase.lattice import Lattice

HISTORY_BITS = 32  # of a state: its high bits are the place, its low bits the history
HISTORY_MASK = (1 << HISTORY_BITS) - 1


@dataclass(frozen=True, slots=True)
class States:
    """The states of a lattice: places with what the next word depends on.

    `packed` holds place and history in an int64, and is sorted; `last_words` are the ids of the
    words before. Both are of shape (states,).
    """

    packed: IntArray
    last_words: IntArray

    @classmethod
    def of(cls, lattice: Lattice, model: LanguageModel) -> States:
        """Return the states that any two edges in a row lead to."""
        edges, bigrams = _all_edges(lattice, model)
        reached = _reached_states(lattice, edges, bigrams, model)
        packed, first_reached = np.unique(reached, return_index=True)
        last_edges = edges[first_reached]
        return cls(packed, lattice.last_words[last_edges])

    def places(self) -> IntArray:
        """Return the place of each state, of shape (states,)."""
        return self.packed >> HISTORY_BITS

    def bigrams(self, model: LanguageModel) -> IntArray:
        """Return the bigram that the history of each state is, of shape (states,)."""
        histories = self.packed & HISTORY_MASK
        return model.history_bigrams(histories)

    def numbers(self, packed: IntArray) -> IntArray:
        """Return the numbers of some states."""
        return np.searchsorted(self.packed, packed)


@dataclass(frozen=True, slots=True)
class Steps:
    """Steps between states, each by one edge of the lattice, sorted by source.

    `sources` and `targets` are numbers of states, `edges` numbers of edges, and `bigrams` the ids
    of the last word of the source and the first of the edge: all int64 of shape (steps,).
    """

    lattice: Lattice
    states: States
    sources: IntArray
    targets: IntArray
    edges: IntArray
    bigrams: IntArray

    @classmethod
    def of(cls, lattice: Lattice, model: LanguageModel) -> Steps:
        """Return all steps through a lattice."""
        states = States.of(lattice, model)
        sources, edges = joints(states.places(), lattice.starts)
        previous_words = states.last_words[sources]
        first_words = lattice.first_words[edges]
        bigrams = model.bigram_ids(previous_words, first_words)
        reached = _reached_states(lattice, edges, bigrams, model)
        return cls(
            lattice=lattice,
            states=states,
            sources=sources,
            targets=states.numbers(reached),
            edges=edges,
            bigrams=bigrams,
        )

    def log_probs(self, model: LanguageModel) -> FloatArray:
        """Return the log-probability (nats) of each step, of shape (steps,)."""
        first_words = self._first_word_log_probs(model)
        second_words = self._second_word_log_probs(model)
        phrases: FloatArray = self.lattice.rows["trigram_score"][self.edges]
        return first_words + second_words + phrases

    def _first_word_log_probs(self, model: LanguageModel) -> FloatArray:
        """Return the log-probability (nats) of the first word of each step's hypothesis."""
        first_words = self.lattice.first_words[self.edges]
        previous_words = self.states.last_words[self.sources]
        by_bigram = model.bigram_log_probs(previous_words, first_words, self.bigrams)
        state_bigrams = self.states.bigrams(model)
        before = state_bigrams[self.sources]
        return model.trigram_log_probs(before, first_words, by_bigram)

    def _second_word_log_probs(self, model: LanguageModel) -> FloatArray:
        """Return the log-probability (nats) of the second word of each step's hypothesis.

        It is 0 for a hypothesis of one word.
        """
        words: IntArray = self.lattice.rows["words"][self.edges]
        has_second = words[:, 1] != NONE
        longer = np.flatnonzero(has_second)
        log_probs = np.zeros(len(words))
        log_probs[longer] = _log_probs_after_bigrams(
            bigrams=self.bigrams[longer],
            first=words[longer, 0],
            second=words[longer, 1],
            model=model,
        )
        return log_probs


def pack_states(places: IntArray, histories: IntArray | int) -> IntArray:
    """Pack places and histories of states."""
    return places << HISTORY_BITS | histories


def _all_edges(lattice: Lattice, model: LanguageModel) -> tuple[IntArray, IntArray]:
    """Return the first edge and the second of each joint, and the bigrams that they begin with."""
    first_edge = 0
    edges = np.append(first_edge, lattice.right)
    bigrams = np.append(model.start_bigram, lattice.bigrams)
    return edges, bigrams


def _reached_states(
    lattice: Lattice, edges: IntArray, bigrams: IntArray, model: LanguageModel
) -> IntArray:
    """Return the packed state that each edge leads to after a word before it.

    `bigrams` are those of that word and the first of the edge.
    """
    places = lattice.ends[edges]
    histories = _histories_after(lattice, edges, bigrams, model)
    return pack_states(places, histories)


def _histories_after(
    lattice: Lattice, edges: IntArray, bigrams: IntArray, model: LanguageModel
) -> IntArray:
    """Return the history after each edge: a phrase has its own, that of a word is its bigram."""
    last_words = lattice.last_words[edges]
    by_bigram = model.history_ids(bigrams, last_words)
    own = lattice.rows["history"][edges]
    return np.where(own == NONE, by_bigram, own)


def _log_probs_after_bigrams(
    bigrams: IntArray, first: IntArray, second: IntArray, model: LanguageModel
) -> FloatArray:
    """Return the log-probability (nats) of `second` words after `first` ones.

    `bigrams` end with the first words.
    """
    inner = model.bigram_ids(first, second)
    by_bigram = model.bigram_log_probs(first, second, inner)
    return model.trigram_log_probs(bigrams, second, by_bigram)

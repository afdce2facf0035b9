"""The lattice of a text: at every word, what is there and what may have been there before.

Most of it is hopeless. A Viterbi pass over bigrams from each end gives the score of the best path
through each edge; edges far below the best path of all are pruned.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from cleaners.paraphrase.forward_backward import IMPOSSIBLE, best_path_scores
from cleaners.paraphrase.hypotheses import Hypotheses, WordHypotheses
from cleaners.paraphrase.joints import joints
from cleaners.paraphrase.language_model import FloatArray, IntArray, LanguageModel
from cleaners.paraphrase.phrase_trie import TrieNode
from cleaners.paraphrase.words import Word

# Nats below the best path at which an edge is pruned, to save time. No source is
# recorded.
BEAM = 4.0
LEXICAL_KINDS = frozenset(("word", "short", "numeral"))
# Kinds of words that no phrase of the lexicon contains.
PHRASE_BREAKS = frozenset(("comma", "quote", "fixed", "number", "braced"))


@dataclass(frozen=True, slots=True)
class Lattice:
    """The edges of a lattice, sorted by the place where they start.

    Place 0 is the end before the first sentence. Each word of a sentence has one place, and its
    end another.

    `hypotheses` (ids), `starts` and `ends` (places) are int64 of shape (edges,), and `rows` of the
    same shape are the hypotheses' rows, of dtype HYPOTHESIS. `left` and `right` are the numbers of
    all edges that follow one another, sorted by `right`, and `bigrams` the ids of the words that
    meet there, int64 of shape (joints,).
    """

    hypotheses: IntArray
    rows: NDArray[np.void]
    starts: IntArray
    ends: IntArray
    left: IntArray
    right: IntArray
    bigrams: IntArray

    def select(self, kept: NDArray[np.bool_]) -> Lattice:
        """Return the lattice of the edges that are kept."""
        both_kept = kept[self.left] & kept[self.right]
        left = self.left[both_kept]
        right = self.right[both_kept]
        new_number = np.cumsum(kept) - 1
        return Lattice(
            hypotheses=self.hypotheses[kept],
            rows=self.rows[kept],
            starts=self.starts[kept],
            ends=self.ends[kept],
            left=new_number[left],
            right=new_number[right],
            bigrams=self.bigrams[both_kept],
        )

    @property
    def first_words(self) -> IntArray:
        """Ids of the first word of each edge's hypothesis, of shape (edges,)."""
        words: IntArray = self.rows["words"]
        return words[:, 0]

    @property
    def last_words(self) -> IntArray:
        """Ids of the last word of each edge's hypothesis, of shape (edges,)."""
        words: IntArray = self.rows["last_word"]
        return words

    @property
    def is_identity(self) -> NDArray[np.bool_]:
        """Whether each edge leaves a word as it is, of shape (edges,)."""
        is_identity: NDArray[np.bool_] = self.rows["is_identity"]
        return is_identity

    def is_first_edge(self) -> NDArray[np.bool_]:
        """Return whether each edge is the first of its place, of shape (edges,)."""
        return np.diff(self.starts, prepend=-1) > 0

    def is_crossed(self) -> NDArray[np.bool_]:
        """Return whether an edge leads past each place, and past the end: shape (places + 1,)."""
        size = int(self.ends[-1]) + 1
        begun = np.bincount(self.starts + 1, minlength=size)
        ended = np.bincount(self.ends, minlength=size)
        crossed: NDArray[np.bool_] = np.cumsum(begun - ended) > 0
        return crossed

    def is_ambiguous(self) -> NDArray[np.bool_]:
        """Return whether each edge is at a place with several hypotheses, of shape (edges,).

        A single word between two such places counts as ambiguous too.
        """
        is_certain = self._is_certain_place()
        has_certain_neighbour = is_certain[:-2] | is_certain[2:]
        is_certain[1:-1] &= has_certain_neighbour
        is_ambiguous: NDArray[np.bool_] = ~is_certain[self.starts]
        return is_ambiguous

    def _is_certain_place(self) -> NDArray[np.bool_]:
        """Return whether each place has only an identity hypothesis, of shape (places,)."""
        edge_counts = np.bincount(self.starts, minlength=int(self.ends[-1]))
        is_crossed = self.is_crossed()[:-1]
        is_certain: NDArray[np.bool_] = (edge_counts == 1) & ~is_crossed
        replaced_places = self.starts[~self.is_identity]
        is_certain[replaced_places] = False
        return is_certain


def build_lattice(
    text: Sequence[Sequence[Word]], hypotheses: Hypotheses, model: LanguageModel
) -> Lattice:
    """Build the lattice of sentences; the first edge of each word is its identity hypothesis."""
    by_place = _hypotheses_by_place(text, hypotheses)
    ids = np.array(list(chain.from_iterable(by_place)))
    rows = hypotheses.table.rows(ids)
    edge_counts = [len(place) for place in by_place]
    places = np.arange(len(by_place))
    starts = np.repeat(places, edge_counts)
    ends = starts + rows["length"]
    left, right = joints(ends, starts)
    last_words = rows["last_word"]
    first_words = rows["words"][:, 0]
    return Lattice(
        hypotheses=ids,
        rows=rows,
        starts=starts,
        ends=ends,
        left=left,
        right=right,
        bigrams=model.bigram_ids(last_words[left], first_words[right]),
    )


def _hypotheses_by_place(
    text: Sequence[Sequence[Word]], hypotheses: Hypotheses
) -> list[Sequence[int]]:
    """List the ids of the hypotheses that start at each place."""
    end = [hypotheses.table.end]
    places: list[Sequence[int]] = [end]
    for sentence in text:
        for at in range(len(sentence)):
            here = _hypotheses_at(at, sentence, hypotheses)
            places.append(here)
        places.append(end)
    return places


def _hypotheses_at(
    at: int, sentence: Sequence[Word], hypotheses: Hypotheses
) -> list[int]:
    """List the ids of the hypotheses that start at a word."""
    words, may_follow = _word_hypotheses(sentence[at], hypotheses)
    if not _is_followed_by(may_follow, at, sentence):
        return words
    phrases = _phrase_hypotheses(sentence, at, may_follow, hypotheses)
    return [*words, *phrases]


def _is_followed_by(
    words: Mapping[str, TrieNode], at: int, sentence: Sequence[Word]
) -> bool:
    """Return whether the word after a position is one of some words."""
    following = at + 1
    return following < len(sentence) and sentence[following].form in words


def _word_hypotheses(word: Word, hypotheses: Hypotheses) -> WordHypotheses:
    """Return the hypotheses of a word, and the words with which it may go on as a phrase."""
    if word.kind not in LEXICAL_KINDS:
        return hypotheses.fixed[word.form]
    if word.is_name:
        return hypotheses.names[word.form]
    return hypotheses.words[word.form]


def _phrase_hypotheses(
    sentence: Sequence[Word],
    first: int,
    may_follow: Mapping[str, TrieNode],
    hypotheses: Hypotheses,
) -> Iterator[int]:
    """Yield the originals of the spun phrases of two words or more that begin at a word."""
    is_name = sentence[first].is_name
    for word in sentence[first + 1 :]:
        if word.kind in PHRASE_BREAKS or not word.is_adjacent:
            return
        if word.form not in may_follow:
            return
        node = may_follow[word.form]
        is_name = is_name and word.is_name
        if node.phrase:
            by_phrase = hypotheses.name_phrases if is_name else hypotheses.phrases
            yield from by_phrase[node.phrase]
        may_follow = node.children


def prune(lattice: Lattice, model: LanguageModel) -> Lattice:
    """Keep the edges whose best path, by bigrams, is within the beam of the best path of all."""
    left = lattice.left.tolist()
    right = lattice.right.tolist()
    scores = _joint_scores(lattice, model).tolist()
    unreached = [IMPOSSIBLE] * (len(lattice.starts) - 1)
    forward = best_path_scores(
        sources=left,
        targets=right,
        log_probs=scores,
        initial=[0.0, *unreached],
    )
    backward = best_path_scores(
        sources=reversed(right),
        targets=reversed(left),
        log_probs=reversed(scores),
        initial=[*unreached, 0.0],
    )
    best_through_edge = np.array(forward) + np.array(backward)
    best_of_all = forward[-1]
    return lattice.select(best_through_edge >= best_of_all - BEAM)


def _joint_scores(lattice: Lattice, model: LanguageModel) -> FloatArray:
    """Return the score (nats) of the second edge of each joint, by bigrams: shape (joints,)."""
    last_words = lattice.last_words[lattice.left]
    first_words = lattice.first_words[lattice.right]
    log_probs = model.bigram_log_probs(last_words, first_words, lattice.bigrams)
    inner_scores: FloatArray = lattice.rows["bigram_score"]
    return log_probs + inner_scores[lattice.right]

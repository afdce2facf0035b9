"""Choose the blocks of the article so that the expected F1 of its words is highest.

Blocks are taken in the order of their probability, as many as give the highest expected F1. Where
no block is probable, this takes the likeliest, where a fixed threshold would take none. The rule is
that of Ye et al. 2012 ("Optimizing F-measure: a tale of two approaches") in its ratio of means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cleaners.decision_tables import sigmoid
from cleaners.extraction.block_groups import BlockGroup
from cleaners.extraction.block_measures import Flags, Floats, Indices


@dataclass(frozen=True, slots=True)
class BlockChoice:
    """The blocks of the article, the probability of each, and how good the choice is likely to be.

    `confidence` is the expected F1 of the chosen words, 0..1. The `repeated` blocks would be chosen
    if they did not say again what a chosen one says.
    """

    chosen: Flags
    probability: Floats
    confidence: float
    repeated: Flags


def choose_blocks(
    log_odds: Floats, words: Floats, groups: Sequence[BlockGroup]
) -> BlockChoice:
    """Choose among blocks with these log-odds and numbers of words; groups go as a whole."""
    shared = share_in_groups(log_odds, words, groups)
    probability = sigmoid(shared)
    order = np.argsort(-probability, kind="stable")
    scores = _expected_scores(probability, words, order)
    best = int(scores.argmax())
    least = probability[order[best]]
    chosen = probability >= least
    none = np.zeros(len(words), dtype=bool)
    return BlockChoice(chosen, probability, float(scores[best]), none)


def _expected_scores(probability: Floats, words: Floats, order: Indices) -> Floats:
    """Compute the expected F1 of the first block in an order, the first two, and so on."""
    expected = probability * words
    chosen_words = np.cumsum(words[order])
    chosen_expected = np.cumsum(expected[order])
    both_words = chosen_words + expected.sum()
    scores: Floats = 2 * chosen_expected / both_words
    return scores


def share_in_groups(
    log_odds: Floats, words: Floats, groups: Sequence[BlockGroup]
) -> Floats:
    """Give the blocks of each group their mean log-odds, weighted by words."""
    shared = log_odds.copy()
    for group in groups:
        numbers = list(group.blocks)
        shared[numbers] = np.average(log_odds[numbers], weights=words[numbers])
    return shared

"""Sums and maxima over all paths of a graph whose edges are sorted by place.

Each step depends on the one before it, so these are plain loops over lists.
"""

from __future__ import annotations

from collections.abc import Iterable

IMPOSSIBLE = float("-inf")  # nats: log-probability of what no path reaches


def best_path_scores(
    sources: Iterable[int],
    targets: Iterable[int],
    log_probs: Iterable[float],
    initial: list[float],
) -> list[float]:
    """Return the score (nats) of the best path to each node (Viterbi).

    `initial` are the scores to begin with, one per node; the list is changed and returned. For
    scores from the other end, pass the edges reversed and their ends swapped.
    """
    best = initial
    for source, target, log_prob in zip(sources, targets, log_probs, strict=True):
        score = best[source] + log_prob
        if score > best[target]:  # noqa: PLR1730  # max() costs more than all else here
            best[target] = score
    return best


def path_weight_sums(
    sources: Iterable[int],
    targets: Iterable[int],
    weights: Iterable[float],
    initial: list[float],
) -> list[float]:
    """Return the summed weight of all paths to each node: the forward or the backward pass.

    `initial` are the sums to begin with, one per node; the list is changed and returned. For the
    backward pass, give the edges reversed and their ends swapped.
    """
    sums = initial
    for source, target, weight in zip(sources, targets, weights, strict=True):
        sums[target] += sums[source] * weight
    return sums

"""Correct the extractor's lines with the page: drop some, restore others, remove copies.

Each line is traced to the blocks that it came from, and a model judges the blocks. Lines that the
page does not show (text from embedded data) are kept as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cleaners.decision_tables import Model, load, sigmoid
from cleaners.extraction.alignment import align
from cleaners.extraction.block_lines import PlacedLine, merge_lines, write_blocks
from cleaners.extraction.block_measures import (
    Flags,
    Floats,
    mark_blocks,
    measure_blocks,
)
from cleaners.extraction.blocks import WORD, HtmlPage
from cleaners.extraction.fallback import find_missed_blocks
from cleaners.extraction.features import BlockFeatures, compute_features
from cleaners.extraction.repeated_paragraphs import drop_repeated_paragraphs

MODEL = "body_model.json"
# Probabilities. A lost line costs a reader more than a spare one, so lines go well below one half.
# On unseen sites, .2 did no worse than .25 and lost less.
DROP_THRESHOLD = 0.2
RESTORE_THRESHOLD = 0.5  # above one half, a block is more likely wanted than not
# Which blocks the model judges. It was fitted with these; chosen on the development pages.
MIN_TAKEN_AROUND = 0.2  # of the words around a block, for it to be restored
MIN_WORDS = 10  # of a block that has nothing else in common with the body
MAX_BODY_DISTANCE = 4  # blocks
MAX_LINK_SHARE = 0.6  # of a block's characters; more are lists of other pages
# No line is restored from there. On the development pages, restoring would gain .0004 of F1; on
# news sites it gains nothing.
EXCLUDED_ROLES = ("nav", "footer", "side-role", "aside", "form", "dialog")
EXCLUDED_HINTS = ("related", "newsletter", "comment", "share", "consent")


@dataclass(frozen=True, slots=True)
class TracedLines:
    """Lines, and for each the indices of the blocks that it came from, none if unknown."""

    lines: list[str]
    blocks: list[list[int]]


def correct_lines(
    page: HtmlPage, lines: Sequence[str], title: str | None, model: Model | None = None
) -> list[str]:
    """Correct the lines that were extracted from a page; without a model, by the shipped one."""
    if not page.blocks:
        return list(lines)
    traced = _trace_lines(page, lines)
    taken = mark_blocks(page, traced.blocks)
    features = compute_features(page, taken, title)
    if model is None:
        model = load(MODEL, features.names)
    eligible = eligible_blocks(features)
    probability = _judge_blocks(features, taken | eligible, model)
    kept = _keep_probable(traced, probability, features.word_counts)
    is_restored = (probability >= RESTORE_THRESHOLD) & ~taken
    restored = write_blocks(page, is_restored)
    merged = merge_lines(kept, restored)
    return drop_repeated_paragraphs(merged)


def _judge_blocks(features: BlockFeatures, judged: Flags, model: Model) -> Floats:
    """Return the probability that each block belongs to the article; 0 if it is not judged."""
    log_odds = model.score(features.rows[judged])
    probability = np.zeros(len(judged))
    probability[judged] = sigmoid(log_odds)
    return probability


def eligible_blocks(features: BlockFeatures) -> Flags:
    """Mark the blocks that may belong to the article although the extractor did not take them.

    They are near the body, in the same branch, of the same shape, or long; and in no list of links.
    """
    is_long = features.column("words") >= np.log1p(MIN_WORDS)
    is_text = features.column("linked") < MAX_LINK_SHARE
    is_surrounded = features.column("taken around") > MIN_TAKEN_AROUND
    is_related = _related_blocks(features) | is_long
    is_excluded = _excluded_blocks(features)
    return np.asarray(is_text & is_surrounded & is_related & ~is_excluded)


def _related_blocks(features: BlockFeatures) -> Flags:
    """Mark the blocks near the body, in the branch of a taken one, or of its shape."""
    before = features.column("before the body")
    after = features.column("after the body")
    is_near = (before < MAX_BODY_DISTANCE) & (after < MAX_BODY_DISTANCE)
    is_in_branch = features.column("taken of branch") > 0
    is_of_shape = features.column("core of shape") > 0
    return np.asarray(is_near | is_in_branch | is_of_shape)


def _excluded_blocks(features: BlockFeatures) -> Flags:
    """Mark the blocks inside asides, forms, comments and the like."""
    names = [f"in {role}" for role in EXCLUDED_ROLES]
    names += [f"hint {hint}" for hint in EXCLUDED_HINTS]
    excluded = [features.column(name) > 0 for name in names]
    return np.asarray(np.any(excluded, axis=0))


def _trace_lines(page: HtmlPage, lines: Sequence[str]) -> TracedLines:
    """Trace the lines to their blocks; if they missed the text, take the blocks that have it."""
    blocks = align(lines, page.blocks)
    taken = mark_blocks(page, blocks)
    measures = measure_blocks(page, taken)
    missed = find_missed_blocks(page, measures, _count_words(lines))
    if missed is None:
        return TracedLines(list(lines), blocks)
    return _lines_of_blocks(page, missed)


def _count_words(lines: Sequence[str]) -> int:
    text = "\n".join(lines)
    return len(WORD.findall(text))


def _lines_of_blocks(page: HtmlPage, chosen: Flags) -> TracedLines:
    written = write_blocks(page, chosen)
    lines = [line.text for line in written]
    blocks = [[line.place] for line in written]
    return TracedLines(lines, blocks)


def _keep_probable(
    traced: TracedLines, probability: Floats, word_counts: Floats
) -> list[PlacedLine]:
    """Keep the lines whose blocks are probable enough, on average over their words."""
    words = word_counts.tolist()
    expected_words = (probability * word_counts).tolist()
    kept: list[PlacedLine] = []
    place = -1
    for line, numbers in zip(traced.lines, traced.blocks, strict=True):
        if numbers:
            place = numbers[-1]
        expected = _sum_at(numbers, expected_words)
        total = _sum_at(numbers, words)
        if expected >= DROP_THRESHOLD * total:
            kept.append(PlacedLine(place, line))
    return kept


def _sum_at(numbers: Sequence[int], values: Sequence[float]) -> float:
    return sum(values[number] for number in numbers)

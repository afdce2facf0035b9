"""Score the words of blocks: how much oftener they are in articles than beside them.

The table is learned from labelled pages (`flows.training.build_body_model`): the log-odds of words
and of pairs of words, each site counted once, so that no site teaches its own menu.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np

from cleaners.extraction.block_measures import BlockMeasures, FeatureColumns, Indices
from cleaners.extraction.blocks import HtmlBlock
from cleaners.extraction.windows import window_means

WordOdds = Mapping[str, float]
"""The log-odds of words, and of pairs of words with a space between them."""

TABLE = "block_words.tsv"
# What the models of the body were fitted with; chosen on the development pages.
SAMPLE_WORDS = 40  # of a block, from its first, that are looked up
LOWEST = 3  # log-odds whose mean is the feature "lowest words"
WINDOWS = (1, 4)  # blocks before and after a block whose words are averaged


@cache
def load_word_odds() -> WordOdds:
    """Read the table that ships with the package."""
    text = files("cleaners.data").joinpath(TABLE).read_text("utf-8")
    pairs = (line.split("\t") for line in text.splitlines())
    return {words: float(odds) for words, odds in pairs}


def terms_of(block: HtmlBlock) -> list[str]:
    """List the words and pairs of words of a block that the table may have."""
    sample = " ".join(block.words[:SAMPLE_WORDS])
    words = sample.casefold().split(" ")
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    return words + pairs


def word_features(
    blocks: Sequence[HtmlBlock],
    measures: BlockMeasures,
    shapes: Indices,
    odds: WordOdds,
) -> FeatureColumns:
    """Compute features of the words of each block, of its neighbours and of its heading."""
    rows = [_summary(block, odds) for block in blocks]
    mean, low, high, lowest = np.array(rows).T
    last = measures.last_heading
    has_heading = last >= 0
    of_shape = np.bincount(shapes, mean) / np.maximum(1, np.bincount(shapes))
    columns = {
        "words mean": mean,
        "words low": low,
        "words high": high,
        "lowest words": lowest,
        "heading words": np.where(has_heading, mean[last], 0),
        "heading low": np.where(has_heading, low[last], 0),
        "words of shape": of_shape[shapes],
    }
    for width in WINDOWS:
        columns |= window_means("words", mean, width)
    return columns


def _summary(block: HtmlBlock, odds: WordOdds) -> tuple[float, float, float, float]:
    """Return mean, least and greatest log-odds of a block's terms, and the mean of the lowest."""
    terms = odds.keys() & terms_of(block)
    known = sorted([odds[term] for term in terms])
    if not known:
        return 0.0, 0.0, 0.0, 0.0
    lowest = known[:LOWEST]
    return (
        sum(known) / len(known),
        known[0],
        known[-1],
        sum(lowest) / len(lowest),
    )

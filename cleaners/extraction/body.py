"""Choose the blocks of a page that are its article.

A model judges every block. Where the choice is in doubt, the extractor trafilatura is asked for its
own, and a second model judges the blocks again with that vote.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from cleaners.decision_tables import Model, load
from cleaners.extraction.alignment import align
from cleaners.extraction.block_choice import BlockChoice, choose_blocks
from cleaners.extraction.block_measures import Flags, Floats, mark_blocks
from cleaners.extraction.block_words import WordOdds, load_word_odds
from cleaners.extraction.blocks import HtmlBlock, HtmlContainer, HtmlPage
from cleaners.extraction.choice_repairs import (
    continue_runs,
    fill_holes,
    with_captions_of_tables,
    without_repeats,
)
from cleaners.extraction.features import (
    BlockFeatures,
    MeasuredPage,
    page_features,
    vote_features,
)
from cleaners.extraction.interruptions import (
    without_link_lists,
    without_pulled_quotes,
)
from cleaners.extraction.markup_evidence import markup_log_odds

MODEL = "body_model.json"
VOTED_MODEL = "voted_body_model.json"
# The extractor is asked below this expected F1: on a fourth of the development pages, and on .4 of
# those of news. Asking on all of them gains no more than another .0003 of F1.
ASKING_CONFIDENCE = 0.96
# Log-odds that the vote counts on top of what the model makes of it, so that no page falls far
# below the extractor. By .1 of F1 or more fall 11 of 618 development pages with 0, 8 with .5, and 7
# with .8, by which news loses .0014 of F1.
VOTE_WEIGHT = 0.5
MIN_WORDS = 80  # of an article; a shorter choice may have missed it. Chosen, not tuned

Lines = Sequence[str]


@dataclass(frozen=True, slots=True)
class BodyModels:
    """The models of blocks without and with the extractor's vote, and the words that they know."""

    words: WordOdds
    unvoted: Model
    voted: Model


@cache
def shipped_models() -> BodyModels:
    """Load the models that ship with the package."""
    unvoted_names, voted_names = feature_names()
    return BodyModels(
        words=load_word_odds(),
        unvoted=load(MODEL, unvoted_names),
        voted=load(VOTED_MODEL, voted_names),
    )


def feature_names() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the features without the vote, and of those with it."""
    block = HtmlBlock("word", ("word",), container=0, link_share=0.0, breaks=0)
    container = HtmlContainer("body", "body ", -1, 0, 0, start=0, end=1)
    measured = MeasuredPage.of(HtmlPage([block], [container]), None)
    unvoted = page_features(measured, {})
    voted = unvoted.beside(vote_features(measured, np.ones(1, dtype=bool)))
    return unvoted.names, voted.names


def choose_body(
    measured: MeasuredPage,
    ask: Callable[[], Lines],
    models: BodyModels | None = None,
    asking: float = ASKING_CONFIDENCE,
) -> BlockChoice:
    """Choose the blocks of the article; `ask` returns the lines that the extractor finds.

    Without models, the shipped ones judge. The extractor is asked where the expected F1 is below
    `asking`; a negative number means never.
    """
    known = models or shipped_models()
    features = page_features(measured, known.words)
    markup = markup_log_odds(measured)
    log_odds = known.unvoted.score(features.rows)
    choice = _choose(measured, log_odds + markup)
    if not is_in_doubt(choice, measured.measures.words, asking):
        return choice
    taken = take_vote(measured.page, ask())
    voted = voted_log_odds(measured, features, log_odds, taken, known.voted)
    voted_choice = _choose(measured, voted + markup)
    return _with_vote_on_snippet(measured, voted_choice, taken)


def _with_vote_on_snippet(
    measured: MeasuredPage, choice: BlockChoice, taken: Flags
) -> BlockChoice:
    """Choose what the extractor took, too, on a page of a few words, as feeds have them."""
    if measured.measures.words.sum() >= MIN_WORDS:
        return choice
    return replace(choice, chosen=choice.chosen | taken)


def is_in_doubt(choice: BlockChoice, words: Floats, asking: float) -> bool:
    """Return whether a choice is unlikely to be right, or has little text."""
    if asking < 0:
        return False
    chosen_words = float(words[choice.chosen].sum())
    return choice.confidence < asking or chosen_words < MIN_WORDS


def take_vote(page: HtmlPage, lines: Lines) -> Flags:
    """Mark the blocks that the extractor's lines came from."""
    return mark_blocks(page, align(lines, page.blocks))


def voted_log_odds(
    measured: MeasuredPage,
    features: BlockFeatures,
    unvoted: Floats,
    taken: Flags,
    model: Model,
) -> Floats:
    """Return the mean of the log-odds without and with the vote, and the vote's own weight.

    The mean of the two models was better than either when it was chosen (development pages: .9603
    against .9596).
    """
    voted = features.beside(vote_features(measured, taken))
    mean = (unvoted + model.score(voted.rows)) / 2
    if not taken.any():
        return np.asarray(mean)
    return np.asarray(mean + np.where(taken, VOTE_WEIGHT, -VOTE_WEIGHT))


def _choose(measured: MeasuredPage, log_odds: Floats) -> BlockChoice:
    """Choose blocks, fill holes, continue runs, and leave out what interrupts or is there twice."""
    measures = measured.measures
    groups = measured.groups
    page = measured.page
    choice = choose_blocks(log_odds, measures.words, groups)
    filled = fill_holes(choice, measures, page.blocks, groups)
    continued = continue_runs(filled, page, measures)
    captioned = with_captions_of_tables(continued, page)
    running = without_link_lists(captioned, page, measures, groups)
    once = without_repeats(running, page.blocks, groups)
    unquoted = without_pulled_quotes(once, page)
    return replace(choice, chosen=unquoted, repeated=running & ~unquoted)

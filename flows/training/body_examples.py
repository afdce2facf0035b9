"""Turn labelled HTML pages into examples for the models of blocks, and fit these."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaners.decision_tables import Model, Reals
from cleaners.extraction.block_words import WordOdds, terms_of
from cleaners.extraction.body import BodyModels
from cleaners.extraction.features import (
    BlockFeatures,
    MeasuredPage,
    page_features,
    vote_features,
)
from flows.training.boosting import BoostingPlan, fit
from flows.training.folds import FOLDS, fold_of
from flows.training.labelled_blocks import LabelledHtml, fragment_of
from flows.training.word_odds import TermCounts, log_odds, without_rare

# Measure other settings with --check before changing these. Deeper and more tables (6 questions,
# 500 tables) gain nothing, nor does the mean of models of four seeds.
PLAN = BoostingPlan(
    tables=250,
    questions=5,
    learning_rate=0.1,
    l2_penalty=5.0,
    row_share=0.7,
    feature_share=0.35,
)
# Blocks far from the article are most of a page and easy: every fourth is learned, four times over.
FAR = 6  # blocks from the nearest block of the article
SAMPLED = 4
FRAGMENT_STEP = 3  # pages; chosen, not tuned
MIN_ODDS = 0.5  # log-odds; terms nearer to zero tell little and would fill the table

NO_FOLDS: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled page as the models see it, and the rows that they learn from."""

    labelled: LabelledHtml
    measured: MeasuredPage
    fold: int
    learned: Reals  # weight of each block in a fit, 0 for one that is not learned

    @classmethod
    def of(cls, labelled: LabelledHtml) -> Example:
        """Measure a labelled page."""
        return cls(
            labelled=labelled,
            measured=MeasuredPage.of(labelled.page, labelled.title),
            fold=fold_of(labelled.site),
            learned=labelled.weights * _sampling(labelled.targets),
        )


def _sampling(targets: Reals) -> Reals:
    """Return how often each block is learned: once near the article, or SAMPLED times or never."""
    count = len(targets)
    is_near = _are_near(targets)
    if not is_near.any():
        return np.ones(count)
    is_sampled = np.arange(count) % SAMPLED == 0
    sampled = np.where(is_sampled, SAMPLED, 0)
    return np.where(is_near, 1, sampled)


def _are_near(targets: Reals) -> NDArray[np.bool_]:
    """Return which blocks are in the article, or FAR blocks or fewer from it."""
    count = len(targets)
    reach = np.ones(2 * FAR + 1)
    spread = np.convolve(targets, reach)
    is_near: NDArray[np.bool_] = spread[FAR : FAR + count] > 0
    return is_near


@dataclass(frozen=True, slots=True)
class ExampleSet:
    """The examples, fragments of some, and the counts of words in each fold of sites."""

    examples: Sequence[Example]
    fragments: Sequence[Example]  # learned, but not measured
    counts: Sequence[TermCounts]

    @classmethod
    def of(cls, pages: Iterable[LabelledHtml]) -> ExampleSet:
        """Measure labelled pages and count their words."""
        examples = [Example.of(page) for page in pages]
        return cls(examples, list(_fragments(examples)), _count_terms(examples))

    def odds_without(self, folds: Collection[int]) -> WordOdds:
        """Return the log-odds of words on the sites outside some folds."""
        others = [
            counts for fold, counts in enumerate(self.counts) if fold not in folds
        ]
        odds = log_odds(others)
        return {term: value for term, value in odds.items() if abs(value) >= MIN_ODDS}

    def fit(self, left_out: Collection[int] = NO_FOLDS) -> BodyModels:
        """Fit the models to the sites outside the folds that are left out.

        The features of a page rest on the words of other sites, as they will when it is new.
        """
        rows: list[BlockFeatures] = []
        chosen: list[Example] = []
        for fold in sorted(set(range(FOLDS)) - set(left_out)):
            odds = self.odds_without({fold, *left_out})
            members = self._learned_in(fold)
            chosen += members
            rows += [page_features(example.measured, odds) for example in members]
        pairs = zip(rows, chosen, strict=True)
        voted = [_with_votes(features, example) for features, example in pairs]
        return BodyModels(
            words=self.odds_without(left_out),
            unvoted=_fit(chosen, rows),
            voted=_fit(chosen, voted),
        )

    def _learned_in(self, fold: int) -> list[Example]:
        learned = (*self.examples, *self.fragments)
        return [example for example in learned if example.fold == fold]

    def fit_folds(self) -> list[BodyModels]:
        """Fit models for each fold of sites, to the sites outside it."""
        return [self.fit(left_out=(fold,)) for fold in range(FOLDS)]


def _with_votes(features: BlockFeatures, example: Example) -> BlockFeatures:
    votes = vote_features(example.measured, example.labelled.taken)
    return features.beside(votes)


def _fit(examples: Sequence[Example], features: Sequence[BlockFeatures]) -> Model:
    """Fit a model to the learned blocks of pages with these features."""
    pairs = list(zip(examples, features, strict=True))
    rows = [each.rows[example.learned > 0] for example, each in pairs]
    targets = _learned(examples, lambda example: example.labelled.targets)
    weights = _learned(examples, lambda example: example.learned)
    names = features[0].names
    return fit(names, np.concatenate(rows), targets, weights, PLAN)


def _learned(examples: Iterable[Example], values: Callable[[Example], Reals]) -> Reals:
    """Join a value of each learned block of pages."""
    return np.concatenate(
        [values(example)[example.learned > 0] for example in examples]
    )


def _fragments(examples: Sequence[Example]) -> Iterator[Example]:
    """Yield the articles of every third page alone, as feeds have them."""
    for example in examples[::FRAGMENT_STEP]:
        fragment = fragment_of(example.labelled)
        if fragment is not None:
            yield Example.of(fragment)


def _count_terms(examples: Iterable[Example]) -> list[TermCounts]:
    """Count the words of blocks inside and beside articles, site by site, in each fold."""
    counts = [TermCounts() for _ in range(FOLDS)]
    by_site = _by_site(examples)
    for site, members in sorted(by_site.items()):
        fold = counts[fold_of(site)]
        _count_site(members, fold)
    return without_rare(counts)


def _by_site(examples: Iterable[Example]) -> dict[str, list[Example]]:
    by_site: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        site = example.labelled.site
        by_site[site].append(example)
    return by_site


def _count_site(examples: Iterable[Example], counts: TermCounts) -> None:
    """Add the words of the pages of one site to the counts of its fold."""
    inside: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    for terms, is_inside in _labelled_terms(examples):
        target = inside if is_inside else outside
        target.update(terms)
    counts.add_site(inside, outside)


def _labelled_terms(examples: Iterable[Example]) -> Iterator[tuple[set[str], bool]]:
    """Yield the different terms of each block, and whether it is in the article."""
    for example in examples:
        blocks = example.labelled.page.blocks
        for block, target in zip(blocks, example.labelled.targets, strict=True):
            yield set(terms_of(block)), target > 0

"""Relations: what kept articles are to one another, from the pairs of an index.

A large family of forms, or a statement in a thousand articles, would give each article
thousands of rows. So each article has its strongest pairs: those that share most words.
The choice depends on the set of articles only, not on the order in which they came.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaners.duplicates.columns import (
    AnyArray,
    BoolArray,
    Int64Array,
    UInt32Array,
    high_half,
    low_half,
    starts_run,
    take_rows,
)
from cleaners.duplicates.index import Articles, DuplicateIndex
from cleaners.duplicates.relation import Relation
from cleaners.duplicates.verified_pairs import VerifiedPairs

MAX_RELATED = 8  # pairs of an article, of its strongest. A guard on size, not tuned
NO_ARTICLE = -1  # in place of a row, for a text of which no article is kept


@dataclass(frozen=True, slots=True)
class RelatedArticles:
    """Pairs of articles: what the one is to the other, and what they have in common.

    `articles` and `others` are ids. The first contains the other, or was published later.
    """

    articles: NDArray[np.bytes_]
    others: NDArray[np.bytes_]
    relations: UInt32Array
    matched: UInt32Array
    shorter: UInt32Array
    passage: UInt32Array
    same_marks: UInt32Array
    slots: UInt32Array

    def labels(self) -> list[str]:
        """Return the names of the relations."""
        return [Relation(each).label for each in self.relations.tolist()]


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Pairs of rows of the table of articles, the longer text second, with their proof."""

    one: Int64Array
    other: Int64Array
    proof: VerifiedPairs

    def take(self, rows: AnyArray) -> _Pairs:
        """Return some pairs."""
        proof = take_rows(self.proof, rows)
        return _Pairs(self.one[rows], self.other[rows], proof)


def related_articles(index: DuplicateIndex, is_kept: BoolArray) -> RelatedArticles:
    """Return the relations between kept articles other than copies.

    `is_kept` is a mask of the articles of the index; of the articles of one text, one at
    most is kept.
    """
    places = _places_by_id(index.articles)
    pairs = _kept_pairs(index, is_kept)
    strongest = pairs.take(_are_strong(pairs, places))
    return _directed(strongest, index.articles, places)


def _places_by_id(articles: Articles) -> Int64Array:
    """Return the place of each article among all, sorted by id."""
    places = np.empty(len(articles.ids), np.int64)
    places[np.argsort(articles.ids, kind="stable")] = np.arange(len(places))
    return places


def _kept_pairs(index: DuplicateIndex, is_kept: BoolArray) -> _Pairs:
    """Return the pairs of which both texts have an article that is kept."""
    table = index.verified_pairs
    rows = _kept_rows(index, is_kept)
    one, other = rows[high_half(table.pairs)], rows[low_half(table.pairs)]
    are_kept = (one != NO_ARTICLE) & (other != NO_ARTICLE)
    are_related = table.relation != Relation.NONE
    return _Pairs(one, other, table).take(are_kept & are_related)


def _kept_rows(index: DuplicateIndex, is_kept: BoolArray) -> Int64Array:
    """Return the row of the article of each text that is kept, or NO_ARTICLE."""
    rows = np.full(len(index.texts), NO_ARTICLE, np.int64)
    kept = np.flatnonzero(is_kept)
    rows[index.articles.text[kept]] = kept
    return rows


def _are_strong(pairs: _Pairs, places: Int64Array) -> BoolArray:
    """Return a mask of the pairs that are among the strongest of one of their articles."""
    order, ranks = _ranked(pairs, places)
    is_strong = np.zeros(len(order), np.bool_)
    is_strong[order] = ranks < MAX_RELATED
    of_one, of_other = np.split(is_strong, 2)
    return of_one | of_other


def _ranked(pairs: _Pairs, places: Int64Array) -> tuple[Int64Array, Int64Array]:
    """Return the pairs seen from both sides, by article, and their ranks there."""
    articles = np.concatenate([pairs.one, pairs.other])
    others = np.concatenate([pairs.other, pairs.one])
    weakness = np.tile(-pairs.proof.matched.astype(np.int64), 2)
    order = np.lexsort((places[others], weakness, articles))
    return order, _ranks(articles[order])


def _ranks(groups: Int64Array) -> Int64Array:
    """Return the place of each value in its run of equal values."""
    starts = np.flatnonzero(starts_run(groups))
    sizes = np.diff(starts, append=len(groups))
    return np.arange(len(groups)) - np.repeat(starts, sizes)


def _directed(pairs: _Pairs, articles: Articles, places: Int64Array) -> RelatedArticles:
    """Return pairs with the article first that contains the other, or is the later one."""
    is_second = _is_second_first(pairs, articles, places)
    first = np.where(is_second, pairs.other, pairs.one)
    second = np.where(is_second, pairs.one, pairs.other)
    proof = pairs.proof
    return RelatedArticles(
        articles=articles.ids[first],
        others=articles.ids[second],
        relations=proof.relation,
        matched=proof.matched,
        shorter=proof.shorter,
        passage=proof.passage,
        same_marks=proof.same_marks,
        slots=proof.slots,
    )


def _is_second_first(
    pairs: _Pairs, articles: Articles, places: Int64Array
) -> BoolArray:
    """Return a mask of the pairs whose second article comes first (see `_directed`)."""
    # The longer text of a pair is the second.
    contains = pairs.proof.relation == Relation.CONTAINS
    is_later = _is_later(pairs, articles.published, places)
    second: BoolArray = contains | is_later
    return second


def _is_later(pairs: _Pairs, published: Int64Array, places: Int64Array) -> BoolArray:
    """Return a mask of the pairs whose second article is the later one."""
    one, other = published[pairs.one], published[pairs.other]
    is_larger = places[pairs.other] > places[pairs.one]
    is_tie = one == other
    later: BoolArray = (other > one) | (is_tie & is_larger)
    return later

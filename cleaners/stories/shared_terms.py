"""Find the terms that articles share with earlier ones that are in their reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cleaners.sorted_search import first_places
from cleaners.stories.profile_table import Floats, expand_ranges, join_keys
from cleaners.stories.reach import Reach
from cleaners.stories.term_postings import Postings, articles_of
from cleaners.stories.term_table import RARITIES, Block, TermTable
from cleaners.stories.terms import Kinds
from cleaners.stories.tokens import Ints


@dataclass(frozen=True, slots=True)
class SharedTerms:
    """Terms that two articles share: the other article, and the products of weights.

    `rows` are those of the `block` of the later articles, `places` those of the `postings`.
    """

    block: Block
    postings: Postings
    rows: Ints
    places: Ints
    others: Ints
    products: Floats

    @classmethod
    def of(cls, table: TermTable, first: int, end: int, reach: Reach) -> SharedTerms:
        """Return the terms that the articles from `first` to `end` share with those in reach."""
        block, postings = table.block(first, end).shared(), table.postings
        rows, places = _found(postings, block, reach)
        others = articles_of(postings.keys[places])
        weights = block.weights * RARITIES[block.frequencies]
        products = weights[rows] * postings.own_weights[places] / table.norms[others]
        return cls(block, postings, rows, places, others, products)

    def cells(self, first: int, width: int) -> Ints:
        """Return the cell of each pair of articles in a table of `width` columns."""
        starts = (self.block.articles - first) * width
        return starts[self.rows] + self.others

    def select(self, numbers: Ints) -> SharedTerms:
        """Return only some terms."""
        return SharedTerms(
            self.block,
            self.postings,
            self.rows[numbers],
            self.places[numbers],
            self.others[numbers],
            self.products[numbers],
        )

    def kinds(self) -> Kinds:
        """Return the kinds that terms have in both articles."""
        return self.block.kinds[self.rows] & self.postings.kinds[self.places]


def _found(postings: Postings, block: Block, reach: Reach) -> tuple[Ints, Ints]:
    """Return the rows of terms, and the places of postings in reach that have them."""
    ranges = list(_ranges(postings, block, reach))
    every = np.arange(len(block.words))
    rows = [np.repeat(every, counts) for _, counts in ranges]
    places = [expand_ranges(starts, counts) for starts, counts in ranges]
    return np.concatenate(rows), np.concatenate(places)


def _ranges(
    postings: Postings, block: Block, reach: Reach
) -> Iterator[tuple[Ints, Ints]]:
    """Yield where the postings of each term begin, and how many are in reach."""
    own = _places(postings, block, block.articles)
    if reach.known:
        starts = _places(postings, block, np.zeros_like(block.articles))
        ends = _places(postings, block, np.full_like(block.articles, reach.known))
        yield starts, ends - starts
    starts = _places(postings, block, reach.since[block.articles])
    yield starts, own - starts


def _places(postings: Postings, block: Block, articles: Ints) -> Ints:
    """Return where the postings of each term begin that are not before an article."""
    return first_places(postings.keys, join_keys(block.words, articles))

"""Find what a page repeats: cards, link lists and posts, which are elements of one shape."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from cleaners.extraction.block_measures import Flags, Floats, Indices
from cleaners.extraction.page_types.arrays import PageArrays, sum_by

FEWEST_ITEMS = 3  # of one shape: two may be chance
# Words an item: shorter ones are menus, longer ones sections of a text. Not tuned.
MIN_CARD = 4
MAX_CARD = 120
MIN_POST = 15
MOST = 0.6  # of the items have a property; not tuned
LIST_LINKS = 0.8  # share of the words in links, of a list of links; not tuned
POST_LINKS = 0.5  # likewise, of texts one below another
LABEL_WORDS = 12  # the longest block that is a price or a date and not a sentence
PRICE = re.compile("[$€£¥₹]|zł|kr")
CACHED_SHAPES = 8_192  # shapes whose short form is remembered; a site has some hundreds
CENTURY = "20"  # in which the dates are
WITHOUT_DIGITS = str.maketrans("", "", "0123456789")
PROPERTIES = ("heads", "links", "prices", "dates", "parts")


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of containers of one shape: arrays with one entry a group."""

    of_container: Indices
    items: Floats  # with words
    words: Floats
    linked: Floats  # share of the words in links
    prose: Floats  # words
    shares: dict[str, Floats]  # of the items that have each of PROPERTIES
    total: float  # words of the page

    @property
    def mean(self) -> Floats:
        """Words an item."""
        return self.words / np.maximum(1, self.items)

    @property
    def is_card(self) -> Flags:
        """Groups of items of several parts, with links."""
        shares = self.shares
        return self._is_sized & (shares["links"] > MOST) & (shares["parts"] > MOST)

    @property
    def is_link_list(self) -> Flags:
        """Groups of items that are links, longer than those of a menu."""
        return self._is_sized & (self.linked > LIST_LINKS)

    @property
    def is_post(self) -> Flags:
        """Groups of texts of several parts: posts, comments, answers."""
        is_text = (self.mean > MIN_POST) & (self.linked < POST_LINKS)
        return self._is_many & is_text & (self.shares["parts"] > MOST)

    @property
    def _is_sized(self) -> Flags:
        mean = self.mean
        return self._is_many & (mean >= MIN_CARD) & (mean <= MAX_CARD)

    @property
    def _is_many(self) -> Flags:
        """Groups of several items that are not inside one another."""
        return (self.items >= FEWEST_ITEMS) & (self.words <= self.total)

    @property
    def is_priced(self) -> Flags:
        """Groups of items of several parts, with prices."""
        return self._is_many_of_parts & self.most_have("prices")

    @property
    def _is_many_of_parts(self) -> Flags:
        return (self.items >= FEWEST_ITEMS) & self.most_have("parts")

    def most_have(self, name: str) -> Flags:
        """Mark the groups in which most items have one of PROPERTIES."""
        return np.asarray(self.shares[name] > MOST)

    def most_items(self, chosen: Flags) -> float:
        """Return the number of items of the largest of some groups."""
        return float(self.items[chosen].max(initial=0.0))


@dataclass(frozen=True, slots=True)
class Items:
    """What each container has, if it is an item: arrays with one entry a container."""

    words: Floats
    linked: Floats
    prose: Floats
    has: dict[str, Flags]  # by PROPERTIES


def shapes_of(page: PageArrays) -> Indices:
    """Give containers of one tag and first class one number; digits in names count items."""
    shapes = [container.shape for container in page.source_containers]
    short = {shape: _shorten(shape) for shape in dict.fromkeys(shapes)}
    distinct = dict.fromkeys(short.values())
    number_of = {name: number for number, name in enumerate(distinct)}
    numbers = {shape: number_of[name] for shape, name in short.items()}
    return np.array([numbers[shape] for shape in shapes])


@lru_cache(maxsize=CACHED_SHAPES)
def _shorten(shape: str) -> str:
    first = shape.split(None, 2)[:2]
    return " ".join(first).translate(WITHOUT_DIGITS)


def measure_items(page: PageArrays) -> Items:
    """Measure what each container has, if it is an item."""
    blocks = page.blocks
    total = page.containers.sum
    is_price, is_date = _read_short_blocks(page)
    has = {
        "heads": total(blocks.heading > 0) > 0,
        "links": total(blocks.link_share > 0) > 0,
        "prices": total(is_price) > 0,
        "dates": total(is_date) > 0,
        "parts": page.containers.end - page.containers.start > 1,
    }
    return Items(
        words=total(blocks.words),
        linked=total(blocks.linked_words),
        prose=total(blocks.prose_words),
        has=has,
    )


def _read_short_blocks(page: PageArrays) -> tuple[Flags, Flags]:
    """Mark the short blocks with a price, and those with a year."""
    texts = [
        block.text if len(block.words) < LABEL_WORDS else ""
        for block in page.source_blocks
    ]
    is_price = np.array([bool(PRICE.search(text)) for text in texts])
    is_date = np.array([CENTURY in text for text in texts])
    return is_price, is_date


def group_containers(group: Indices, items: Items, chosen: Flags) -> Groups:
    """Group the chosen containers with equal numbers, which count from 0."""
    has_words = chosen & (items.words > 0)
    counts = sum_by(group, has_words)
    safe = np.maximum(1, counts)
    words = sum_by(group, items.words * chosen)
    linked = sum_by(group, items.linked * chosen)
    return Groups(
        of_container=group,
        items=counts,
        words=words,
        linked=linked / np.maximum(1, words),
        prose=sum_by(group, items.prose * chosen),
        total=float(items.words[0]),
        shares={
            name: sum_by(group, flags & has_words) / safe
            for name, flags in items.has.items()
        },
    )

"""Find what a page repeats: cards, link lists and posts, which are elements of one shape."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cleaners.extraction.block_measures import Flags, Floats, Indices
from cleaners.extraction.page_types.arrays import PageArrays, sum_by
from cleaners.extraction.page_types.prose import Features

FEWEST_ITEMS = 3  # of one shape: two may be chance
# Words an item: shorter ones are menus, longer ones sections of a text. Not tuned.
MIN_CARD = 4
MAX_CARD = 120
MIN_POST = 15
MOST = 0.6  # of the items have a property; not tuned
LIST_LINKS = 0.8  # share of the words in links, of a list of links; not tuned
POST_LINKS = 0.5  # likewise, of texts one below another
LABEL_WORDS = 12  # the longest block that is a price or a date and not a sentence
CURRENCIES = ("$", "€", "£", "¥", "₹", "zł", "kr")
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

    def most_items(self, chosen: Flags) -> float:
        """Return the number of items of the largest of some groups."""
        return float(self.items[chosen].max(initial=0.0))


@dataclass(frozen=True, slots=True)
class _Items:
    """What each container has, if it is an item: arrays with one entry a container."""

    words: Floats
    linked: Floats
    prose: Floats
    has: dict[str, Flags]  # by PROPERTIES


def measure_groups(page: PageArrays, in_frame: Flags) -> Features:
    """Measure what the page repeats below one parent, and what it repeats outside its frame."""
    items = _measure_items(page)
    shape = _shapes_of(page)
    siblings = page.containers.parent * (int(shape.max()) + 1) + shape
    everywhere = np.ones(len(shape), dtype=bool)
    groups = _group(siblings, items, everywhere)
    return {
        **_describe("sibling", page, groups),
        **_describe_largest("sibling posts", page, groups, groups.is_post),
        **_describe("kin", page, _group(shape, items, ~in_frame)),
    }


def _shapes_of(page: PageArrays) -> Indices:
    """Give containers of one tag and first class one number; digits in names count items."""
    numbers: dict[str, int] = {}
    number_of: dict[str, int] = {}
    shapes = [container.shape for container in page.source_containers]
    for shape in dict.fromkeys(shapes):
        start = " ".join(shape.split(None, 2)[:2]).translate(WITHOUT_DIGITS)
        number_of[shape] = numbers.setdefault(start, len(numbers))
    return np.array([number_of[shape] for shape in shapes])


def _measure_items(page: PageArrays) -> _Items:
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
    return _Items(
        words=total(blocks.words),
        linked=total(blocks.linked_words),
        prose=total(blocks.prose_words),
        has=has,
    )


def _read_short_blocks(page: PageArrays) -> tuple[Flags, Flags]:
    """Mark the short blocks with a price, and those with a year."""
    count = len(page.source_blocks)
    is_price = np.zeros(count, dtype=bool)
    is_date = np.zeros(count, dtype=bool)
    for number, block in enumerate(page.source_blocks):
        if len(block.words) >= LABEL_WORDS:
            continue
        text = block.text
        is_date[number] = CENTURY in text
        is_price[number] = any(currency in text for currency in CURRENCIES)
    return is_price, is_date


def _group(key: Indices, items: _Items, chosen: Flags) -> Groups:
    """Group the chosen containers with equal keys."""
    _, group = np.unique(key, return_inverse=True)
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


def _describe(name: str, page: PageArrays, groups: Groups) -> Features:
    is_card = groups.is_card
    is_list = groups.is_link_list
    is_many = groups.items >= FEWEST_ITEMS
    has_parts = groups.shares["parts"] > MOST
    is_priced = is_many & has_parts & (groups.shares["prices"] > MOST)
    features = {
        "card groups": float(is_card.sum()),
        "priced": groups.most_items(is_priced),
        "dated": groups.most_items(is_card & (groups.shares["dates"] > MOST)),
        "headed": groups.most_items(is_card & (groups.shares["heads"] > MOST)),
        **_describe_largest("cards", page, groups, is_card),
        **_describe_largest("link lists", page, groups, is_list),
        **_measure_outside(page, groups, is_card | is_list),
    }
    return {f"{name} {key}": value for key, value in features.items()}


def _describe_largest(
    name: str, page: PageArrays, groups: Groups, chosen: Flags
) -> Features:
    """Describe the chosen group that has most words; -1 without any."""
    keys = ("items", "share", "mean", "linked", "prose", *PROPERTIES)
    if not chosen.any():
        return {f"{name} {key}": -1.0 for key in keys}
    best = int(np.argmax(np.where(chosen, groups.words, -1.0)))
    prose = max(1.0, float(page.blocks.prose_words.sum()))
    values = (
        groups.items[best],
        groups.words[best] / page.total,
        groups.mean[best],
        groups.linked[best],
        groups.prose[best] / prose,
        *(groups.shares[key][best] for key in PROPERTIES),
    )
    return {
        f"{name} {key}": float(value) for key, value in zip(keys, values, strict=True)
    }


def _measure_outside(page: PageArrays, groups: Groups, chosen: Flags) -> Features:
    """Measure what is inside the items of some groups, and the text outside them."""
    blocks = page.blocks
    containers = page.containers
    is_item = chosen[groups.of_container]
    size = len(blocks.words) + 1
    opened = np.bincount(containers.start[is_item], minlength=size)
    closed = np.bincount(containers.end[is_item], minlength=size)
    is_outside = np.cumsum(opened - closed)[:-1] == 0
    prose = max(1.0, float(blocks.prose_words.sum()))
    outside = float((blocks.prose_words * is_outside).sum())
    free_words = blocks.words - blocks.linked_words
    return {
        "inside": 1 - float((blocks.words * is_outside).sum()) / page.total,
        "prose outside": outside,
        "prose outside share": outside / prose,
        "free outside": float((free_words * is_outside).sum()),
    }

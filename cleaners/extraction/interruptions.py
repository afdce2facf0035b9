"""Leave out what interrupts an article: lists of links to others, and quotes pulled from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

import numpy as np

from cleaners.extraction.block_groups import LIST_TAGS, BlockGroup
from cleaners.extraction.block_measures import BlockMeasures, Flags
from cleaners.extraction.blocks import HtmlBlock, HtmlContainer, HtmlPage

LINKED_SHARE = 0.9  # of an item that is a link
# Words of an item that may be a headline, each and in the mean. Of such lists right below prose
# four of five on the development pages are beside the article.
ITEM_WORDS, MEAN_ITEM_WORDS = 3, 4
ANNOUNCING = (":", "：")  # end a line whose article goes on in the list below
# Names of quotes that a page sets in large type, in several languages.
PULL_QUOTES = re.compile(
    r"[\s_-](?:pull-?_?quotes?|pq|exergue|destacado|destaque|zitat-?box|streamer)"
    r"(?=[\s_]|-|$)",
    re.IGNORECASE,
)
# Words and blocks of a quote with whom it is from. All were set by hand.
SHORTEST_QUOTE, LONGEST_QUOTE = 4, 60
MOST_BLOCKS = 3


def without_link_lists(
    chosen: Flags,
    page: HtmlPage,
    measures: BlockMeasures,
    groups: Iterable[BlockGroup],
) -> Flags:
    """Leave out the lists of links right below prose that does not announce them.

    A table of contents says what the page says again, so it stays.
    """
    kept = chosen.copy()
    for group in groups:
        numbers = list(group.blocks)
        is_list = page.containers[group.container].tag in LIST_TAGS
        if not is_list or not _is_amid_text(chosen, group):
            continue
        if _reads_on(page.blocks, measures, group) and _are_headlines(page, numbers):
            kept[numbers] = False
    return kept


def _is_amid_text(chosen: Flags, group: BlockGroup) -> bool:
    """Whether a list and the block above it are chosen, and something below."""
    first, last = group.blocks[0], group.blocks[-1]
    is_chosen = first > 0 and bool(chosen[[first - 1, *group.blocks]].all())
    return is_chosen and bool(chosen[last + 1 :].any())


def _reads_on(
    blocks: Sequence[HtmlBlock], measures: BlockMeasures, group: BlockGroup
) -> bool:
    """Whether a list of links follows prose that is complete without it."""
    above = group.blocks[0] - 1
    is_announced = blocks[above].text.endswith(ANNOUNCING)
    are_links = measures.link_share[list(group.blocks)] >= LINKED_SHARE
    return bool(measures.prose[above] and are_links.all()) and not is_announced


def _are_headlines(page: HtmlPage, numbers: Sequence[int]) -> bool:
    """Whether all items may be headlines, none of which is said elsewhere on the page."""
    items = [page.blocks[number] for number in numbers]
    sizes = [item.size for item in items]
    if min(sizes) < ITEM_WORDS or np.mean(sizes) < MEAN_ITEM_WORDS:
        return False
    elsewhere = _said_outside(page, numbers)
    return not any(_folded(item.key) in elsewhere for item in items)


def _said_outside(page: HtmlPage, numbers: Sequence[int]) -> str:
    """Return what a page says in its other blocks."""
    blocks = page.blocks
    others = [*blocks[: numbers[0]], *blocks[numbers[-1] + 1 :]]
    return _folded("\n".join(block.key for block in others))


def without_pulled_quotes(chosen: Flags, page: HtmlPage) -> Flags:
    """Leave out the quotes in large type whose words a chosen block has in the same order."""
    quotes = list(_pulled_quotes(page))
    if not quotes:
        return chosen  # as on most pages, at once
    kept = chosen.copy()
    for quote in quotes:
        kept[quote.start : quote.end] = False
    numbers = np.flatnonzero(kept).tolist()
    text = [_words(page.blocks[number]) for number in numbers]
    for quote in quotes:
        if not _is_said_in(text, _longest(page, quote)):
            kept[quote.start : quote.end] = chosen[quote.start : quote.end]
    return kept


def _is_said_in(paragraphs: Iterable[Iterable[str]], words: Sequence[str]) -> bool:
    return any(_follow(words, paragraph) for paragraph in paragraphs)


def _longest(page: HtmlPage, quote: HtmlContainer) -> list[str]:
    """Return the words of a quote without those of whom it is from."""
    inside = page.blocks[quote.start : quote.end]
    return _words(max(inside, key=attrgetter("size")))


def _pulled_quotes(page: HtmlPage) -> Iterator[HtmlContainer]:
    """Yield the elements that are named as pulled quotes and are as short."""
    for number in page.named(PULL_QUOTES):
        container = page.containers[number]
        blocks = page.blocks[container.start : container.end]
        size = sum(block.size for block in blocks)
        if len(blocks) <= MOST_BLOCKS and SHORTEST_QUOTE <= size <= LONGEST_QUOTE:
            yield container


def _words(block: HtmlBlock) -> list[str]:
    return _folded(block.key).split()


def _folded(text: str) -> str:
    return text.casefold()


def _follow(words: Iterable[str], paragraph: Iterable[str]) -> bool:
    """Whether words follow one another in a paragraph, with others between them."""
    rest = iter(paragraph)
    return all(word in rest for word in words)

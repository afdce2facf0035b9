"""Choose the deck of an article, where the page declares it as the description of the page.

A deck in a nameless element looks like a teaser or a caption to the model. But what a page says of
itself to search engines, and again below its headline, is written for the readers of the article.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from cleaners.extraction.block_measures import Flags, Floats
from cleaners.extraction.blocks import WORD, HtmlBlock, HtmlPage

if TYPE_CHECKING:
    from lxml.html import HtmlElement

DESCRIPTIONS = frozenset(("description", "og:description", "twitter:description"))
# Both were set by hand.
FEWEST_WORDS = 5  # of a deck; shorter is a label
MOST_LINKED = 0.5  # of its characters; a teaser is a link


def with_stated_deck(
    chosen: Flags, page: HtmlPage, titled: Floats, tree: HtmlElement
) -> Flags:
    """Choose the block between the headline and the text that says the page's description.

    `titled` is 1 for the blocks that say the title.
    """
    stated = _descriptions(tree)
    deck = _first_that_says(stated, page, _below_headline(chosen, titled))
    if deck is None or _is_said(page, chosen, page.blocks[deck]):
        return chosen
    completed = chosen.copy()
    completed[deck] = True
    return completed


def _first_that_says(
    stated: Collection[str], page: HtmlPage, numbers: Iterable[int]
) -> int | None:
    """Return the first of some blocks that says one of the descriptions; None for none."""
    saying = (number for number in numbers if _says_one(page.blocks[number], stated))
    return next(saying, None)


def _below_headline(chosen: Flags, titled: Floats) -> Sequence[int]:
    """Return the blocks between the headline and the first chosen block; none without both."""
    if not chosen.any():
        return ()
    first = int(chosen.argmax())
    headlines = np.flatnonzero(titled[:first])
    return range(int(headlines[-1]) + 1, first) if headlines.size else ()


def _descriptions(tree: HtmlElement) -> Collection[str]:
    """Return the words of what a page declares as its description."""
    return {_folded(WORD.findall(content)) for content in _declared(tree)}


def _declared(tree: HtmlElement) -> Iterator[str]:
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or ""
        if name.lower() in DESCRIPTIONS:
            yield element.get("content") or ""


def _says_one(block: HtmlBlock, stated: Collection[str]) -> bool:
    """Whether a block is running text that says one of the descriptions, no more and no less."""
    is_long = len(block.words) >= FEWEST_WORDS or block.size >= FEWEST_WORDS
    is_text = is_long and block.link_share < MOST_LINKED
    return is_text and _folded(block.words) in stated


def _is_said(page: HtmlPage, chosen: Flags, deck: HtmlBlock) -> bool:
    """Whether the text itself begins with the words of the deck."""
    first = page.blocks[int(chosen.argmax())]
    return _folded(first.words).startswith(_folded(deck.words))


def _folded(words: Sequence[str]) -> str:
    return " ".join(words).casefold()

"""A second look at a page whose text the extractor seems to have missed.

Costs little, for the blocks are read anyway, and answers only on suspicion: where one element holds
far more running text than was extracted, and hardly any of it was. On the development pages that
was so on 1 of 498; such pages come out empty, or with a list of teasers for a text.
"""

from __future__ import annotations

import numpy as np

from cleaners.extraction.blocks import Page
from cleaners.extraction.container_features import Flags, Reals
from cleaners.extraction.dom_roles import HINTS, MARK_BITS
from cleaners.extraction.features import Measures

FEWEST_WORDS = 100  # of prose
MOST_TAKEN = 0.1  # of the element's prose
MOST_EXTRACTED = 0.5  # words extracted at all, for each word of the element's prose
GRANDPARENT = 0.5  # weight of prose for the element around the one around it
LINKED = 0.5
LESSER_PART = 0.7  # of the page's prose
OTHER_ROLES = sum(
    MARK_BITS[mark]
    for mark in ("aside", "footer", "nav", "form", "dialog", "side-role")
)
COMMENT = 1 << list(HINTS).index("comment")


def missed_text(page: Page, measures: Measures, extracted_words: int) -> Flags | None:
    """Find the blocks of the element that holds the text which was missed, if any was."""
    prose = measures.size * measures.prose
    weights = np.zeros(len(page.containers))
    for number in np.flatnonzero(prose):
        around = page.containers[page.blocks[number].container].parent
        if around >= 0:
            weights[around] += prose[number]
            weights[page.containers[around].parent] += GRANDPARENT * prose[number]
    densest = int(weights.argmax())
    inside = slice(page.containers[densest].start, page.containers[densest].end)
    held, taken = (
        float(prose[inside].sum()),
        float((prose * measures.taken)[inside].sum()),
    )
    if (
        held < FEWEST_WORDS
        or taken > MOST_TAKEN * held
        or extracted_words > MOST_EXTRACTED * held
    ):
        return None
    if _is_aside(page, densest, prose):
        return None
    found = np.zeros(len(prose), dtype=bool)
    found[inside] = measures.link[inside] < LINKED
    return found


def _is_aside(page: Page, number: int, prose: Reals) -> bool:
    """Whether an element stands in a lesser part of the page: among comments, or where no article is.

    What holds most of the page's text is no lesser part, whatever it is called: a tag left open
    can put a whole page into its footer.
    """
    while number >= 0:
        container = page.containers[number]
        if prose[container.start : container.end].sum() > LESSER_PART * prose.sum():
            return False
        if container.marks & OTHER_ROLES or container.hints & COMMENT:
            return True
        number = container.parent
    return False

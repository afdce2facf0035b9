"""Find the text of a page that the extractor seems to have missed.

This costs little, because the blocks are read anyway, and answers only on suspicion: where one
container has far more running text than was extracted, and hardly any of it was. That was so on 1
of the 498 development pages; such pages come out empty, or with a list of teasers for a text.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cleaners.extraction.block_measures import BlockMeasures, Flags, Floats
from cleaners.extraction.blocks import HtmlPage
from cleaners.extraction.dom_roles import HINT_BITS, ROLE_BITS

# Chosen so that the fallback answers for 1 of the 498 development pages.
MIN_PROSE_WORDS = 100  # in the container
MAX_TAKEN_SHARE = 0.1  # of the container's prose
# Words extracted anywhere for each word of the container's prose.
MAX_EXTRACTED_RATIO = 0.5
# Weight of a block's prose for its grandparent; for its parent it is 1.
GRANDPARENT_WEIGHT = 0.5
MAX_LINK_SHARE = 0.5  # of the characters of a block that is taken instead
MAIN_PART = 0.7  # of the page's prose: what has more is the article, whatever its role
OTHER_ROLES = sum(
    ROLE_BITS[role]
    for role in ("aside", "footer", "nav", "form", "dialog", "side-role")
)
COMMENT_HINT = HINT_BITS["comment"]


def find_missed_blocks(
    page: HtmlPage, measures: BlockMeasures, extracted_words: int
) -> Flags | None:
    """Mark the blocks of the container whose text was missed; None if none was."""
    prose = measures.prose_words
    densest = _densest_container(page, prose)
    container = page.containers[densest]
    inside = slice(container.start, container.end)
    taken_prose = prose * measures.taken
    prose_words = float(prose[inside].sum())
    taken_words = float(taken_prose[inside].sum())
    if prose_words < MIN_PROSE_WORDS:
        return None
    if taken_words > MAX_TAKEN_SHARE * prose_words:
        return None
    if extracted_words > MAX_EXTRACTED_RATIO * prose_words:
        return None
    if _is_in_minor_part(page, densest, prose):
        return None
    missed = np.zeros(len(prose), dtype=bool)
    missed[inside] = measures.link_share[inside] < MAX_LINK_SHARE
    return missed


def _densest_container(page: HtmlPage, prose: Floats) -> int:
    """Return the index of the container with most prose in its children and grandchildren."""
    containers = page.containers
    weights = np.zeros(len(containers))
    for number in np.flatnonzero(prose).tolist():
        parent = page.container_of(number).parent
        if parent < 0:
            continue
        grandparent = containers[parent].parent
        words = prose[number]
        weights[parent] += words
        weights[grandparent] += GRANDPARENT_WEIGHT * words
    densest = weights.argmax()
    return int(densest)


def _is_in_minor_part(page: HtmlPage, number: int, prose: Floats) -> bool:
    """Return whether a container is among comments, or in a part of the page that has no article.

    What has most of the page's text is no minor part, whatever it is called: a tag left open can
    put all of a page into its footer.
    """
    for around in _enclosing(page, number):
        container = page.containers[around]
        prose_inside = prose[container.start : container.end].sum()
        if prose_inside > MAIN_PART * prose.sum():
            return False
        if container.markup_roles & OTHER_ROLES:
            return True
        if container.class_hints & COMMENT_HINT:
            return True
    return False


def _enclosing(page: HtmlPage, number: int) -> Iterator[int]:
    """Yield the index of a container and of those around it, outwards."""
    while number >= 0:
        yield number
        number = page.containers[number].parent

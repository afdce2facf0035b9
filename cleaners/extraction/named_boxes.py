"""Find boxes in the text of an article whose names say what they are.

A poll and a form for a newsletter are no text, whatever they ask. A box of facts is part of the
article; its English names are known to the models of blocks, and others are listed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaners.extraction.blocks import HtmlContainer
from cleaners.extraction.dom_roles import HINT_BITS
from cleaners.extraction.features import MeasuredPage

BOX_TAGS = frozenset({"div", "section", "aside", "form", "figure", "fieldset"})
CONTROL_TAGS = frozenset({"form", "button", "input", "label"})
POLLS = re.compile(
    r"[\s_-](?:polls?|umfrage|abstimmung|sondage|encuesta|sondaggio|enquete|anket|peiling"
    r"|sonda|omröstning)(?=[\s_-]|$)",
    re.IGNORECASE,
)
FACTS = re.compile(
    r"[\s_-](?:encadr[eé]s?|recuadros?|riquadr[oi]|despieces?|info-?kasten|fakten-?(?:box|kasten)"
    r"|kadertekst|ramka)(?=[\s_-]|$)",
    re.IGNORECASE,
)
NEWSLETTER = HINT_BITS["newsletter"]
# What a box is about that is no box of facts.
OTHERS = sum(
    HINT_BITS[hint]
    for hint in ("related", "newsletter", "promotion", "author", "share", "comment")
)
# Words of a box. All were chosen by hand: longer elements hold the article.
MAX_FORM = 80
MAX_FACTS = 200
MAX_LINKS = 0.3  # share of the words of a box of facts that are links


def forms_in_text(measured: MeasuredPage) -> Iterator[HtmlContainer]:
    """Yield the polls and the forms for newsletters."""
    for number, container in _boxes(measured, MAX_FORM):
        asks = container.class_hints & NEWSLETTER or POLLS.search(container.shape)
        if asks and _has_control(measured, number):
            yield container


def boxes_of_facts(measured: MeasuredPage) -> Iterator[HtmlContainer]:
    """Yield the boxes of facts between paragraphs of prose."""
    for number, container in _boxes(measured, MAX_FACTS):
        if not FACTS.search(container.shape) or _is_other(measured, number):
            continue
        if _is_amid_prose(measured, container) and not _has_links(measured, container):
            yield container


def _boxes(
    measured: MeasuredPage, most_words: int
) -> Iterator[tuple[int, HtmlContainer]]:
    """Yield the elements of so few words that may be boxes, with their numbers."""
    words = measured.measures.words
    for number, container in enumerate(measured.page.containers):
        if container.tag not in BOX_TAGS:
            continue
        if 0 < words[container.start : container.end].sum() <= most_words:
            yield number, container


def _has_control(measured: MeasuredPage, number: int) -> bool:
    inside = measured.page.containers_in(number)
    return any(each.tag in CONTROL_TAGS for each in inside)


def _is_other(measured: MeasuredPage, number: int) -> bool:
    """Whether a box, or an element in it, has the name of something else, or a control."""
    inside = measured.page.containers_in(number)
    is_named = any(each.class_hints & OTHERS for each in inside)
    return is_named or _has_control(measured, number)


def _is_amid_prose(measured: MeasuredPage, container: HtmlContainer) -> bool:
    """Whether the element around a box has prose above it and below."""
    if container.parent < 0:
        return False
    around = measured.page.containers[container.parent]
    prose = measured.measures.prose
    above = prose[around.start : container.start].any()
    return bool(above and prose[container.end : around.end].any())


def _has_links(measured: MeasuredPage, container: HtmlContainer) -> bool:
    inside = slice(container.start, container.end)
    words = measured.measures.words[inside]
    linked = (words * measured.measures.link_share[inside]).sum()
    return bool(linked > MAX_LINKS * words.sum())

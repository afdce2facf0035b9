"""Find boxes in the text of an article whose names say what they are.

A poll and a form for a newsletter are no text, whatever they ask. A box of facts is part of the
article; its names are listed here, as the models of blocks know only the most frequent ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaners.extraction.blocks import HtmlContainer
from cleaners.extraction.dom_roles import HINT_BITS
from cleaners.extraction.features import MeasuredPage

BOX_TAGS = frozenset({"div", "section", "aside", "form", "figure", "fieldset"})
FORM_TAGS = frozenset({"form"})
CONTROL_TAGS = frozenset({"form", "button"})
POLLS = re.compile(
    r"[\s_-](?:polls?|umfrage|abstimmung|sondage|encuesta|sondaggio|enquete|anket|peiling"
    r"|sonda|omröstning)(?=[\s_-]|$)",
    re.IGNORECASE,
)
FACTS = re.compile(
    r"[\s_-](?:encadr[eé]s?|recuadros?|riquadr[oi]|despieces?|info-?(?:kasten|box|boks|ruta)"
    r"|fakten-?(?:box|kasten)|fakta-?(?:boks|box|laatikko|ruta)?|facts?(?!-)|fact-?(?:box|file|sheet)"
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
MIN_OUTSIDE = 40  # words of prose beside a form
MAX_FACTS = 200
MAX_LINKS = 0.3  # share of the words of a box of facts that are links


def forms_in_text(measured: MeasuredPage) -> Iterator[HtmlContainer]:
    """Yield the polls and the forms for newsletters beside prose."""
    for number, container in enumerate(measured.page.containers):
        if container.tag not in BOX_TAGS or not _asks(measured, number):
            continue
        if _is_beside_prose(measured, container):
            yield container


def _is_beside_prose(measured: MeasuredPage, container: HtmlContainer) -> bool:
    """Whether an element is short, and there is prose outside it."""
    inside = slice(container.start, container.end)
    prose = measured.measures.prose_words
    outside = prose.sum() - prose[inside].sum()
    words = measured.measures.words[inside].sum()
    return bool(outside >= MIN_OUTSIDE and words <= MAX_FORM)


def _asks(measured: MeasuredPage, number: int) -> bool:
    """Whether an element is named as a newsletter and has a form, or as a poll and a control."""
    container = measured.page.containers[number]
    if container.class_hints & NEWSLETTER:
        return _has_tag(measured, number, FORM_TAGS)
    is_poll = POLLS.search(container.shape) is not None
    return is_poll and _has_tag(measured, number, CONTROL_TAGS)


def boxes_of_facts(measured: MeasuredPage) -> Iterator[HtmlContainer]:
    """Yield the boxes of facts between paragraphs of prose."""
    for number in measured.page.named(FACTS):
        container = measured.page.containers[number]
        if container.tag not in BOX_TAGS:
            continue
        if _is_other(measured, number) or not _is_amid_prose(measured, container):
            continue
        if _is_box_of_text(measured, container):
            yield container


def _is_box_of_text(measured: MeasuredPage, container: HtmlContainer) -> bool:
    """Whether a box is short, and few of its words are links."""
    words = measured.measures.words[container.start : container.end].sum()
    return 0 < words <= MAX_FACTS and not _has_links(measured, container)


def _has_tag(measured: MeasuredPage, number: int, tags: frozenset[str]) -> bool:
    inside = measured.page.containers_in(number)
    return any(each.tag in tags for each in inside)


def _is_other(measured: MeasuredPage, number: int) -> bool:
    """Whether a box, or an element in it, has the name of something else, or a control."""
    inside = measured.page.containers_in(number)
    is_named = any(each.class_hints & OTHERS for each in inside)
    return is_named or _has_tag(measured, number, CONTROL_TAGS)


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

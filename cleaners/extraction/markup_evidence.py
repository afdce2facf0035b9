"""Find what the markup says of blocks, whatever a model makes of them.

Pages that scroll on without an end have other articles below their own, in elements of the same
kind and with headlines of the same level. Footnotes belong to the article that refers to them, and
notes of what was corrected in it. What asks for consent to cookies may be longer than the article,
and never belongs to it; nor do polls, forms for newsletters and the comments of readers, unless a
page has nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from cleaners.extraction.block_measures import BlockMeasures, Flags, Floats
from cleaners.extraction.blocks import HtmlContainer, HtmlPage
from cleaners.extraction.dom_roles import HINT_BITS
from cleaners.extraction.features import MeasuredPage
from cleaners.extraction.named_boxes import boxes_of_facts, forms_in_text
from cleaners.extraction.writing_features import RECALLS_TITLE, SAYS_TITLE

# Log-odds. More than a model says of prose (about 4), so that the markup decides.
OTHER_ARTICLE = -12.0
FOOTNOTE = 4.0
FACTS = 4.0
FORM = -12.0
CONSENT = -12.0
COMMENT = -12.0
# Chosen by hand: two short paragraphs. Fewer words may be a teaser, which the model knows.
MIN_PROSE = 40  # words of prose that make an article
ARTICLE = "article"
# Lists of notes, and single notes below a text; not the small print of forms, nor references. On
# the development pages 5 of 8 pages with such lists count them in.
NOTES = re.compile(
    r"\s(?:wp-block-)?(?:foot|end)notes?(?:-list|-content)?(?:\s|$)", re.IGNORECASE
)
NOTE_TAGS = frozenset({"ol", "ul", "div", "section", "aside"})
# Notes that say what was corrected in the article.
CORRECTIONS = re.compile(
    r"\s(?:article|story|post)?[-_]*(?:corrections?|amendments?|clarifications?)"
    r"(?:[-_]+(?:note|text|box|list|content|wrapper))?(?=\s|$)",
    re.IGNORECASE,
)
CORRECTION_TAGS = frozenset({"div", "section", "aside", "footer", "p"})
MAX_CORRECTION = 120  # words; a longer element lists many. Chosen, not tuned
# Elements that may hold a question for consent. Names of others tell the subject of a page or of a
# heading: a category "privacy". On the development pages 3 of 2,900 such blocks are in an article.
CONSENT_TAGS = frozenset({"div", "section", "aside", "dialog", "form", "footer"})
CONSENT_HINT = HINT_BITS["consent"]
# Names of comments that nothing else has: "comment-1234", "comment-list". Pages that call their
# article a comment have no other prose.
COMMENT_NAMES = re.compile(
    r"\s(?:(?:li|div)-)?comments?(?:-\d+|[-_]?(?:list|content|body|text|area))?(?=\s|$)",
    re.IGNORECASE,
)
COMMENT_HINT = HINT_BITS["comment"]
MIN_OUTSIDE = 80  # words of prose outside comments; chosen, not tuned


def markup_log_odds(measured: MeasuredPage) -> Floats:
    """Return what the markup adds to the log-odds of each block."""
    page = measured.page
    added = np.zeros(len(page.blocks))
    for container in _footnotes(page):
        added[container.start : container.end] = FOOTNOTE
    for container in _corrections(measured):
        added[container.start : container.end] = FOOTNOTE
    for container in boxes_of_facts(measured):
        added[container.start : container.end] = FACTS
    for container in forms_in_text(measured):
        added[container.start : container.end] = FORM
    for container in _consents(measured):
        added[container.start : container.end] = CONSENT
    added[_in_comments(measured)] = COMMENT
    for container in _other_articles(measured):
        added[container.start : container.end] = OTHER_ARTICLE
    return added


def _footnotes(page: HtmlPage) -> Iterator[HtmlContainer]:
    for number in page.named(NOTES):
        container = page.containers[number]
        if container.tag in NOTE_TAGS:
            yield container


def _corrections(measured: MeasuredPage) -> Iterator[HtmlContainer]:
    words = measured.measures.words
    for number in measured.page.named(CORRECTIONS):
        container = measured.page.containers[number]
        if container.tag not in CORRECTION_TAGS:
            continue
        if words[container.start : container.end].sum() <= MAX_CORRECTION:
            yield container


def _consents(measured: MeasuredPage) -> Iterator[HtmlContainer]:
    """Yield the elements that ask for consent, by their names; none that has the headline."""
    headline = _headline(measured)
    for container in measured.page.containers:
        asks = container.class_hints & CONSENT_HINT
        if not asks or container.tag not in CONSENT_TAGS:
            continue
        holds_headline = (
            headline is not None and container.start <= headline < container.end
        )
        if not holds_headline:
            yield container


def _in_comments(measured: MeasuredPage) -> Flags:
    """Mark the blocks in comments; none where most of the page's prose would be lost."""
    marked = np.zeros(len(measured.page.blocks), dtype=bool)
    for container in measured.page.containers:
        if _is_comment(container):
            marked[container.start : container.end] = True
    outside = float(measured.measures.prose_words[~marked].sum())
    return marked if outside >= MIN_OUTSIDE else np.zeros_like(marked)


def _is_comment(container: HtmlContainer) -> bool:
    """Return whether an element is named as comments."""
    has_hint = bool(container.class_hints & COMMENT_HINT)
    return has_hint and COMMENT_NAMES.search(container.shape) is not None


def _other_articles(measured: MeasuredPage) -> Iterator[HtmlContainer]:
    """Yield the elements below the article's own that are of its kind and have a headline."""
    headline = _headline(measured)
    if headline is None:
        return
    page = measured.page
    number = page.blocks[headline].container
    while number >= 0:
        if measured.totals.prose[number] >= MIN_PROSE:
            for other in _later_siblings(page, number):
                if _is_article(measured, other, headline):
                    yield page.containers[other]
        number = page.containers[number].parent


def _headline(measured: MeasuredPage) -> int | None:
    """Return the first heading that says the title, None for none."""
    is_heading = measured.measures.heading_level > 0
    says = is_heading & (measured.title_similarity >= SAYS_TITLE)
    found = np.flatnonzero(says)
    return int(found[0]) if len(found) else None


def _later_siblings(page: HtmlPage, number: int) -> Iterator[int]:
    """Yield the elements of the same kind in the same element, below one."""
    own = page.containers[number]
    for below in range(number + 1, len(page.containers)):
        other = page.containers[below]
        is_sibling = other.parent == own.parent and other.tag == own.tag
        if is_sibling and (other.shape == own.shape or other.tag == ARTICLE):
            yield below


def _is_article(measured: MeasuredPage, number: int, headline: int) -> bool:
    """Return whether an element has prose, and a headline of its own of at least the same level."""
    if measured.totals.prose[number] < MIN_PROSE:
        return False
    first = _first_heading(measured.measures, measured.page.containers[number])
    if first is None:
        return False
    is_other = measured.title_similarity[first] < RECALLS_TITLE
    level = measured.measures.heading_level
    return bool(is_other and level[first] <= level[headline])


def _first_heading(measures: BlockMeasures, container: HtmlContainer) -> int | None:
    """Return the first heading of an element above its prose, None for none."""
    inside = slice(container.start, container.end)
    is_mark: Flags = (measures.heading_level[inside] > 0) | measures.prose[inside]
    marks = np.flatnonzero(is_mark) + container.start
    is_heading = len(marks) > 0 and measures.heading_level[marks[0]] > 0
    return int(marks[0]) if is_heading else None

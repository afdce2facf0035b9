"""Read the title of a page, and find the heading that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaners.extraction.headline import choose_title
from cleaners.extraction.meta_tags import belongs_to_article, collapse_spaces, values_of
from cleaners.extraction.page_sources import PageSources
from cleaners.extraction.site_names import fold_letters

if TYPE_CHECKING:
    from lxml.html import HtmlElement

TITLES = ("og:title", "twitter:title", "headline", "dc.title", "citation_title")
TOP_LEVEL = "h1"
LOWER_LEVELS = ("h2", "h3")


def read_title(page: PageSources) -> str | None:
    """Choose the title among the headings of a page and the titles that it declares."""
    headings = _heading_texts(page.tree, TOP_LEVEL)
    lower_headings: list[str] = []
    for level in LOWER_LEVELS:
        lower_headings += _heading_texts(page.tree, level)
    declared = _declared_titles(page)
    return choose_title(headings, declared, page.sites, lower_headings)


def _declared_titles(page: PageSources) -> list[str]:
    """List the titles that a page declares, the most trusted first."""
    titles = values_of(page.properties, TITLES)
    titles.append(page.json_ld.headline or "")
    titles += _window_title(page.tree)
    return titles


def _heading_texts(tree: HtmlElement, level: str) -> list[str]:
    texts = [" ".join(heading.itertext()) for heading in _headings(tree, level)]
    return [collapse_spaces(text) or "" for text in texts]


def _window_title(tree: HtmlElement) -> list[str]:
    """Return the text of the first title element, an empty list without any."""
    title = tree.find(".//head//title")
    return [] if title is None else [collapse_spaces(title.text) or ""]


def _headings(tree: HtmlElement, level: str) -> list[HtmlElement]:
    """List the headings of a level in the article's own part of the page, or all without any."""
    headings = list(tree.iter(level))
    own = [heading for heading in headings if belongs_to_article(heading)]
    return own or headings


def find_headline(tree: HtmlElement, title: str | None) -> HtmlElement | None:
    """Find the heading with the letters of the title, or one that includes them, or the first."""
    wanted = fold_letters(title or "")
    headings: list[HtmlElement] = []
    for level in (TOP_LEVEL, *LOWER_LEVELS):
        headings += _headings(tree, level)
    including = None
    for heading in headings:
        letters = fold_letters("".join(heading.itertext()))
        if letters == wanted:
            return heading
        if including is None and wanted and wanted in letters:
            including = heading
    if including is not None:
        return including
    return headings[0] if headings else None

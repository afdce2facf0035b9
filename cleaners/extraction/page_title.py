"""Read the title of a page, and find the heading that shows it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cleaners.extraction.heading_text import Heading, is_banner, read_heading
from cleaners.extraction.headline import choose_title
from cleaners.extraction.meta_tags import belongs_to_article, collapse_spaces, values_of
from cleaners.extraction.page_sources import PageSources
from cleaners.extraction.site_names import cut_site_name, fold_letters
from cleaners.extraction.sourced import Sourced, stated_in
from cleaners.extraction.tag_index import TagIndex

if TYPE_CHECKING:
    from lxml.html import HtmlElement

TITLES = ("og:title", "twitter:title", "headline", "dc.title", "citation_title")
TOP_LEVEL = "h1"
LOWER_LEVELS = ("h2", "h3")


class PageHeadings:
    """The headings of a page that may be its headline, and their texts."""

    __slots__ = ("lower", "tops")

    def __init__(self, tags: TagIndex) -> None:
        tops = _headings(tags.of(TOP_LEVEL))
        self.tops = [each for each in tops if not is_banner(each.element)]
        self.lower = []
        for level in LOWER_LEVELS:
            self.lower += _headings(tags.of(level))

    def find(self, title: str | None) -> HtmlElement | None:
        """Find the heading with the letters of the title, or that includes them, or the first."""
        wanted = fold_letters(title or "")
        including = None
        headings = [*self.tops, *self.lower]
        for heading in headings:
            letters = fold_letters(heading.full_text)
            if letters == wanted:
                return heading.element
            if including is None and wanted and wanted in letters:
                including = heading.element
        if including is not None:
            return including
        return headings[0].element if headings else None


def read_title(page: PageSources, headings: PageHeadings) -> Sourced[str] | None:
    """Choose the title among the headings of a page and the titles that it declares."""
    declared = _declared_titles(page)
    titles = [each.value for each in declared]
    tops = _texts_of(headings.tops, titles)
    lower = _texts_of(headings.lower, titles)
    agreed = _agreed_headline(page)
    title = agreed or choose_title(tops, titles, page.sites, lower)
    if not title:
        return None
    shown = [Sourced(text, TOP_LEVEL) for text in tops]
    shown += [Sourced(text, "h2") for text in lower]
    return Sourced(title, _source_of(title, [*shown, *declared], page))


def _texts_of(headings: Iterable[Heading], titles: Iterable[str]) -> list[str]:
    """List the texts of headings, with the kicker only where a declared title has it too."""
    letters = {fold_letters(title) for title in titles}
    return [
        each.full_text if fold_letters(each.full_text) in letters else each.text
        for each in headings
    ]


def _source_of(title: str, candidates: list[Sourced[str]], page: PageSources) -> str:
    """Return the first source with the letters of a title, or else the first that has more."""
    letters = fold_letters(title)
    for each in candidates:
        if fold_letters(cut_site_name(each.value, page.sites)) == letters:
            return each.source
    return next(
        (each.source for each in candidates if letters in fold_letters(each.value)),
        TOP_LEVEL,
    )


def _agreed_headline(page: PageSources) -> str | None:
    """Return the headline of a news article on which JSON-LD and og:title agree.

    On news sites the heading that differs from both is a shorter or livelier form; on other pages
    it is what readers call the title. A kicker before a colon may be in one of the two only.
    """
    headline = page.json_ld.headline
    previews = values_of(page.properties, ["og:title"])
    if not (page.json_ld.is_news and headline and previews):
        return None
    title = cut_site_name(headline, page.sites)
    preview = cut_site_name(previews[0], page.sites)
    if fold_letters(title) == fold_letters(preview):
        return title
    return preview if title.endswith(f": {preview}") else None


def _declared_titles(page: PageSources) -> list[Sourced[str]]:
    """List the titles that a page declares, the most trusted first."""
    titles = stated_in(page.properties, TITLES)
    if page.json_ld.headline:
        titles.append(Sourced(page.json_ld.headline, "json-ld"))
    for element in page.tags.of("title"):
        text = collapse_spaces(element.text)
        if next(element.iterancestors("head"), None) is not None:
            titles += [Sourced(text, "title element")] if text else []
            break
    return titles


def _headings(elements: list[HtmlElement]) -> list[Heading]:
    """Read the headings in the article's own part of the page, or all without any."""
    own = [element for element in elements if belongs_to_article(element)]
    return [read_heading(element) for element in own or elements]

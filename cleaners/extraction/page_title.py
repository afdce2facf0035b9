"""Read the title of a page, and find the heading that shows it."""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from cleaners.extraction.heading_parts import find_part
from cleaners.extraction.heading_text import Heading, is_banner, read_heading
from cleaners.extraction.headline import MAX_LENGTH, choose_title
from cleaners.extraction.meta_tags import belongs_to_article, collapse_spaces, values_of
from cleaners.extraction.page_sources import PageSources
from cleaners.extraction.site_names import cut_site_name, fold_letters
from cleaners.extraction.sourced import Sourced, stated_in
from cleaners.extraction.tag_index import TagIndex

if TYPE_CHECKING:
    from lxml.html import HtmlElement

TITLES = ("og:title", "twitter:title", "headline", "dc.title", "citation_title")
PREVIEW = "meta og:title"
PREVIEWS = (PREVIEW, "meta twitter:title")
TOP_LEVEL = "h1"
LOWER_LEVELS = ("h2", "h3")


class PageHeadings:
    """The headings of a page that may be its headline; those of lower levels are seldom asked."""

    def __init__(self, tags: TagIndex) -> None:
        self._tags = tags
        tops = _headings(tags.of(TOP_LEVEL))
        self.tops = [each for each in tops if not is_banner(each.element)]

    @cached_property
    def lower(self) -> list[Heading]:
        """The headings of the second and third level."""
        headings: list[Heading] = []
        for level in LOWER_LEVELS:
            headings += _headings(self._tags.of(level))
        return headings

    def __iter__(self) -> Iterator[Heading]:
        yield from self.tops
        yield from self.lower

    def find(self, title: str | None) -> HtmlElement | None:
        """Find the heading with the letters of the title, or that includes them, or the first."""
        wanted = fold_letters(title or "")
        including = None
        for heading in self:
            letters = fold_letters(heading.full_text)
            if letters == wanted:
                return heading.element
            if including is None and wanted and wanted in letters:
                including = heading.element
        if including is not None:
            return including
        first = next(iter(self), None)
        return first.element if first else None


def read_title(page: PageSources, headings: PageHeadings) -> Sourced[str] | None:
    """Choose the title among the headings of a page and the titles that it declares."""
    declared = _declared_titles(page)
    titles = [each.value for each in declared]
    letters = {fold_letters(title) for title in titles}
    agreed = _agreed_titles(declared, page)
    tops = [
        find_part(heading, agreed) or _shown_title(heading, letters)
        for heading in headings.tops
    ]
    title = _agreed_headline(page) or choose_title(
        tops,
        titles,
        page.sites,
        _lower_titles(headings, letters),
    )
    if not title:
        return None
    shown = [Sourced(text, TOP_LEVEL) for text in tops]
    return Sourced(title, _source_of(title, [*shown, *declared], page))


def _agreed_titles(declared: list[Sourced[str]], page: PageSources) -> list[str]:
    """List the titles that two declarations share; the previews of a page count as one."""
    titles: list[str] = []
    sources: dict[str, set[str]] = {}
    for each in declared:
        if len(each.value) > MAX_LENGTH:
            continue
        title = cut_site_name(each.value, page.sites)
        letters = fold_letters(title)
        found = sources.setdefault(letters, set())
        found.add(_declaration_of(each))
        titles.append(title)
    return [title for title in titles if len(sources[fold_letters(title)]) > 1]


def _declaration_of(title: Sourced[str]) -> str:
    return PREVIEW if title.source in PREVIEWS else title.source


def _lower_titles(headings: PageHeadings, declared: Container[str]) -> Iterator[str]:
    for heading in headings.lower:
        yield _shown_title(heading, declared)


def _shown_title(heading: Heading, declared: Container[str]) -> str:
    """Return the text of a heading, with the kicker only where a declared title has it too."""
    is_declared = fold_letters(heading.full_text) in declared
    return heading.full_text if is_declared else heading.text


def _source_of(title: str, candidates: list[Sourced[str]], page: PageSources) -> str:
    """Return the first source with the letters of a title, or else the first that has more.

    What is in none of them is a heading of a lower level.
    """
    letters = fold_letters(title)
    including = LOWER_LEVELS[0]
    for each in reversed(candidates):
        if letters in fold_letters(each.value):
            including = each.source
    for each in candidates:
        bare = cut_site_name(each.value, page.sites)
        if fold_letters(bare) == letters:
            return each.source
    return including


def _agreed_headline(page: PageSources) -> str | None:
    """Return the headline of a news article on which JSON-LD and og:title agree.

    On news sites the heading that differs from both is a shorter or livelier form; on other pages
    it is what readers call the title. A kicker before a colon may be in one of the two only.
    """
    if not page.json_ld.is_news:
        return None
    headline = page.json_ld.headline or ""
    title = cut_site_name(headline, page.sites)
    for preview in values_of(page.properties, ["og:title"])[:1]:
        return _in_agreement(title, cut_site_name(preview, page.sites))
    return None


def _in_agreement(headline: str, preview: str) -> str | None:
    if headline.endswith(f": {preview}"):
        return preview
    is_same = fold_letters(headline) == fold_letters(preview)
    return headline if is_same else None


def _declared_titles(page: PageSources) -> list[Sourced[str]]:
    """List the titles that a page declares, the most trusted first."""
    titles = stated_in(page.properties, TITLES)
    others = {"json-ld": page.json_ld.headline, "title element": _window_title(page)}
    for source, text in others.items():
        if text:
            title = Sourced(text, source)
            titles.append(title)
    return titles


def _window_title(page: PageSources) -> str | None:
    """Return the text of the first title element of the head."""
    for element in page.tags.of("title"):
        if next(element.iterancestors("head"), None) is not None:
            return collapse_spaces(element.text)
    return None


def _headings(elements: list[HtmlElement]) -> list[Heading]:
    """Read the headings in the article's own part of the page, or all without any."""
    own = [element for element in elements if belongs_to_article(element)]
    return [read_heading(element) for element in own or elements]

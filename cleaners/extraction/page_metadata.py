"""Read the metadata of a page: from JSON-LD, its properties, and the lines around its headline.

Each field has its own order of trust, and each value says where it was read. What is declared
comes first, because it is written for machines; what is near the headline fills the gaps; a site
that signs in place of its authors comes last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cleaners.article import Metadata, Provenance
from cleaners.extraction.declared_authors import read_author
from cleaners.extraction.headline_context import read_headline_context
from cleaners.extraction.licences import read_licence
from cleaners.extraction.page_dates import PageDates
from cleaners.extraction.page_labels import (
    read_image,
    read_publisher,
    read_section,
    read_tags,
)
from cleaners.extraction.page_sources import PageSources, read_sources
from cleaners.extraction.page_title import PageHeadings, read_title
from cleaners.extraction.sourced import Sourced

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def read_metadata(tree: HtmlElement, url: str | None) -> Metadata:
    """Read all fields of a page's metadata; `url` serves where the page declares no address."""
    page = read_sources(tree, url)
    return _as_metadata(_read_columns(page), page)


def _read_columns(page: PageSources) -> dict[str, Sourced[Any] | None]:
    """Read the columns that the page states, each with its source."""
    headings = PageHeadings(page.tags)
    title = read_title(page, headings)
    words = title.value if title else None
    context = read_headline_context(page.body, headings.find(words))
    dates = PageDates(page, context)
    return {
        "url": page.stated_url,
        "site": page.stated_site,
        "title": title,
        "author": read_author(page, context),
        "published_at": dates.published(),
        "modified_at": dates.modified(),
        "notes": dates.notes(),
        "publisher": read_publisher(page),
        "image_url": read_image(page),
        "declared_language": page.stated_language,
        "tags": read_tags(page),
        "section": read_section(page, words),
        "licence": read_licence(page.tags, page.properties, page.json_ld.licence),
    }


def _as_metadata(
    columns: dict[str, Sourced[Any] | None], page: PageSources
) -> Metadata:
    known = {name: each.value for name, each in columns.items() if each}
    known.setdefault("url", page.url)
    return Metadata(**known, provenance=_provenance(columns))


def _provenance(columns: dict[str, Sourced[Any] | None]) -> tuple[Provenance, ...]:
    return tuple(
        Provenance(name, each.source)
        for name, each in columns.items()
        if each and name != "notes"
    )

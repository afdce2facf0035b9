"""Read what a page declares of itself: tags, section, language, publisher and picture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from cleaners.extraction.meta_tags import collapse_spaces, values_of
from cleaners.extraction.page_sources import PageSources, resolve
from cleaners.extraction.site_names import fold_letters
from cleaners.extraction.sourced import Sourced, stated_in

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SECTIONS = (
    "article:section",
    "parsely-section",
    "section",
    "sailthru.section",
    "articlesection",
    "cxenseparse:recs:category",
)
ARTICLE_TAGS = ("article:tag",)
KEYWORDS = ("news_keywords", "keywords", "parsely-tags", "sailthru.tags")
PUBLISHERS = ("og:site_name", "dc.publisher", "citation_publisher", "publisher")
IMAGES = (
    "og:image",
    "og:image:url",
    "og:image:secure_url",
    "twitter:image",
    "twitter:image:src",
    "image",
    "parsely-image-url",
    "sailthru.image.full",
    "thumbnailurl",
)
JSON_LD = "json-ld"
# Characters of a tag or a section; longer is a sentence. A guard, not tuned.
MAX_LABEL = 60
# Characters of an address; longer is a picture in place of its address. A guard, not tuned.
MAX_ADDRESS = 2_000
NO_LABEL = re.compile(r"[\W\d]*|https?:.*|uncategori[sz]ed|none|null", re.IGNORECASE)


def read_tags(page: PageSources) -> Sourced[tuple[str, ...]] | None:
    """Return the tags of the most trusted source that has any, each once."""
    for source, texts in _tag_sources(page):
        if texts:
            tags = _tags_in(texts)
            return Sourced(tags, source) if tags else None
    return None


def _tags_in(texts: Iterable[str | None]) -> tuple[str, ...]:
    """Return the tags of texts that may list several, each once."""
    names: list[str] = []
    for text in texts:
        names += re.split("[,;]", text or "")
    return tuple(dict.fromkeys(_clean_labels(names)))


def _tag_sources(
    page: PageSources,
) -> Iterator[tuple[str, list[str | None] | list[str] | tuple[str, ...]]]:
    yield "meta article:tag", values_of(page.properties, ARTICLE_TAGS)
    yield JSON_LD, page.json_ld.keywords
    yield "meta keywords", values_of(page.properties, KEYWORDS)
    yield "link rel=tag", _linked_tags(page.tags.of("a"))


def _linked_tags(links: Iterable[HtmlElement]) -> list[str | None]:
    """List the texts of links that are typed as tags, and not as categories."""
    tags = []
    for link in links:
        types = (link.get("rel") or "").split()
        if "tag" in types and "category" not in types:
            tags.append(collapse_spaces("".join(link.itertext())))
    return tags


def read_section(page: PageSources, title: str | None) -> Sourced[str] | None:
    """Read the declared section, or the breadcrumb below the front page."""
    for each in _stated_sections(page, title):
        for label in _clean_labels([each.value]):
            return Sourced(label, each.source)
    return None


def _stated_sections(
    page: PageSources, title: str | None
) -> Iterator[Sourced[str | None]]:
    yield Sourced(page.json_ld.section, JSON_LD)
    for name in SECTIONS:
        for value in page.properties.get(name, ()):
            yield Sourced(value, f"meta {name}")
    yield Sourced(_section_breadcrumb(page, title), "json-ld breadcrumbs")


def _section_breadcrumb(page: PageSources, title: str | None) -> str | None:
    """Return the first breadcrumb between the front page and the article itself."""
    letters = fold_letters(title or "")
    for name in page.json_ld.breadcrumbs[1:-1]:
        if fold_letters(name) != letters:
            return name
    return None


def read_publisher(page: PageSources) -> Sourced[str] | None:
    """Read who publishes the site: an organisation in JSON-LD, or else the name of the site."""
    if page.json_ld.publisher:
        return Sourced(page.json_ld.publisher, JSON_LD)
    for each in stated_in(page.properties, PUBLISHERS):
        if not each.value.startswith("http"):
            return each
    return None


def read_image(page: PageSources) -> Sourced[str] | None:
    """Read the address of the picture that previews of the page show."""
    for each in stated_in(page.properties, IMAGES):
        address = _address_of(page, each.value)
        if address:
            return Sourced(address, each.source)
    address = _address_of(page, page.json_ld.image or "")
    return Sourced(address, JSON_LD) if address else None


def _address_of(page: PageSources, target: str) -> str | None:
    if not target or len(target) > MAX_ADDRESS:
        return None
    return resolve(page.url or "", target.strip())


def _clean_labels(texts: Iterable[str | None]) -> Iterator[str]:
    """Yield what can be a section or a tag: no sentence, number, address or default value."""
    for text in texts:
        label = collapse_spaces(text)
        if label and len(label) <= MAX_LABEL and not NO_LABEL.fullmatch(label):
            yield label

"""Read under which licence a page publishes its article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleaners.extraction.meta_tags import Declared, squeeze, values_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LICENCES = (
    "license",
    "dcterms.license",
    "dc.rights.license",
    "cc:license",
    "og:license",
    "article:license",
)
COMMONS = re.compile(
    r"creativecommons\.org/(?:licenses/([a-z-]+)/(\d\.\d)|publicdomain/(zero|mark)/(\d\.\d))",
    re.IGNORECASE,
)
# A link to a licence speaks for the article only where its line says so, and not of a picture.
GRANT = re.compile(
    r"licen[cs]|lizen[zs]|licencia|licença|licenza|republi|some rights reserved|except where|unless otherwise",
    re.IGNORECASE,
)
OF_A_PART = re.compile(
    r"\b(?:photos?|images?|pictures?|figures?|illustrations?|video|audio|map|code|data|fotos?|bild(?:er)?|imagen|immagine"
    r"|photographie|wikimedia|flickr|comments?)\b",
    re.IGNORECASE,
)
MAX_LENGTH = 200
MAX_LINKS = 20


def read_licence(tree: HtmlElement, told: Declared, linked: str | None) -> str | None:
    """Read the licence that JSON-LD, a property, a typed link or a line with a link to it grants.

    Creative Commons licences are named in short, "CC BY-SA 4.0"; others stand as the page has them.
    """
    for text in (linked, *values_of(told, LICENCES)):
        if text and len(text) <= MAX_LENGTH:
            return _short(text) or squeeze(text)
    for link in tree.xpath("//*[contains(@rel, 'license')][@href]"):
        if "license" in link.get("rel").split() and not _in_figure(link):
            return (
                _short(link.get("href"))
                or squeeze(link.text_content())
                or squeeze(link.get("href"))
            )
    return _granted(tree)


def _granted(tree: HtmlElement) -> str | None:
    for link in tree.xpath("//a[contains(@href, 'creativecommons.org/')]")[:MAX_LINKS]:
        line = link.getparent()
        said = line.text_content() if line is not None else ""
        if GRANT.search(said) and not OF_A_PART.search(said) and not _in_figure(link):
            return _short(link.get("href"))
    return None


def _in_figure(link: HtmlElement) -> bool:
    return any(node.tag in {"figure", "figcaption"} for node in link.iterancestors())


def _short(text: str | None) -> str | None:
    """Name a Creative Commons licence by its address; None for any other."""
    found = COMMONS.search(text or "")
    if not found:
        return None
    if found[3]:
        return (
            f"CC0 {found[4]}"
            if found[3].lower() == "zero"
            else f"Public Domain Mark {found[4]}"
        )
    return f"CC {found[1].upper()} {found[2]}"

"""Read what a page declares of its type: in meta elements, JSON-LD, microdata and class names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cleaners.extraction.page_types.prose import Features

if TYPE_CHECKING:
    from lxml.html import HtmlElement

JSON_TYPES = re.compile(r'"@type"\s*:\s*(?:"([^"]+)"|\[([^\]]+)\])')
NAME = re.compile(r"\w+$")
# Types of schema.org.
TYPES = {
    "article": r"Article|BlogPosting|Report|LiveBlogPosting|Recipe|HowTo",
    "product": r"Product|ProductGroup|ProductModel|Vehicle",
    "offer": r"Offer",
    "list": r"ItemList|CollectionPage|SearchResultsPage|Blog|OfferCatalog",
    "forum": r"DiscussionForumPosting|QAPage|Answer|Comment|UserComments",
    "question": r"Question|FAQPage",
    "service": r"Service|Business|Course|Application|Program|Place|Store",
    "breadcrumbs": r"BreadcrumbList",
    "person": r"Person",
    "review": r"Review|AggregateRating",
}
TYPE_PATTERNS = {
    name: re.compile(rf"(?:{pattern})$") for name, pattern in TYPES.items()
}
OPEN_GRAPH = {
    "article": re.compile(r"article|blog|post|news"),
    "website": re.compile(r"website"),
    "product": re.compile(r"product"),
}
# Names of software, in the generator or the classes of a page.
SOFTWARE = {
    "forum": r"discourse|phpbb|vbulletin|xenforo|invision|nodebb|flarum|mybb|\bsmf\b|vanilla"
    r"|khoros|lithium",
    "documentation": r"docusaurus|sphinx|mkdocs|gitbook|doxygen|mdbook|vuepress|vitepress"
    r"|starlight|antora|docsy|javadoc|rustdoc",
    "shop": r"woocommerce|shopify|magento|prestashop|opencart|bigcommerce",
}
# What themes write on the body of a page.
PAGE_CLASSES = {
    "single": r"\bsingle\b|single-post|postid|article|\bpost-template|story",
    "archive": r"archive|\bcategory|\btag\b|\bhome\b|\bblog\b|front-?page|\bsearch|paged|listing"
    r"|collection|\bindex|section",
    "product": r"product",
    "page": r"\bpage\b|page-template|page-id|landing",
    "forum": r"topic|thread|forum|question|discussion|community",
    "documentation": r"\bdocs?\b|documentation|guide|reference|manual",
}
SOFTWARE_PATTERNS = {name: re.compile(value) for name, value in SOFTWARE.items()}
CLASS_PATTERNS = {name: re.compile(value) for name, value in PAGE_CLASSES.items()}
MAX_NAMES = 2_000  # characters of class names that are read; a guard on cost
NO_VALUE = ("", "none", "null")


@dataclass(frozen=True, slots=True)
class Declarations:
    """What a page declares of itself."""

    properties: dict[
        str, str
    ]  # meta elements by lower-case name; the first of each counts
    types: list[str]  # of schema.org, one for each object
    relations: list[str]  # to other pages
    data: str  # the JSON-LD as it is written
    names: str  # classes and ids of the root and the body

    @property
    def open_graph(self) -> str:
        """The type that the page states for previews, in lower case."""
        return self.properties.get("og:type", "").lower()

    @property
    def has_publication_time(self) -> bool:
        """Whether the page states when it was published, as an article does."""
        value = self.properties.get("article:published_time", "")
        return value.lower() not in NO_VALUE

    def count_properties(self, start: str) -> int:
        """Count the properties whose name has this start."""
        return sum(name.startswith(start) for name in self.properties)

    def count_type(self, name: str) -> int:
        """Count the objects of one of TYPES."""
        pattern = TYPE_PATTERNS[name]
        return sum(bool(pattern.search(each)) for each in self.types)


def read_declarations(tree: HtmlElement) -> Declarations:
    """Read what a page declares."""
    properties: dict[str, str] = {}
    relations: list[str] = []
    scripts: list[str] = []
    for element in tree.iter("meta", "link", "script"):
        if element.tag == "meta":
            name = element.get("property") or element.get("name") or ""
            properties.setdefault(name.lower(), element.get("content") or "")
        elif element.tag == "link":
            relations += (element.get("rel") or "").lower().split()
        elif "ld+json" in (element.get("type") or ""):
            scripts.append(element.text or "")
    data = "\n".join(scripts)
    return Declarations(
        properties=properties,
        types=[*_json_types(data), *_names_of(tree.xpath("//@itemtype"))],
        relations=relations,
        data=data,
        names=_page_names(tree),
    )


def _json_types(data: str) -> list[str]:
    """List the types of JSON-LD without parsing it: of a list of types the first."""
    found = JSON_TYPES.findall(data)
    return _names_of(
        single or several.split('"')[1::2][:1] for single, several in found
    )


def _names_of(values: Iterable[str | list[str]]) -> list[str]:
    """Return the last word of each address of a type."""
    texts = [value if isinstance(value, str) else "".join(value) for value in values]
    matches = [NAME.search(text.strip()) for text in texts]
    return [match[0] for match in matches if match]


def _page_names(tree: HtmlElement) -> str:
    body = tree.find("body")
    elements = [tree] if body is None else [tree, body]
    names = [element.get(key) or "" for element in elements for key in ("class", "id")]
    return " ".join(names).lower()[:MAX_NAMES]


def measure_declarations(page: Declarations) -> Features:
    """Turn what a page declares into features."""
    generator = page.properties.get("generator", "").lower()
    return {
        **_measure_flags(page),
        **_match("og", OPEN_GRAPH, page.open_graph),
        **_match("software", SOFTWARE_PATTERNS, f"{generator} {page.names}"),
        **_match("body", CLASS_PATTERNS, page.names),
        **_count_types(page),
        "article properties": float(page.count_properties("article:")),
        "feeds": float(page.relations.count("alternate")),
        "dates": float(page.data.count('"datePublished"')),
    }


def _measure_flags(page: Declarations) -> Features:
    properties = page.properties
    flags = {
        "og none": not page.open_graph,
        "publication time": page.has_publication_time,
        "meta price": any("price" in name for name in properties),
        "meta author": "author" in properties,
        "meta labels": "twitter:label1" in properties,
        "next page": bool({"next", "prev"} & set(page.relations)),
        "json": bool(page.data),
    }
    return {name: float(flag) for name, flag in flags.items()}


def _match(kind: str, patterns: Mapping[str, re.Pattern[str]], text: str) -> Features:
    return {
        f"{kind} {name}": float(bool(pattern.search(text)))
        for name, pattern in patterns.items()
    }


def _count_types(page: Declarations) -> Features:
    return {f"type {name}": float(page.count_type(name)) for name in TYPES}

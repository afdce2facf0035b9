"""Turn an item of a feed into an object with named fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from cleaners.article import Reason
from flows.intake.inputs import UnfitError
from flows.intake.readers.item import Item
from flows.jsonl_fields import Fields

# Characters of a description from which it may be the article and no teaser: some hundred
# words. Feeds cut their teasers at 200 to 500 characters. Not tuned.
LONG_DESCRIPTION = 1_000
# In the order in which they are asked; the names that RSS, Atom, RDF and Dublin Core use.
CONTENTS = ("encoded", "content", "body", "fulltext", "full-text")
TEASERS = ("description", "summary")
DATES = ("pubDate", "published", "date", "issued", "created", "updated", "modified")
AUTHORS = ("creator", "author")
IDS = ("guid", "id")
WEB = ("http://", "https://")
# The scheme of the categories by which Blogger tells posts from comments.
KINDS = "http://schemas.google.com/g/2005#kind"


def local_name(element: Any) -> str:  # noqa: ANN401  # lxml has no types
    """Return the name of an element without its namespace; "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def item_of(element: Any, site: str, names: Fields) -> Item:  # noqa: ANN401  # the same
    """Read the fields of an item. Raises UnfitError where it has a teaser alone."""
    text = _content(element)
    item = _said_about(element, names)
    item[names.site[0]] = site
    name = names.html[0] if "<" in text else names.text[0]
    item[name] = text
    return {name: value for name, value in item.items() if value}


def _said_about(element: Any, names: Fields) -> dict[str, object]:  # noqa: ANN401  # the same
    """Read what an item says about its article."""
    item = _published(element, names)
    item[names.title[0]] = _first(element, ("title",))
    item[names.url[0]] = _address(element)
    item[names.source_id[0]] = _first(element, IDS)
    return item


def _published(element: Any, names: Fields) -> dict[str, object]:  # noqa: ANN401  # the same
    item: dict[str, object] = {}
    item[names.published_at[0]] = _first(element, DATES)
    item[names.author[0]] = _first(element, AUTHORS)
    item[names.tags[0]] = list(_categories(element))
    return item


def text_of(element: Any) -> str:  # noqa: ANN401  # the same
    """Return the text of an element; of one with elements in it, their markup."""
    if len(element) and _holds_markup(element):
        parts = [etree.tostring(child, encoding="unicode") for child in element]
        return (element.text or "") + "".join(parts)
    texts: Iterator[str] = element.itertext()
    return "".join(texts).strip()


def _holds_markup(element: Any) -> bool:  # noqa: ANN401  # the same
    return local_name(element) in {*CONTENTS, *TEASERS}


def _content(element: Any) -> str:  # noqa: ANN401  # the same
    """Return the article of an item. Raises UnfitError."""
    content = _longest(element, CONTENTS)
    if content:
        return content
    teaser = _longest(element, TEASERS)
    if len(teaser) >= LONG_DESCRIPTION:
        return teaser
    found = f"a teaser of {len(teaser)} characters" if teaser else "no text"
    title = _first(element, ("title",))
    raise UnfitError(Reason.NO_TEXT, f"{found}, and not the article: {title}")


def _longest(element: Any, names: tuple[str, ...]) -> str:  # noqa: ANN401  # the same
    texts = [text_of(child) for child in element if local_name(child) in names]
    return max(texts, key=len, default="")


def _first(element: Any, names: tuple[str, ...]) -> str:  # noqa: ANN401  # the same
    """Return the text of the first child that has one, by the order of the names."""
    for name in names:
        texts = [_value(child) for child in element if local_name(child) == name]
        for text in filter(None, texts):
            return text
    return ""


def _value(element: Any) -> str:  # noqa: ANN401  # the same
    if local_name(element) == "author":
        return _name_of_person(element)
    return text_of(element)


def _name_of_person(element: Any) -> str:  # noqa: ANN401  # the same
    """Return the name in an author of Atom, or the text of one of RSS."""
    for child in element:
        if local_name(child) == "name":
            return text_of(child)
    return text_of(element)


def _address(element: Any) -> str:  # noqa: ANN401  # the same
    """Return the address of an item: its link, or an id that is one."""
    for link in element:
        address = _target(link) if local_name(link) == "link" else ""
        if address:
            return address
    named = _first(element, IDS) or _about(element)
    return named if named.startswith(WEB) else ""


def _target(link: Any) -> str:  # noqa: ANN401  # the same
    """Return the address that a link leads to, if that is the page of the article."""
    if link.get("rel", "alternate") != "alternate":
        return ""
    return str(link.get("href") or text_of(link))


def _about(element: Any) -> str:  # noqa: ANN401  # the same
    """Return the address by which RDF names an item."""
    for name, value in element.attrib.items():
        if str(name).rpartition("}")[2] == "about":
            return str(value)
    return ""


def _categories(element: Any) -> Iterator[str]:  # noqa: ANN401  # the same
    for child in element:
        is_kind = child.get("scheme") == KINDS
        if local_name(child) in {"category", "subject"} and not is_kind:
            yield child.get("term") or text_of(child)

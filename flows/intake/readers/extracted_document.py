"""Read what Trafilatura writes about an article, as attributes of the XML that is around it."""

from __future__ import annotations

from html import unescape

from cleaners.article import Metadata
from cleaners.lazy_patterns import compile_later
from flows.intake import fields
from flows.jsonl_fields import Fields

# Around a text in `main`; the attributes may hold an excerpt of any length.
DOCUMENT = compile_later(
    r"\s*<doc(?P<about>(?:\s+[a-z-]{1,40}=\"[^\"<>]{0,10000}\")++)"
    r"\s*>\s*<main\b"
)
ATTRIBUTE = compile_later(r'([a-z-]+)="([^"]*)"')


def stated_in(page: str, names: Fields) -> Metadata:
    """Return what the XML of an extracted article says about it; nothing of other pages."""
    document = DOCUMENT.match(page)
    if not document:
        return Metadata()
    attributes = ATTRIBUTE.findall(document["about"])
    item = {name: unescape(value) for name, value in attributes}
    return fields.metadata(item, names)

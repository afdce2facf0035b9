"""A cleaned article as an account to read: the raw text with every change marked in it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from cleaners.article import Article
from cleaners.explain import Fate, Segment, explain

STYLES = {
    Fate.REMOVED: "color:#b3261e",
    Fate.LIFTED: "color:#8a6d00",
    Fate.REPAIRED: "color:#b3261e",
}
INSERTED = "color:#1b7f3b;text-decoration:none"


class Explanation(str):
    """An account of one article: text for a terminal, with colours in a notebook."""

    __slots__ = ("_html",)

    _html: str

    @classmethod
    def of(cls, article: Article) -> Explanation:
        """Write the account of an article."""
        values = _values(article)
        spans = tuple(explain(article))
        account = cls(f"{_head(values)}\n{_marked(spans)}".rstrip("\n"))
        account._html = _page(values, spans)
        return account

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        return self._html


def _values(article: Article) -> dict[str, str]:
    """Return what is known about the article, by column."""
    known = article.metadata
    published = known.published_at
    found = {
        "title": known.title,
        "author": known.author,
        "published_at": published.isoformat() if published else None,
        "site": known.site,
        "section": known.section,
        "tags": ", ".join(known.tags),
        "source_credit": known.source_credit,
        "language": article.language.code,
        "spun": article.spinning.dialect if article.spinning.spun else None,
    }
    return {column: value for column, value in found.items() if value}


def _head(values: dict[str, str]) -> str:
    width = max(map(len, values))
    return "".join(f"{column:{width}}  {value}\n" for column, value in values.items())


def _marked(spans: Iterable[Segment]) -> str:
    """Mark changes as wdiff does: [-what went-] {+what came+}, and then the rule."""
    parts = []
    for span in spans:
        if span.fate is Fate.KEPT:
            parts.append(span.before)
            continue
        before = span.before.strip()
        lead, trail = _white_space(span.before)
        marks = []
        if before:
            marks.append(f"[-{before}-]")
        if span.after:
            marks.append(f"{{+{span.after}+}}")
        if before or span.after.strip():
            marks.append(_rule(span))
        parts.append(lead + " ".join(marks) + trail)
    return "".join(parts)


def _page(values: dict[str, str], spans: Iterable[Segment]) -> str:
    """Write the account as HTML: what went is struck out, and points to its rule."""
    rows = "".join(
        f"<tr><th style='text-align:left'>{escape(column)}</th><td>{escape(value)}</td></tr>"
        for column, value in values.items()
    )
    body = "".join(_element(span) for span in spans)
    return f"<table>{rows}</table><div style='white-space:pre-wrap'>{body}</div>"


def _element(span: Segment) -> str:
    if span.fate is Fate.KEPT:
        return escape(span.before)
    before = span.before.strip()
    lead, trail = _white_space(span.before)
    title = escape(_rule(span))
    element = ""
    if before:
        style = STYLES[span.fate]
        element += f"<del title='{title}' style='{style}'>{escape(before)}</del>"
    if span.after:
        element += f"<ins title='{title}' style='{INSERTED}'>{escape(span.after)}</ins>"
    return lead + element + trail


def _rule(span: Segment) -> str:
    return f"{span.rule} {span.confidence:.2f}"


def _white_space(text: str) -> tuple[str, str]:
    """Return the white space before and after the text; all of it is before if it is blank."""
    before = text.strip()
    if not before:
        return text, ""
    lead, _, trail = text.partition(before)
    return lead, trail

"""A cleaned article as an account to read: the raw text with every change marked in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from cleaners.article import Article
from cleaners.explain import Fate, KnownValue, Piece, explain, explain_columns

STYLES = {
    Fate.LEFT_OUT: "color:#767676",
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


def _values(article: Article) -> list[KnownValue]:
    """List what is known about the article, by column."""
    known = list(explain_columns(article))
    known.append(KnownValue("language", article.language.code, ""))
    dialect = article.spinning.dialect
    if article.spinning.spun and dialect:
        known.append(KnownValue("spun", dialect, ""))
    return known


def _head(values: Sequence[KnownValue]) -> str:
    width = max(len(known.column) for known in values)
    lines = [_line_of(known, width) for known in values]
    return "".join(f"{line}\n" for line in lines)


def _line_of(known: KnownValue, width: int) -> str:
    line = f"{known.column:{width}}  {known.value}"
    return f"{line}  ({known.source})" if known.source else line


def _marked(spans: Iterable[Piece]) -> str:
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


def _page(values: Sequence[KnownValue], spans: Iterable[Piece]) -> str:
    """Write the account as HTML: what went is struck out, and points to its rule."""
    rows = "".join(map(_row_of, values))
    body = "".join(_element(span) for span in spans)
    return f"<table>{rows}</table><div style='white-space:pre-wrap'>{body}</div>"


def _row_of(known: KnownValue) -> str:
    column, value, source = map(escape, (known.column, known.value, known.source))
    head = f"<th style='text-align:left'>{column}</th>"
    return f"<tr>{head}<td>{value}</td><td>{source}</td></tr>"


def _element(span: Piece) -> str:
    if span.fate is Fate.KEPT:
        return escape(span.before)
    lead, trail = _white_space(span.before)
    return lead + _deleted(span) + _inserted(span) + trail


def _deleted(span: Piece) -> str:
    before = escape(span.before.strip())
    if not before:
        return ""
    title = escape(_rule(span))
    return f"<del title='{title}' style='{STYLES[span.fate]}'>{before}</del>"


def _inserted(span: Piece) -> str:
    if not span.after:
        return ""
    title = escape(_rule(span))
    return f"<ins title='{title}' style='{INSERTED}'>{escape(span.after)}</ins>"


def _rule(span: Piece) -> str:
    return f"{span.rule} {span.confidence:.2f}"


def _white_space(text: str) -> tuple[str, str]:
    """Return the white space before and after the text; all of it is before if it is blank."""
    before = text.strip()
    if not before:
        return text, ""
    lead, _, trail = text.partition(before)
    return lead, trail

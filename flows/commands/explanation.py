"""Show what cleaning would do to a file: what goes, what is repaired, what is lifted, and by which rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from cleaners.article import Article, Record, Rejection
from cleaners.explain import Fate, Span, explain
from cleaners.paraphrase import OperatingPoint
from cleaners.pipeline import clean
from flows.intake import Quarantined, discover, read
from flows.settings import Settings

BEFORE_STYLES = {
    Fate.REMOVED: "red strike",
    Fate.LIFTED: "yellow strike",
    Fate.REPAIRED: "red strike",
}
AFTER_STYLE = "green"
RULE_STYLE = "dim cyan"
# Where there are no colours, what goes stands in [- -] and what comes in {+ +}, as wdiff writes them.
PLAIN_BEFORE, PLAIN_AFTER = "[-{}-]", "{{+{}+}}"


def explain_file(
    path: Path, url: str | None, settings: Settings, console: Console
) -> int | None:
    """Print the account of every record in a file; return how many are articles, None if it is no input file."""
    files = discover([path]).files
    articles = 0
    for item in (item for file in files for item in read(file, settings)):
        if isinstance(item, Quarantined):
            console.print(
                _refusal(item.source_path, item.record_number, item.reason, item.detail)
            )
            continue
        point = OperatingPoint(settings.operating_point)
        outcome = clean(_addressed(item, url), point, own_lexicon=settings.own_lexicon)
        articles += isinstance(outcome, Article)
        console.print(
            _account(outcome, coloured=bool(console.color_system)), soft_wrap=True
        )
    return articles if files else None


def _addressed(record: Record, url: str | None) -> Record:
    return (
        replace(record, metadata=replace(record.metadata, url=url)) if url else record
    )


def _account(outcome: Article | Rejection, *, coloured: bool) -> Group | Text:
    if isinstance(outcome, Rejection):
        record = outcome.record
        return _refusal(
            record.source_path, record.record_number, outcome.reason, outcome.detail
        )
    return Group(
        _columns(outcome),
        _legend(coloured=coloured),
        Text(),
        _body(explain(outcome), coloured=coloured),
        Text(),
    )


def _refusal(source_path: str, record_number: int, reason: str, detail: str) -> Text:
    return Text.assemble(
        (f"{source_path} #{record_number} ", "bold"),
        (f"quarantined: {reason}", "red"),
        f" {detail}",
    )


def _columns(article: Article) -> Table:
    """Lay out what the row of the dataset would say beside the text."""
    known, spinning = article.metadata, article.spinning
    rows = {
        "title": known.title,
        "author": known.author,
        "published_at": known.published_at and known.published_at.isoformat(),
        "site": known.site,
        "section": known.section,
        "tags": ", ".join(known.tags),
        "source_credit": known.source_credit,
        "language": f"{article.language.code} {article.language.confidence:.2f}",
        "spun": f"{spinning.dialect or 'yes'}, {spinning.score:+.2f} per word"
        if spinning.score and spinning.spun
        else None,
    }
    table = Table(
        title=f"{article.record.source_path} #{article.record.record_number}",
        title_justify="left",
        show_header=False,
    )
    for name, value in rows.items():
        if value:
            table.add_row(Text(name, "bold"), Text(value))
    return table


def _legend(*, coloured: bool) -> Text:
    legend = Text()
    for fate, meaning in (
        (Fate.REMOVED, "removed"),
        (Fate.LIFTED, "lifted into a column"),
        (Fate.REPAIRED, "repaired"),
    ):
        repaired = fate is Fate.REPAIRED
        span = Span(
            fate, "" if repaired else meaning, meaning if repaired else "", "rule", 1.0
        )
        _append_change(legend, span, coloured=coloured)
        legend.append("  ")
    return legend


def _body(spans: Iterator[Span], *, coloured: bool) -> Text:
    """Write the raw text with its changes marked in it."""
    text = Text()
    for span in spans:
        if span.fate is Fate.KEPT:
            text.append(span.before)
        else:
            _append_change(text, span, coloured=coloured)
    return text


def _append_change(text: Text, span: Span, *, coloured: bool) -> None:
    """Append a change: what stood there, what stands there now, its rule; white space around stays unmarked."""
    before = span.before.strip()
    lead, _, trail = span.before.partition(before) if before else (span.before, "", "")
    text.append(lead)
    if before:
        text.append(
            before if coloured else PLAIN_BEFORE.format(before),
            BEFORE_STYLES[span.fate],
        )
    if before and span.after:
        text.append(" ")
    if span.after:
        text.append(
            span.after if coloured else PLAIN_AFTER.format(span.after), AFTER_STYLE
        )
    if before or span.after.strip():
        text.append(f" {span.rule} {span.confidence:.2f}{_evidence(span)}", RULE_STYLE)
    text.append(trail)


def _evidence(span: Span) -> str:
    """Name what spoke for the change, each with its figure."""
    named = ", ".join(f"{name} {figure:.2f}" for name, figure in span.evidence)
    return f" ({named})" if named else ""

"""A cleaned record as a page for the terminal: each change with its rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from cleaners.article import Article, Record, Rejection
from cleaners.explain import Fate, Piece, explain, explain_columns
from cleaners.paraphrase import OperatingPoint
from cleaners.pipeline import clean
from flows.commands.terminal import printable, printable_line
from flows.intake import LeftAside, Quarantined, discover, read
from flows.settings import Settings

BEFORE_STYLES = {
    Fate.LEFT_OUT: "dim strike",
    Fate.REMOVED: "red strike",
    Fate.LIFTED: "yellow strike",
    Fate.REPAIRED: "red strike",
}
AFTER_STYLE = "green"
RULE_STYLE = "dim cyan"
# Without colours, text is marked as wdiff marks it: [-removed-] {+added+}.
PLAIN_BEFORE, PLAIN_AFTER = "[-{}-]", "{{+{}+}}"


def explain_file(
    path: Path, url: str | None, settings: Settings, console: Console
) -> int | None:
    """Print the account of every record in a file.

    Returns the number of records that became articles; None for a file of no input format.
    """
    files = discover([path]).files
    articles = 0
    for file in files:
        for item in read(file, settings):
            if isinstance(item, LeftAside):
                continue
            outcome = _outcome(item, url, settings)
            articles += isinstance(outcome, Article)
            coloured = bool(console.color_system)
            console.print(_account(outcome, coloured=coloured), soft_wrap=True)
    return articles if files else None


def _outcome(
    record: Record | Quarantined, url: str | None, settings: Settings
) -> Article | Rejection | Quarantined:
    """Clean a record that could be read."""
    if isinstance(record, Quarantined):
        return record
    if url:
        record = replace(record, metadata=replace(record.metadata, url=url))
    point = OperatingPoint(settings.operating_point)
    return clean(
        record,
        point,
        own_lexicon=settings.own_lexicon,
        keep_listings=settings.keep_listings,
        keep_walls=settings.keep_walls,
    )


def _account(
    outcome: Article | Rejection | Quarantined, *, coloured: bool
) -> Group | Text:
    """Lay out what a record became."""
    if isinstance(outcome, Rejection):
        return _refusal(outcome.record, outcome.reason, outcome.detail)
    if isinstance(outcome, Quarantined):
        return _refusal(outcome, outcome.reason, outcome.detail)
    body = _body(explain(outcome), coloured=coloured)
    legend = _legend(coloured=coloured)
    return Group(_columns(outcome), legend, Text(), body, Text())


def _refusal(place: Record | Quarantined, reason: str, detail: str) -> Text:
    return Text.assemble(
        (f"{printable_line(place.source_path)} #{place.record_number} ", "bold"),
        (f"quarantined: {reason}", "red"),
        f" {printable_line(detail)}",
    )


def _columns(article: Article) -> Table:
    """Lay out the columns that the article's row would have."""
    record = article.record
    title = Text(f"{printable_line(record.source_path)} #{record.record_number}")
    table = Table(title=title, title_justify="left", show_header=False)
    for known in explain_columns(article):
        _add_row(table, known.column, known.value, known.source)
    for name, value in _findings(article).items():
        _add_row(table, name, value)
    return table


def _add_row(table: Table, name: str, value: str, source: str = "") -> None:
    shown = printable_line(value)
    read_from = printable_line(source)
    table.add_row(Text(name, "bold"), Text(shown), Text(read_from, RULE_STYLE))


def _findings(article: Article) -> dict[str, str]:
    """Return what was found out about the text itself, by column."""
    language = article.language
    found = {"language": f"{language.code} {language.confidence:.2f}"}
    spinning = article.spinning
    if spinning.score and spinning.spun:
        found["spun"] = _spun(spinning.dialect, spinning.score)
    return found


def _spun(dialect: str | None, score: float) -> str:
    return f"{dialect or 'yes'}, {score:+.2f} per word"


def _legend(*, coloured: bool) -> Text:
    legend = Text()
    examples = (
        Piece(Fate.REMOVED, "removed", "", "rule", 1.0),
        Piece(Fate.LIFTED, "lifted into a column", "", "rule", 1.0),
        Piece(Fate.REPAIRED, "", "repaired", "rule", 1.0),
    )
    for piece in examples:
        _append_change(legend, piece, coloured=coloured)
        legend.append("  ")
    return legend


def _body(pieces: Iterator[Piece], *, coloured: bool) -> Text:
    """Write the raw text with its changes marked in it."""
    text = Text()
    for piece in pieces:
        if piece.fate is Fate.KEPT:
            text.append(printable(piece.before))
        else:
            _append_change(text, piece, coloured=coloured)
    return text


def _append_change(text: Text, piece: Piece, *, coloured: bool) -> None:
    """Append the old text, the new text and the rule; white space around them stays unmarked."""
    original = printable(piece.before)
    before = original.strip()
    leading, trailing = _space_around(original)
    text.append(leading)
    if before:
        shown = before if coloured else PLAIN_BEFORE.format(before)
        text.append(shown, BEFORE_STYLES[piece.fate])
    if before and piece.after:
        text.append(" ")
    if piece.after:
        shown = piece.after if coloured else PLAIN_AFTER.format(piece.after)
        text.append(shown, AFTER_STYLE)
    if before or piece.after.strip():
        text.append(_reason(piece), RULE_STYLE)
    text.append(trailing)


def _space_around(text: str) -> tuple[str, str]:
    """Return the white space before and after a text; all of it is before if it is blank."""
    inner = text.strip()
    if not inner:
        return text, ""
    leading, _, trailing = text.partition(inner)
    return leading, trailing


def _reason(piece: Piece) -> str:
    """Write the rule of a change, its confidence, and what it rests on."""
    return f" {piece.rule} {piece.confidence:.2f}{_evidence(piece)}"


def _evidence(piece: Piece) -> str:
    """Write what the change rests on, each with its figure."""
    if not piece.evidence:
        return ""
    figures = ", ".join(f"{name} {figure:.2f}" for name, figure in piece.evidence)
    return f" ({figures})"

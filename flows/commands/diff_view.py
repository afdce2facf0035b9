"""Print a comparison of two snapshots: counts, then lists, and words on request."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.commands.values import shown_on_a_line
from flows.differences import Change, Entry, Mark, Status, Word, changed_lines
from flows.printable import printable, printable_line

if TYPE_CHECKING:
    from flows.differences import Comparison, Counts

FILE_WIDTH = 200  # columns of a list that goes to a file or a pipe
PLAIN = {Mark.SAME: "{}", Mark.REMOVED: "[-{}-]", Mark.ADDED: "{{+{}+}}"}
STYLES = {Mark.SAME: "", Mark.REMOVED: "red strike", Mark.ADDED: "green"}
HEADINGS = {Status.NEW: "New", Status.GONE: "Gone", Status.CHANGED: "Changed"}


def print_comparison(compared: Comparison, *, limit: int | None, text: bool) -> None:
    """Print the counts and the lists, each up to a limit."""
    console = _console()
    changed = list(compared.entries(Status.CHANGED))
    console.print(_counts(compared, len(changed)))
    _print_lists(console, compared, limit)
    for entry in islice(changed, limit if text else 0):
        _print_words(console, entry)


def _print_lists(console: Console, compared: Comparison, limit: int | None) -> None:
    for status in Status:
        entries = list(compared.entries(status))
        _print_list(console, status, entries, limit)


def _console() -> Console:
    """Return the terminal, or a wide page for a file or a pipe."""
    console = Console(highlight=False)
    if console.is_terminal:
        return console
    return Console(highlight=False, width=FILE_WIDTH)


def _counts(compared: Comparison, changed: int) -> Table:
    table = _empty_counts()
    table.title = f"Snapshot {compared.before} -> {compared.after}"
    table.add_row("articles", *_figures(compared.articles))
    table.add_row("duplicates", *_figures(compared.duplicates))
    table.caption = f"{changed:,} changed"
    return table


def _empty_counts() -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0))
    table.title_justify = table.caption_justify = "left"
    for name in ("", "before", "after", "new", "gone"):
        table.add_column(name, justify="right" if name else "left")
    return table


def _figures(counts: Counts) -> tuple[str, str, str, str]:
    return (
        f"{counts.before:,}",
        f"{counts.after:,}",
        f"{counts.new:,}",
        f"{counts.gone:,}",
    )


def _print_list(
    console: Console, status: Status, entries: list[Entry], limit: int | None
) -> None:
    """Print the first entries; nothing where there are none."""
    if not entries:
        return
    console.print(Text(f"\n{HEADINGS[status]}", style="bold"))
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, overflow="ellipsis", max_width=30)
    table.add_column(no_wrap=True, overflow="ellipsis", ratio=1)
    if status is Status.CHANGED:
        table.add_column()
    for entry in islice(entries, limit):
        table.add_row(*_cells(entry))
    console.print(table)
    more = len(entries) - table.row_count
    if more:
        console.print(Text(f"… {more:,} more (--all lists them)", style="dim"))


def _cells(entry: Entry) -> list[Text]:
    day = str(entry.published_on or "no date")
    site = printable_line(entry.site or "no site")
    title = printable_line(entry.title or "no title")
    cells = [Text(day), Text(site), Text(title)]
    if entry.changes:
        described = map(_described, entry.changes)
        changes = ", ".join(described)
        cells.append(Text(changes))
    return cells


def _described(change: Change) -> str:
    """Name a column that changed; short values are written out."""
    if change.column == "canonical_id":
        return _fate(change)
    if change.column in {"spun", "language", "kind"}:
        before, after = shown_on_a_line(change.before), shown_on_a_line(change.after)
        return f"{change.column} {before} -> {after}"
    return change.column


def _fate(change: Change) -> str:
    if change.before is None:
        return f"now a copy of {change.after}"
    if change.after is None:
        return "no copy any more"
    return f"now a copy of {change.after}"


def _print_words(console: Console, entry: Entry) -> None:
    """Print the lines of a text in which words changed."""
    texts = [change for change in entry.changes if change.column == "text"]
    for change in texts:
        title = printable_line(entry.title or entry.article_id)
        console.print(Text(f"\n{title}", style="bold"))
        _print_lines(console, str(change.before), str(change.after))


def _print_lines(console: Console, before: str, after: str) -> None:
    coloured = console.color_system is not None
    for line in changed_lines(before, after):
        console.print(_marked(line, coloured=coloured))


def _marked(line: list[Word], *, coloured: bool) -> Text:
    if not line:
        return Text("…", style="dim")
    text = Text()
    for word in line:
        form = "{}" if coloured else PLAIN[word.mark]
        text.append(form.format(printable(word.text)), STYLES[word.mark])
    return text

"""The account of an article as a page for the terminal: each change with its rule."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.console import Console, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from cleaners.article import REASONS, Reason
from cleaners.explain import Fate, Piece
from flows.account.article import Account, Refusal
from flows.account.folding import Folded, fold
from flows.account.page import split_space, unkept_words
from flows.printable import printable, printable_line

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
STANDING = {
    "articles": "kept",
    "duplicates": "copy",
    "quarantine": "quarantined",
}
EXAMPLES = (
    Piece(Fate.REMOVED, "removed", "", "rule"),
    Piece(Fate.LIFTED, "lifted into a column", "", "rule"),
    Piece(Fate.LEFT_OUT, "left out of a page", "", "rule"),
    Piece(Fate.REPAIRED, "old words", "new words", "rule"),
)


@dataclass(frozen=True, slots=True)
class AccountView:
    """Writes accounts to a console; `in_full` folds nothing."""

    console: Console
    in_full: bool = False

    @property
    def coloured(self) -> bool:
        """Whether changes are told by colours, and not by signs."""
        return bool(self.console.color_system)

    def print(self, account: Account) -> None:
        """Print the columns of an article, and its text with every change marked."""
        self.console.print(_heading(account))
        if account.refusal:
            self._print_refusal(account.refusal)
            return
        self.console.print(_columns(account))
        if account.unkept:
            self.console.print(_warning(account))
        self.console.print(self._legend())
        self.console.print(Rule(_summary(account), style=RULE_STYLE))
        self.console.print(self._body(account.pieces), soft_wrap=not self.wraps)
        self.console.print()

    @property
    def wraps(self) -> bool:
        """Whether lines are wrapped: on a terminal, or where COLUMNS says how wide one is."""
        return self.console.is_terminal or "COLUMNS" in os.environ

    def _print_refusal(self, refusal: Refusal) -> None:
        self.console.print(Text(f"quarantined: {refusal.reason}", "red"))
        for part in _refusal(refusal):
            self.console.print(part)
        self.console.print()

    def _legend(self) -> Text:
        legend = Text()
        for piece in EXAMPLES:
            self._append_change(legend, piece)
            legend.append("  ")
        legend.rstrip()
        return legend

    def _body(self, pieces: Iterable[Piece]) -> Text:
        """Write the raw text with its changes marked in it."""
        text = Text()
        for part in pieces if self.in_full else fold(pieces):
            if isinstance(part, Folded):
                text.append(_count(part), RULE_STYLE)
            elif part.fate is Fate.KEPT:
                text.append(printable(part.before))
            else:
                self._append_change(text, part)
        text.rstrip()
        return text

    def _append_change(self, text: Text, piece: Piece) -> None:
        """Append the old text, the new text and the rule; white space around stays unmarked."""
        lead, before, trail = split_space(printable(piece.before))
        if piece.unkept:
            before = unkept_words(piece)
        after = printable(piece.after)
        text.append(lead)
        if before:
            style = BEFORE_STYLES[piece.fate]
            text.append(self._marked(before, PLAIN_BEFORE), style)
        if before and after:
            text.append(" ")
        if after:
            text.append(self._marked(after, PLAIN_AFTER), AFTER_STYLE)
        if before or after.strip():
            text.append(_reason(piece), RULE_STYLE)
        text.append(trail)

    def _marked(self, text: str, signs: str) -> str:
        return text if self.coloured else signs.format(text)


def heading_lines(account: Account) -> Iterator[str]:
    """Yield the title of an article, and where it is in the dataset and in the input."""
    place = f"{account.source_path} #{account.record_number}"
    if account.title:
        yield printable_line(account.title)
    parts = [STANDING[account.table], account.article_id, place]
    yield " · ".join(printable_line(part) for part in parts if part)


def _heading(account: Account) -> Text:
    *title, place = heading_lines(account)
    heading = Text("".join(f"{line}\n" for line in title), "bold")
    return heading.append(place, "not bold cyan")


def _columns(account: Account) -> Table:
    """Lay out the columns of the row."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(style=RULE_STYLE)
    for known in account.values:
        value = Text(printable_line(known.value))
        table.add_row(Text(known.column), value, Text(printable_line(known.source)))
    return table


def _refusal(refusal: Refusal) -> Iterator[RenderableType]:
    """Yield what the reason means, the detail, and how the record begins."""
    known = {reason.value: text for reason, text in REASONS.items()}
    yield Text(known.get(Reason(refusal.reason), ""), RULE_STYLE)
    if refusal.detail:
        yield Text(printable_line(refusal.detail))
    if refusal.records > 1:
        yield Text(
            f"The row stands for {refusal.records:,} records that are broken alike."
        )
    if refusal.excerpt:
        yield Rule("how it begins", style=RULE_STYLE)
        yield Text(printable(refusal.excerpt.rstrip()))


def _warning(account: Account) -> Text:
    return Text(
        f"{account.unkept:,} characters of the raw text were not stored"
        " (keep_before = false): of what went, there are the places, the rules and hashes",
        "yellow",
    )


def _summary(account: Account) -> str:
    changes = len(account.changes)
    if not changes:
        return "no changes"
    share = f"{account.removed_share:.0%} went"
    return f"{changes:,} changes, {share}, lowest confidence {account.confidence:.2f}"


def _count(folded: Folded) -> str:
    rules = ", ".join(printable_line(rule) for rule in folded.rules)
    return f"… {folded.lines:,} more lines left out ({rules}); --all shows them\n\n"


def _reason(piece: Piece) -> str:
    """Write the rule of a change, its confidence, and what it rests on."""
    figures = ", ".join(f"{name} {figure:.2f}" for name, figure in piece.evidence)
    evidence = f" ({figures})" if figures else ""
    return printable_line(f" {piece.rule} {piece.confidence:.2f}{evidence}")

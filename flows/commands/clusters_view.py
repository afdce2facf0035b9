"""Print clusters: a list of the largest, or one with what proves each copy."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from flows.commands.consoles import page_console
from flows.commands.related_view import print_related
from flows.printable import printable_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rich.console import Console

    from cleaners.duplicates.proof import Proof, Slot
    from flows.clusters import LargeCluster, Member, ProvenCluster, ProvenCopy

ID = 12  # characters of an id that are shown: no two of a billion articles share them by chance
SLOTS = 8  # of a copy that are shown without --all (not tuned)
PASSAGE = 240  # characters of a passage that are shown without --all: two lines
COUNTS = ("copies", "exact", "near", "contained", "spun", "sites")


def print_list(clusters: list[LargeCluster]) -> None:
    """Print the figures of clusters, one on a line."""
    console = page_console()
    if not clusters:
        console.print("No article has copies.")
        return
    table = Table(box=SIMPLE_HEAD)
    table.add_column("kept", no_wrap=True)
    for name in COUNTS:
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("from", no_wrap=True)
    table.add_column("to", no_wrap=True)
    table.add_column("title")
    for cluster in clusters:
        table.add_row(*_cells(cluster))
    console.print(table)


def _cells(cluster: LargeCluster) -> list[Text]:
    counts = [f"{getattr(cluster, name)}" for name in COUNTS]
    days = map(_day, (cluster.first_published_on, cluster.last_published_on))
    cells = (cluster.article_id[:ID], *counts, *days, cluster.title or "")
    return [Text(printable_line(cell)) for cell in cells]


def print_cluster(cluster: ProvenCluster, *, in_full: bool) -> None:
    """Print the article that is kept, then each copy with its proof."""
    console = page_console()
    console.print(_heading("kept", cluster.kept), style="bold")
    if not cluster.copies:
        console.print("It has no copies.")
    for proven in cluster.copies:
        console.print()
        _print_copy(console, proven, in_full=in_full)
    print_related(console, cluster.related)


def _heading(what: str, member: Member) -> Text:
    """Name an article on a line."""
    parts = (
        member.article_id[:ID],
        _day(member.published_on),
        member.site or "unknown site",
        member.title or "without a title",
    )
    return Text(printable_line(f"{what}: " + "  ".join(part for part in parts if part)))


def _print_copy(console: Console, proven: ProvenCopy, *, in_full: bool) -> None:
    copy = proven.copy
    console.print(_heading(copy.kind or "copy", copy), style="bold")
    for line in _proof_lines(proven.proof, in_full=in_full):
        console.print(Text(f"  {line}"))


def _proof_lines(proof: Proof, *, in_full: bool) -> Iterator[str]:
    """Yield what proves a copy, line by line."""
    yield _shares(proof)
    yield from _slot_lines(proof, in_full=in_full)
    if proof.shared:
        longest = max(proof.shared, key=len)
        passage = " ".join(longest.split())
        shown = passage if in_full else shorten(passage, PASSAGE, placeholder=" …")
        yield f"longest passage: {printable_line(shown)}"


def _slot_lines(proof: Proof, *, in_full: bool) -> Iterator[str]:
    """Yield the slots, the first of many."""
    shown = proof.slots if in_full else proof.slots[:SLOTS]
    yield from map(_shown, shown)
    hidden = len(proof.slots) - len(shown)
    if hidden:
        yield f"and {hidden} more; --all shows them"


def _shares(proof: Proof) -> str:
    """Say in figures what two texts share."""
    found = proof.verification
    marks = found.same_marks + found.slots
    return (
        f"{found.matched:,} of {found.shorter:,} words match, {found.same_words:,} of them word"
        f" for word; {found.same_marks:,} of {marks:,} figures and names there agree"
    )


def _shown(slot: Slot) -> str:
    before = f"… {slot.before} " if slot.before else ""
    return printable_line(f"differs: {before}[{slot.words} | {slot.other_words}]")


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""

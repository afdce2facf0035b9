"""The review in a terminal: each article with numbered spots, and commands of a few letters."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from select import select

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from cleaners.answers import EVERYWHERE, Verdict
from flows.printable import printable, printable_line
from flows.review.book import Answer
from flows.review.describing import describe
from flows.review.queue import Candidate
from flows.review.session import DecisionError, Item, Session
from flows.review.spots import Choice, Spot, What, why_not

HELP = """\
a all right   x drop   xs drop the whole site   k keep (it is an article)   n next   p previous
3s turn spot 3 around on this site   3e everywhere: keep a line, drop a line, undo a repair
t TITLE   b AUTHOR   d DATE set a value ("-" for none)
u undo   l list answers   w pairs of spun copies   q quit"""
PAIR_HELP = "y accept   r refuse   n next   q back"
VERDICTS = {"a": Verdict.RIGHT, "x": Verdict.DROP, "k": Verdict.KEEP}
SAID = {"a": "right as it is", "x": "dropped", "k": "kept as an article"}
FIELDS = {"t": "title", "b": "author", "d": "published_at"}
NONE = "-"  # for a value that the page does not have
SPOT = re.compile(r"(?P<number>[0-9]{1,6}) ?(?P<where>[se])")
STYLES = {What.KEPT: "", What.REMOVED: "red strike", What.REPAIRED: "green"}
SIGNS = {What.KEPT: " ", What.REMOVED: "-", What.REPAIRED: "~"}
PROMPT = "review> "
WAKE_SECONDS = 0.5  # after which a signal is seen: a moment for a person


class _EndError(Exception):
    """The person has had enough."""


def review_in_terminal(session: Session) -> None:
    """Show the open articles one after another, and do what is typed."""
    console = Console(highlight=False)
    review = TerminalReview(session, console)
    try:
        review.run()
    except (_EndError, EOFError):
        console.print()


def _await_line() -> None:
    """Wait until a line is typed; a signal that comes just before the wait is seen soon."""
    while not select([sys.stdin], [], [], WAKE_SECONDS)[0]:
        pass


class TerminalReview:
    """The state of a review in a terminal: the article that is shown."""

    def __init__(self, session: Session, console: Console) -> None:
        self.session = session
        self.console = console
        self.shown: Candidate | None = session.neighbour(None, 1)
        self.commands = self._known_commands()

    def _known_commands(self) -> dict[str, Callable[[Candidate, str], None]]:
        return {
            "xs": self._drop_site,
            "n": lambda each, _: self._step(each, 1),
            "p": lambda each, _: self._step(each, -1),
            **dict.fromkeys(VERDICTS, self._judge),
            **dict.fromkeys(FIELDS, self._set),
        }

    def run(self) -> None:
        """Read commands until the end."""
        self.console.print(HELP, style="dim", markup=False)
        self._show()
        while True:
            self._obey(self._read())

    def _read(self) -> str:
        self.console.print(PROMPT, end="", markup=False)
        _await_line()
        return input().strip()

    def _obey(self, line: str) -> None:
        """Do what a line says, or say why not."""
        word = line.partition(" ")[0]
        try:
            if word in self.general:
                self.general[word](self)
            elif self.shown is None:
                self._say("nothing is left to review; q quits")
            elif word in self.commands:
                self.commands[word](self.shown, line)
            elif match := SPOT.fullmatch(line):
                self._turn(self.shown, int(match["number"]), match["where"])
            else:
                self.console.print(HELP, style="dim", markup=False)
        except DecisionError as error:
            self._say(str(error))

    def _quit(self) -> None:
        raise _EndError

    def _undo(self) -> None:
        self._say("taken back" if self.session.undo() else "nothing to take back")

    def _list(self) -> None:
        for answer in self.session.book.all():
            self._say(describe(answer))

    def _pairs(self) -> None:
        """Offer the pairs that spun copies show."""
        for number, offered in enumerate(self.session.pairs()):
            if offered.is_accepted or offered.is_refused:
                continue
            pair = offered.pair
            self._say(f"{pair.spun} -> {pair.original}  ({pair.copies} copies)")
            for context in offered.contexts:
                self._say(f"    … {context} …")
            if not self._answer_pair(number):
                return
        self._say("no more pairs")

    def _answer_pair(self, number: int) -> bool:
        """Read what becomes of a pair; return whether to go on."""
        while True:
            word = self._read()
            offered = self.session.pairs()[number]
            if word == "y":
                self.session.turn(offered.pair)
            elif word == "r":
                self.session.turn(offered.refusal)
            elif word not in {"n", "q"}:
                self._say(PAIR_HELP)
                continue
            return word != "q"

    general: dict[str, Callable[[TerminalReview], None]] = {  # noqa: RUF012 - it is never changed
        "q": _quit,
        "u": _undo,
        "l": _list,
        "w": _pairs,
    }

    def _drop_site(self, candidate: Candidate, _line: str) -> None:
        self._told(self.session.drop_site(candidate), "site dropped")

    def _judge(self, candidate: Candidate, line: str) -> None:
        word, _, _ = line.partition(" ")
        if self.session.judge(candidate, VERDICTS[word]):
            self._say(SAID[word])
            self._step(candidate, 1)
        else:
            self._say("taken back")

    def _step(self, candidate: Candidate, step: int) -> None:
        self.shown = self.session.neighbour(candidate, step)
        self._show()

    def _set(self, candidate: Candidate, line: str) -> None:
        """Set the right value of a column."""
        word, _, value = line.partition(" ")
        column = FIELDS[word]
        if not value:
            raise DecisionError(f"write the value: {word} VALUE, or {word} - for none")
        right = "" if value == NONE else value
        self.session.correct(candidate, column, right)
        shown = right or "none"
        self._say(f"{column}: {shown}")

    def _turn(self, candidate: Candidate, number: int, where: str) -> None:
        """Turn a spot around, on its site or everywhere."""
        answer = self._answer(candidate, number, where)
        holds = self.session.turn(answer)
        self._told(holds, describe(answer))

    def _answer(self, candidate: Candidate, number: int, where: str) -> Answer:
        """Find what turns a spot around. Raises DecisionError."""
        item = self.session.item(candidate)
        if not 0 < number <= len(item.spots):
            raise DecisionError(f"there is no spot {number}")
        spot = item.spots[number - 1]
        for choice in spot.choices:
            if _is_meant(choice, where):
                return choice.answer
        raise DecisionError(why_not(spot, number))

    def _told(self, holds: bool, what: str) -> None:  # noqa: FBT001 - what a decision returned
        self._say(what if holds else f"taken back: {what}")

    def _say(self, text: str) -> None:
        self.console.print(printable_line(text), markup=False)

    def _show(self) -> None:
        """Print the article with its spots."""
        if self.shown is None:
            self._say("nothing is left to review; q quits")
            return
        item = self.session.item(self.shown)
        self.console.print(_heading(item))
        if item.account.refusal:
            refusal = item.account.refusal
            self._say(f"quarantined: {refusal.reason}: {refusal.detail}")
            self.console.print(printable(refusal.excerpt), markup=False)
        for number, spot in enumerate(item.spots, 1):
            self.console.print(_line(number, spot))


def _is_meant(choice: Choice, where: str) -> bool:
    return (choice.site == EVERYWHERE) == (where == "e")


def _heading(item: Item) -> Rule:
    account = item.account
    parts = [account.title or account.source_path, account.site, account.table]
    heading = " · ".join(printable_line(part) for part in parts if part)
    return Rule(Text(heading), style="cyan")


def _line(number: int, spot: Spot) -> Text:
    """Write a spot: its number, a sign for what it is, its text, its rule."""
    sign = "*" if spot.is_turned else SIGNS[spot.what]
    line = Text(f"{number:>3} {sign} ", "dim")
    shown = printable_line(_words(spot))
    line.append(shown, STYLES[spot.what])
    if spot.what is not What.KEPT:
        line.append(_reason(spot), "dim cyan")
    return line


def _reason(spot: Spot) -> str:
    """Return the rule of a spot and how sure it is."""
    piece = spot.pieces[0]
    return f"  {piece.rule} {piece.confidence:.2f}"


def _words(spot: Spot) -> str:
    """Return the text of a spot; of a repair the words before and after."""
    if spot.what is What.REPAIRED:
        piece = spot.pieces[0]
        before = piece.before.strip()
        after = piece.after.strip()
        return f"{before} -> {after}"
    parts = [piece.after or piece.before for piece in spot.pieces]
    return "".join(parts).strip()

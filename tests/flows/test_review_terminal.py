"""The review in a terminal, at a real pseudo-terminal."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cleaners.answers import EVERYWHERE, LineAnswer
from flows.review.files import read_book
from flows.review.spots import Choice, Spot, What, why_not
from flows.review.terminal import PROMPT
from tests.flows import reviewed
from tests.flows.reviewed import REMOVED, SITE

ESCAPE = "\x1b]0;mine\x07"
SECONDS = 60  # for an answer, on a busy machine


class Terminal:
    """The command at a pseudo-terminal of 100 columns."""

    def __init__(self, folder: Path) -> None:
        self.screen, its_end = pty.openpty()
        command = [
            sys.executable,
            "-m",
            "flows",
            "review",
            str(folder / "out"),
            "--terminal",
        ]
        environment = os.environ | {"COLUMNS": "100", "TERM": "xterm"}
        self.process = subprocess.Popen(
            command, stdin=its_end, stdout=its_end, stderr=its_end, env=environment
        )
        os.close(its_end)
        self.shown = ""

    def read_until(self, words: str) -> str:
        """Read until some words are shown; return all since they were last looked for."""
        end = time.monotonic() + SECONDS
        while words not in self.shown:
            assert time.monotonic() < end, f"no {words!r} in {self.shown!r}"
            if select.select([self.screen], [], [], 1)[0]:
                try:
                    self.shown += os.read(self.screen, 65_536).decode()
                except OSError:
                    break  # it has ended
        shown, self.shown = self.shown, ""
        assert words in shown, shown
        return shown

    def type(self, line: str) -> None:
        """Type a line."""
        os.write(self.screen, f"{line}\n".encode())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("terminal")
    title = f"{ESCAPE} in the news"
    hostile = {"url": f"https://{SITE}/x", "title": title, "text": reviewed.PIER}
    reviewed.make_inbox(made, more=[hostile])
    reviewed.clean(made)
    return made


def test_the_keyboard_decides_and_undoes(folder: Path) -> None:
    terminal = Terminal(folder)
    shown = terminal.read_until(PROMPT)
    while "Ferry crews" not in shown:
        terminal.type("n")
        shown = terminal.read_until(PROMPT)
    (number,) = re.findall(rf"(\d+) - .*{REMOVED}", shown)
    for typed, answer in (
        (f"{number}s", f"keep on {SITE}: {REMOVED}"),
        ("t The strike is over", "title: The strike is over"),
        ("d soon", "'soon' is no date"),
        ("99e", "there is no spot 99"),
        ("l", f"title of {SITE}/ferry: The strike is over"),
        ("u", "taken back"),
        ("x", "dropped"),
        ("what", "all right"),
        ("w", "no more pairs"),
        ("q", "2 decisions in"),
    ):
        terminal.type(typed)
        terminal.read_until(answer)
    assert terminal.process.wait(SECONDS) == 0
    book = read_book(folder / "review")
    assert [line.text for line in book.lines] == [REMOVED]
    assert book.values == ()
    assert [answer.verdict for answer in book.articles] == ["drop"]


def test_hostile_escapes_are_shown_and_ctrl_c_ends_it(folder: Path) -> None:
    terminal = Terminal(folder)
    shown = terminal.read_until(PROMPT)
    while "in the news" not in shown:
        terminal.type("n")
        shown = terminal.read_until(PROMPT)
    assert "\x1b]" not in shown
    terminal.process.send_signal(signal.SIGINT)
    terminal.read_until("stopped by Ctrl-C")
    assert terminal.process.wait(SECONDS) == 130


def test_what_cannot_be_turned_around_says_why_and_what_can() -> None:
    everywhere = Choice(LineAnswer(REMOVED, EVERYWHERE), EVERYWHERE, is_given=False)
    of_no_site = Spot(What.REMOVED, (), (everywhere,))
    assert why_not(of_no_site, 3) == (
        "the article has no site; 3e turns spot 3 around everywhere"
    )
    part_of_a_line = Spot(What.REMOVED, (), ())
    assert "a whole line of up to 1,000 characters" in why_not(part_of_a_line, 3)

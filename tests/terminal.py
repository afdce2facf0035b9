"""Commands as a person runs them: in a shell, in a terminal of 100 columns."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

from rich.text import Text

ROOT = Path(__file__).parents[1]
ROWS, COLUMNS = 40, 100
ERASED = re.compile(r"[^\n]*\x1b\[2K")  # a line of progress, before the next one


def environment() -> dict[str, str]:
    """Return what a shell with an active environment has; no Prefect is configured."""
    kept = {name: value for name, value in os.environ.items() if "PREFECT" not in name}
    for name in ("COLUMNS", "LINES"):  # the size is that of the terminal
        kept.pop(name, None)
    own = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "TERM": "xterm-256color",
        "DO_NOT_TRACK": "1",
    }
    return kept | own


def run_in_terminal(command: str, folder: Path) -> tuple[int, str]:
    """Run a line of a shell; return its exit code and what the terminal got, colours and all."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    child = subprocess.Popen(
        ["bash", "-c", command],
        cwd=folder,
        env=environment(),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b"".join(iter(lambda: read(ours), b""))
    os.close(ours)
    return child.wait(), shown.decode().replace("\r\n", "\n")


def read(terminal: int) -> bytes:
    """Read what is there; nothing when the command has ended."""
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # Linux says so when the other side is closed
        return b""


def plain(shown: str) -> list[str]:
    """Return the lines that stay on a terminal, without colours."""
    stays = ERASED.sub("", shown).replace("\r", "")
    return [line.rstrip() for line in Text.from_ansi(stays).plain.split("\n")]

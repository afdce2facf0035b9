"""End the command at Ctrl-C and SIGTERM: with one line, at once, and with nothing left behind.

A run may be killed at any moment, so nothing needs to be tidied up. Only what Prefect records has
to be told.
"""

from __future__ import annotations

import atexit
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import NoReturn

from flows.tally import TALLY

NAMES = {signal.SIGINT: "Ctrl-C", signal.SIGTERM: "SIGTERM"}
OFFSET = 128  # exit codes of what a signal ended: the shells' own rule
PATIENCE_SECONDS = 8  # for Prefect to record the end: a guard
STDOUT, STDERR = 1, 2  # descriptors
TRACKER = "multiprocessing.resource_tracker"
CLEARED = (
    "\r\x1b[2K\x1b[?25h"  # of a terminal: the line of the progress, a hidden cursor
)


class _State:
    """Whether the end has to be recorded, and the exit code of a command that is ending."""

    is_recorded = False
    tell: Callable[[str], bool] | None = None
    end_children: Callable[[], None] | None = None
    code: int | None = None


def install() -> None:
    """End this process at Ctrl-C and SIGTERM from now on, until all is done and said.

    What is registered first at exit is called last. Python then gives the signals back to the
    system, whose end is not quiet: a command that is done stays done.
    """
    for number in NAMES:
        signal.signal(number, _end)
    atexit.register(_ignore)


def record_end() -> None:
    """Leave time for Prefect to record the end: the signal is raised as KeyboardInterrupt."""
    _State.is_recorded = True


def tell_by(tell: Callable[[str], bool] | None) -> None:
    """Have a function told why the command ends; it returns whether the terminal needs no line.

    It is called within a signal handler, so it writes to a descriptor and takes no lock.
    """
    _State.tell = tell


def expect_children() -> None:
    """End the processes that this one starts, too, and what they start.

    It imports what ends them, which a signal handler can't do: not every command needs it. All
    stand still before the first is ended: what one of them starts meanwhile would be left alone.
    """
    import psutil  # noqa: PLC0415 - takes longer than all else that a small command imports

    def started() -> set[psutil.Process]:
        children = psutil.Process().children(recursive=True)
        return {child for child in children if not is_tracker(child)}

    def is_tracker(child: psutil.Process) -> bool:
        with suppress(psutil.Error):
            return TRACKER in " ".join(child.cmdline())
        return True  # it has ended

    def end() -> None:
        still: set[psutil.Process] = set()
        while new := started() - still:
            signal_all(new, signal.SIGSTOP)
            still |= new
        signal_all(still, signal.SIGKILL)

    def signal_all(children: set[psutil.Process], number: signal.Signals) -> None:
        for child in children:
            with suppress(psutil.Error):
                child.send_signal(number)

    _State.end_children = end


def finish() -> None:
    """End this process if a signal has asked for that."""
    if _State.code is not None:
        _exit(_State.code)


def _ignore() -> None:
    """Let a signal that comes when all is done change nothing."""
    for number in NAMES:
        signal.signal(number, signal.SIG_IGN)


def _end(number: int, _: FrameType | None) -> None:
    """Say in one line that the command ends, and end it."""
    finish()
    code = _State.code = OFFSET + number
    again = f"; {TALLY.again()}" if TALLY.is_running else ""
    line = f"stopped by {NAMES[signal.Signals(number)]}{again}"
    if not (_State.tell and _State.tell(line)):
        _write(f"unspun: {line}\n")
    if not _State.is_recorded:
        _exit(code)
    _silence()
    threading.Thread(target=_exit_late, args=(code,), daemon=True).start()
    raise KeyboardInterrupt


def _write(line: str) -> None:
    """Write to stderr, past all buffers and locks that the main thread may hold."""
    cleared = CLEARED if os.isatty(STDERR) else ""
    try:
        os.write(STDERR, f"{cleared}{line}".encode())
    except OSError:
        return  # whoever read it has gone


def _silence() -> None:
    """Drop what is still written: the one line says it all."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    for stream in (STDOUT, STDERR):
        os.dup2(nothing, stream)


def _exit_late(code: int) -> None:
    time.sleep(PATIENCE_SECONDS)
    _exit(code)


def _exit(code: int) -> NoReturn:
    """End this process, and all that it has started, at once.

    The tracker of semaphores ends when it has removed them.
    """
    if _State.end_children:
        _State.end_children()
    os._exit(code)

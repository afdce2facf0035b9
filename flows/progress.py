"""What a run says while it works: a bar on a terminal, now and then a line elsewhere."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as RichProgress

LINE_SECONDS = 15.0

Advance = Callable[[int, int], None]
"""Called with the files and the records that are done since the last call, from any thread."""


class Progress:
    """Says nothing: for a run that nobody watches. What others say goes to stderr."""

    def say(self, line: str) -> None:
        """Tell what happens now."""

    @contextmanager
    def counting(self, files: int) -> Iterator[Advance]:  # noqa: ARG002  # for those that do count
        """Count files and records up to `files`."""
        yield lambda _files, _records: None


class Lines(Progress):
    """Says plain lines, for logs; while it counts, one at most every LINE_SECONDS."""

    def __init__(self, console: Console, *, clock: bool = False) -> None:
        self._console = console
        self._clock = clock

    def say(self, line: str) -> None:
        """Print a line, with the time before it if that is wanted."""
        if self._clock:
            line = f"{datetime.now().astimezone():%H:%M:%S} {line}"
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)

    @contextmanager
    def counting(self, files: int) -> Iterator[Advance]:
        """Print how far it is, when some time went by."""
        self.say(f"Cleaning {files:,} files")
        lock, started, said_at, done = (
            threading.Lock(),
            time.monotonic(),
            time.monotonic(),
            [0, 0],
        )

        def advance(more_files: int, more_records: int) -> None:
            nonlocal said_at
            with lock:
                done[0] += more_files
                done[1] += more_records
                if time.monotonic() - said_at >= LINE_SECONDS:
                    said_at = time.monotonic()
                    elapsed = said_at - started
                    self.say(
                        f"Cleaning: {done[0]:,} of {files:,} files, {done[1]:,} records, {elapsed:.0f} s"
                    )

        yield advance


class Bar(Progress):
    """Shows a bar on a terminal, and a spinner while there is nothing to count."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._status = console.status("")

    def say(self, line: str) -> None:
        """Replace the line beside the spinner."""
        self._status.update(line)
        self._status.start()

    def stop(self) -> None:
        """Leave the terminal as it was."""
        self._status.stop()

    @contextmanager
    def counting(self, files: int) -> Iterator[Advance]:
        """Show how far it is."""
        self._status.stop()
        columns = (
            TextColumn("Cleaning"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("files, {task.fields[records]:,} records"),
            TimeElapsedColumn(),
        )
        with RichProgress(*columns, console=self._console, transient=True) as bar:
            task = bar.add_task("", total=files, records=0)
            lock, records = threading.Lock(), 0

            def advance(more_files: int, more_records: int) -> None:
                nonlocal records
                with lock:
                    records += more_records
                    bar.update(task, advance=more_files, records=records)

            yield advance


_CURRENT: ContextVar[Progress | None] = ContextVar("progress", default=None)


def current() -> Progress:
    """Return the progress that this run reports to; a scheduled run, which has none, prints lines."""
    return _CURRENT.get() or Lines(Console(stderr=True), clock=True)


def announce(end: str) -> None:
    """Say how a scheduled run ended; any other is summed up by the command that ran it."""
    if not _CURRENT.get():
        current().say(end)


@contextmanager
def shown() -> Iterator[Progress]:
    """Report to the terminal if there is one, else in lines, until the end of the block."""
    console = Console(stderr=True)
    chosen = Bar(console) if console.is_terminal else Lines(console)
    token = _CURRENT.set(chosen)
    try:
        yield chosen
    finally:
        _CURRENT.reset(token)
        if isinstance(chosen, Bar):
            chosen.stop()

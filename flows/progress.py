"""Report the progress of a run: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as RichProgress

LINE_SECONDS = (
    15.0  # seconds between lines while cleaning, to keep logs short. Not tuned.
)

Advance = Callable[[int, int], None]
"""Called with the files and records finished since the last call, from any thread."""


class Progress:
    """Reports nothing, for a run that nobody watches. Its subclasses report to stderr."""

    def stop(self) -> None:
        """Leave the terminal as it was."""

    def message(self, line: str) -> None:
        """Report what happens now."""

    @contextmanager
    def counting(self, files: int) -> Iterator[Advance]:  # noqa: ARG002  # for subclasses
        """Count files, of which there are `files`, and records."""
        yield lambda _files, _records: None


class LineProgress(Progress):
    """Prints plain lines, for logs; while counting, one at most every LINE_SECONDS."""

    def __init__(self, console: Console, *, clock: bool = False) -> None:
        self._console = console
        self._clock = clock

    def message(self, line: str) -> None:
        """Print a line, after the time if that is wanted."""
        if self._clock:
            line = f"{datetime.now().astimezone():%H:%M:%S} {line}"
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)

    @contextmanager
    def counting(self, files: int) -> Iterator[Advance]:
        """Print the counts from time to time."""
        self.message(f"Cleaning {files:,} files")
        counter = Counter(lambda line, _files, _records: self.message(line), files)
        yield counter.advance


Report = Callable[[str, int, int], None]
"""Called with a line, and the files and records that it tells of."""


class Counter:
    """Counts what is finished, and reports the counts at most every LINE_SECONDS."""

    def __init__(
        self, report: Report, files: int, seconds: float = LINE_SECONDS
    ) -> None:
        self._report = report
        self._all_files = files
        self._seconds = seconds
        self._files = 0
        self._records = 0
        self._started = self._reported = time.monotonic()
        self._lock = threading.Lock()

    def advance(self, files: int, records: int) -> None:
        """Add what was finished since the last call."""
        with self._lock:
            self._files += files
            self._records += records
            now = time.monotonic()
            if now - self._reported >= self._seconds:
                self._reported = now
                line = self._line(now - self._started)
                self._report(line, self._files, self._records)

    def _line(self, seconds: float) -> str:
        files = f"{self._files:,} of {self._all_files:,} files"
        return f"Cleaning: {files}, {self._records:,} records, {seconds:.0f} s"


class BarProgress(Progress):
    """Shows a bar on a terminal, and a spinner while there is nothing to count."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._status = console.status("")

    def message(self, line: str) -> None:
        """Replace the line next to the spinner."""
        self._status.update(line)
        self._status.start()

    def stop(self) -> None:
        """Clear the spinner."""
        self._status.stop()

    @contextmanager
    def counting(self, files: int) -> Iterator[Advance]:
        """Show the counts in a bar."""
        self._status.stop()
        with _bar(self._console) as bar:
            task = bar.add_task("", total=files, records=0)
            lock = threading.Lock()
            records = 0

            def advance(more_files: int, more_records: int) -> None:
                nonlocal records
                with lock:
                    records += more_records
                    bar.update(task, advance=more_files, records=records)

            yield advance


def _bar(console: Console) -> RichProgress:
    """Return a bar that counts files and records."""
    from rich import progress  # noqa: PLC0415 - a worker has nothing to show

    return progress.Progress(
        progress.TextColumn("Cleaning"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TextColumn("files, {task.fields[records]:,} records"),
        progress.TimeElapsedColumn(),
        console=console,
        transient=True,
    )


def _stderr() -> Console:
    from rich.console import Console  # noqa: PLC0415 - as above

    return Console(stderr=True)


_CURRENT: ContextVar[Progress | None] = ContextVar("progress", default=None)


def current() -> Progress:
    """Return the progress that this run reports to; a scheduled run prints lines."""
    return _CURRENT.get() or LineProgress(_stderr(), clock=True)


def is_reporting() -> bool:
    """Whether someone has chosen what this run reports to: a command, not a schedule."""
    return _CURRENT.get() is not None


def of_terminal() -> Progress:
    """Return the progress for a command: a bar where there is a terminal, else lines."""
    console = _stderr()
    return BarProgress(console) if console.is_terminal else LineProgress(console)


@contextmanager
def reporting(chosen: Progress | None = None) -> Iterator[Progress]:
    """Report to the terminal, or as chosen, until the end of the block."""
    progress = chosen or of_terminal()
    token = _CURRENT.set(progress)
    try:
        yield progress
    finally:
        _CURRENT.reset(token)
        progress.stop()

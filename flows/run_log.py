"""The log of a run: lines with their time, or JSON lines, to a file or to stderr."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from flows import interrupts
from flows.progress import Advance, Counter, Progress

LOGGER = logging.getLogger("unspun")
LOGGER.addHandler(logging.NullHandler())  # or Python would print what nobody asked for
LOGGER.propagate = False
LINE = "%(asctime)s %(levelname)s %(message)s"
CLOCK = "%Y-%m-%dT%H:%M:%S%z"
FIGURES = "figures"  # the attribute of a log record with the values of its line


class JsonLines(logging.Formatter):
    """Writes a log record as one JSON object: time in UTC, level, message, and its figures."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        moment = datetime.fromtimestamp(record.created, UTC)
        line = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
        }
        figures: Mapping[str, object] = getattr(record, FIGURES, {})
        return json.dumps(line | dict(figures), ensure_ascii=False, default=str)


class PlainLines(logging.Formatter):
    """Writes a log record on one line: its time with the zone, level, message."""

    def __init__(self) -> None:
        super().__init__(LINE, CLOCK)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return super().format(record).replace("\n", "\\n")


class LogProgress(Progress):
    """Logs what happens, and hands it on to another progress."""

    def __init__(self, logger: logging.Logger, shown: Progress) -> None:
        self._logger = logger
        self._shown = shown

    def stop(self) -> None:
        """Leave the terminal as it was."""
        self._shown.stop()

    def message(self, line: str) -> None:
        """Log a line."""
        self._logger.info(line)
        self._shown.message(line)

    @contextmanager
    def counting(self, files: int) -> Iterator[Advance]:
        """Log the counts from time to time."""
        self._logger.info("Cleaning %s files", f"{files:,}", extra=_of(files=files))
        counter = Counter(self._log_counts, files)
        with self._shown.counting(files) as shown:

            def advance(more_files: int, more_records: int) -> None:
                counter.advance(more_files, more_records)
                shown(more_files, more_records)

            yield advance

    def _log_counts(self, line: str, files: int, records: int) -> None:
        self._logger.info(line, extra=_of(files=files, records=records))


@contextmanager
def logging_to(path: Path | None, *, as_json: bool) -> Iterator[logging.Logger]:
    """Log to the end of a file, or to stderr, within this block. Raises OSError."""
    handler: logging.Handler = logging.StreamHandler(sys.stderr)
    if path:
        handler = logging.FileHandler(path, encoding="utf-8", errors="backslashreplace")
    handler.setFormatter(JsonLines() if as_json else PlainLines())
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    interrupts.tell_by(_StopLine(handler, is_on_stderr=path is None))
    try:
        yield LOGGER
    finally:
        interrupts.tell_by(None)
        LOGGER.removeHandler(handler)
        handler.close()


class _StopLine:
    """Writes that the run is stopped, within a signal handler: straight to the descriptor."""

    def __init__(self, handler: logging.Handler, *, is_on_stderr: bool) -> None:
        self._handler = handler
        self._is_on_stderr = is_on_stderr

    def __call__(self, line: str) -> bool:
        """Write the line; return whether it stands on stderr."""
        record = logging.LogRecord("unspun", logging.ERROR, "", 0, line, None, None)
        written = f"{self._handler.format(record)}\n"
        stream = getattr(self._handler, "stream", sys.stderr)
        with suppress(OSError):  # a full disk: the command ends all the same
            os.write(stream.fileno(), written.encode())
        return self._is_on_stderr


def log_end(level: int, message: str, figures: Mapping[str, object]) -> None:
    """Log how a run ended."""
    LOGGER.log(level, message, extra={FIGURES: figures})


def _of(**figures: object) -> dict[str, object]:
    return {FIGURES: figures}

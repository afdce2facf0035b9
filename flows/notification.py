"""Run a user's command after a run, with its figures. Whatever it does, the run stays as it is."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from flows import interrupts
from flows.report.summary import Summary

COMMAND = "UNSPUN_NOTIFY_COMMAND"  # in the environment: of runs that Prefect starts
SECONDS = "UNSPUN_NOTIFY_SECONDS"
LIMIT_SECONDS = 60.0  # for the command: a guard, a web request takes one
TAIL_BYTES = 400  # of what a failing command wrote: its last lines


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ended: "published", "nothing_new", "quarantined", "refused" or "failed".

    "quarantined" is published, with more in quarantine than was allowed.
    """

    state: str
    message: str
    dataset: Path
    summary: Summary | None = None

    def record(self) -> dict[str, object]:
        """Return what the command reads as JSON."""
        figures = self.summary.record() if self.summary else {}
        told = {"state": self.state, "message": self.message}
        return told | {"dataset": str(self.dataset.resolve())} | figures

    def environment(self) -> dict[str, str]:
        """Return the environment variables of the command."""
        values: dict[str, object] = {
            "state": self.state,
            "message": self.message,
            "dataset": self.dataset.resolve(),
        }
        if self.summary:
            values |= _figures(self.summary)
        return {
            f"UNSPUN_RUN_{name.upper()}": str(value).replace("\0", " ")
            for name, value in values.items()
            if value is not None
        }


def _figures(summary: Summary) -> dict[str, object]:
    return {
        "snapshot": summary.snapshot,
        "path": summary.path,
        "files": summary.files,
        "inputs": summary.inputs,
        "articles": summary.articles,
        "duplicates": sum(summary.duplicates.values()),
        "quarantined": sum(summary.quarantined.values()),
        "spun": summary.spun,
        "repairs": summary.repairs,
        "edits": summary.edits,
    }


def notify(command: str, ending: Ending) -> str | None:
    """Run a command of the shell; return what went wrong with it, None if nothing did."""
    interrupts.expect_children()
    limit = float(os.environ.get(SECONDS, LIMIT_SECONDS))
    with TemporaryFile() as given, TemporaryFile() as written:
        given.write(json.dumps(ending.record()).encode())
        given.seek(0)
        try:
            child = subprocess.Popen(  # noqa: S602  # the operator's own command
                command,
                shell=True,
                stdin=given,
                stdout=subprocess.DEVNULL,
                stderr=written,
                env=os.environ | ending.environment(),
                start_new_session=True,
            )
            code = child.wait(limit)
        except subprocess.TimeoutExpired:
            _kill(child)
            return f"--notify-command: stopped after {limit:g} s"
        except OSError as error:
            return f"--notify-command: {error.strerror}"
        return _problem(code, written) if code else None


def _kill(child: subprocess.Popen[bytes]) -> None:
    """End a command and what it has started."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _problem(code: int, written: IO[bytes]) -> str:
    size = written.seek(0, os.SEEK_END)
    written.seek(max(0, size - TAIL_BYTES))
    tail = " ".join(written.read().decode(errors="replace").split())
    return f"--notify-command: exit code {code}" + (f": {tail}" if tail else "")

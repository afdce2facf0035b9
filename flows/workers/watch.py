"""Watch a worker from outside: the time and the memory that its present record takes.

Time is what the worker computed, and what it was seen to sleep. So a machine with more work than
processors, a stopped process and a closed laptop cost no record its place.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from cleaners.article import Reason
from flows.settings import Settings
from flows.storage import markers
from flows.storage.markers import Note
from flows.storage.shards import Shard
from flows.workers.pool import LOOK_SECONDS

STALL_SECONDS = (
    900.0  # off any record, before a worker is stopped: a guard, writing takes seconds
)
# Seconds that count of those between two looks. More have passed only where this process was
# stopped or had no processor; then the worker was no better off.
COUNTED_SECONDS = 2 * LOOK_SECONDS
# In these states a process waits for the machine or for whoever stopped it, not for itself.
NOT_ASLEEP = (psutil.STATUS_RUNNING, psutil.STATUS_STOPPED, psutil.STATUS_TRACING_STOP)


@dataclass(frozen=True, slots=True)
class Usage:
    """What a process uses: seconds of processor time so far, and bytes of memory."""

    seconds: float
    memory: int
    is_asleep: bool

    @classmethod
    def of(cls, process: int) -> Usage | None:
        """Look at a process; None where it has ended."""
        try:
            worker = psutil.Process(process)
            with worker.oneshot():
                times = worker.cpu_times()
                memory = worker.memory_info().rss
                is_asleep = worker.status() not in NOT_ASLEEP
        except psutil.Error:
            return None
        return cls(times.user + times.system, memory, is_asleep)


class Watch:
    """Watches the worker that is on a shard. `struck` is the limit that it passed, if any."""

    def __init__(self, shard: Shard, settings: Settings, folder: Path) -> None:
        self.struck: Reason | None = None
        self._shard = shard
        self._settings = settings
        self._folder = folder
        self._note: Note | None = None
        self._waited = 0.0  # seconds, since the present note was first seen
        self._looked_at = time.monotonic()

    def overdue(self) -> str | None:
        """Return why the worker must be stopped; None while all is well."""
        passed = self._count()
        note = markers.read(self._shard, self._folder)
        if note != self._note:
            self._note = note
            self._waited = 0.0
        if note is None:
            self._waited += passed
            is_late = self._waited > STALL_SECONDS
            return _stopped(self._waited, "no record") if is_late else None
        return self._look(note, passed)

    def _count(self) -> float:
        """Return the seconds since the last look that count."""
        now = time.monotonic()
        passed = now - self._looked_at
        self._looked_at = now
        return min(passed, COUNTED_SECONDS)

    def _look(self, note: Note, passed: float) -> str | None:
        """Compare what the worker uses with the limits."""
        usage = Usage.of(note.process)
        if usage is None:
            return None
        if usage.is_asleep:
            self._waited += passed
        seconds = usage.seconds - note.seconds + self._waited
        if seconds > self._settings.record_seconds:
            self.struck = Reason.TIMED_OUT
            return _stopped(seconds, "one record")
        if usage.memory > self._settings.worker_memory:
            self.struck = Reason.TOO_LARGE
            return f"stopped with {usage.memory:,} bytes of memory on one record"
        return None


def _stopped(seconds: float, place: str) -> str:
    return f"stopped after {seconds:.0f} s on {place}"

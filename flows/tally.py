"""How far the run of this process is: what is said when it is stopped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(slots=True)
class Tally:
    """How many shards the present run has, and how many of them are done."""

    planned: int = 0
    done: int = 0
    is_running: bool = False

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count anew, until the run ends."""
        self.planned = self.done = 0
        self.is_running = True
        try:
            yield
        finally:
            self.is_running = False

    def again(self) -> str:
        """Return what to do after the run was stopped."""
        if not self.planned:
            return "run the same command again"
        done = f"{self.done:,} of {self.planned:,} shards are done"
        return f"run the same command again: {done}"


TALLY = Tally()

"""Wait for what another process does."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
POLL_SECONDS = 0.2  # between two looks


def wait_for(found: Callable[[], T | None], seconds: float) -> T:
    """Return what is found, as soon as it is; fail the test after so many seconds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if result := found():
            return result
        time.sleep(POLL_SECONDS)
    raise AssertionError(f"not within {seconds:.0f} s")

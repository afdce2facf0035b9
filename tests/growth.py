"""Hold work against quadratic cost: by how it grows, for a limit in seconds says little."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

FACTOR = 8  # between the sizes; quadratic work grows by 64
ALLOWED = 24  # by which the work may grow: three times as much as linear work does
LEAST = 0.002  # seconds of CPU that count at least: what is shorter is noise
TRIES = (
    4  # of which one must be within: other processes disturb, quadratic work never is
)


def assert_linear(work: Callable[[int], object], size: int) -> None:
    """Assert that work of eight times the size costs less than 24 times the CPU time."""
    figures = []
    for _ in range(TRIES):
        small = max(LEAST, _seconds(work, size))
        large = _seconds(work, FACTOR * size)
        if large <= ALLOWED * small:
            return
        figures.append(f"{small:.3f} s and {large:.3f} s")
    sizes = f"{size:,} and {FACTOR * size:,}"
    raise AssertionError(f"no linear work: at sizes of {sizes}, {', '.join(figures)}")


def _seconds(work: Callable[[int], object], size: int) -> float:
    """Time the work without the collector: what other tests have left is not its cost."""
    gc.disable()
    try:
        started = time.process_time()
        work(size)
        return time.process_time() - started
    finally:
        gc.enable()

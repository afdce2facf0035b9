"""Give memory that is free back to the system, between stages of a run and pieces of work.

The allocators keep what was freed for later use. What one stage took and let go of would otherwise
count against the next one, and against everything else on the machine.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import pyarrow as pa

P = ParamSpec("P")
T = TypeVar("T")


def give_back() -> None:
    """Let Arrow and the C library return what they do not use."""
    pa.default_memory_pool().release_unused()
    library = ctypes.CDLL(None)
    trim = getattr(library, "malloc_trim", None)  # of the GNU C library alone
    if trim:
        trim(0)


def then_give_back(function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function, and give back what it leaves free."""
    try:
        return function(*args, **kwargs)
    finally:
        give_back()

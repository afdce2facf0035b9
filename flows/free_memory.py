"""Give memory that is free back to the system: what is large at once, the rest between stages.

The allocators keep what was freed for later use. What one stage took and let go of would otherwise
count against the next one, and against everything else on the machine.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import pyarrow as pa

from flows.library_environment import LARGE_ARRAY

P = ParamSpec("P")
T = TypeVar("T")
MMAP_THRESHOLD = -3  # M_MMAP_THRESHOLD in malloc.h of the GNU C library


def keep_large_apart() -> None:
    """Let the C library map large arrays by themselves, from now on."""
    _call_library("mallopt", MMAP_THRESHOLD, LARGE_ARRAY)


def give_back() -> None:
    """Let Arrow and the C library return what they do not use."""
    pa.default_memory_pool().release_unused()
    _call_library("malloc_trim", 0)


def _call_library(name: str, *values: int) -> None:
    """Call a function of the C library, where it has it: these are of the GNU one."""
    function = getattr(ctypes.CDLL(None), name, None)
    if function:
        function(*values)


def then_give_back(function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function, and give back what it leaves free."""
    try:
        return function(*args, **kwargs)
    finally:
        give_back()

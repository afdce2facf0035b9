"""Give memory that is free back to the system, between the stages of a run.

The allocators keep what was freed for later use. What one stage took and let go of would otherwise
count against the next one, and against everything else on the machine.
"""

from __future__ import annotations

import ctypes

import pyarrow as pa


def give_back() -> None:
    """Let Arrow and the C library return what they do not use."""
    pa.default_memory_pool().release_unused()
    library = ctypes.CDLL(None)
    trim = getattr(library, "malloc_trim", None)  # of the GNU C library alone
    if trim:
        trim(0)

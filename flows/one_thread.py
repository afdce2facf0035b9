"""Let numpy compute in one thread in the processes that are ours alone.

The library that multiplies its matrices starts a thread for each processor when it is loaded, and
these wait for work by turning round and round: .05 s of CPU on two processors. What we multiply is
small, and workers have the processors anyway.
"""

from __future__ import annotations

import os

VARIABLE = "OPENBLAS_NUM_THREADS"
ONE = "1"


def compute_in_one_thread() -> None:
    """Say so to OpenBLAS, which reads it when numpy is imported, unless the user says otherwise."""
    os.environ.setdefault(VARIABLE, ONE)

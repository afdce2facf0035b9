"""What libraries read from the environment, set for our own processes unless the user has."""

from __future__ import annotations

import os

VARIABLES = {
    # Arrow's own allocator keeps what is free for later use: on an inbox of 884 documents a worker
    # had 495 MB at most and the run itself 558, with the C library 464 and 434, in the same time.
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    # OpenBLAS starts a thread for each processor when numpy is imported, and these wait for work by
    # turning round and round: .05 s of CPU on two processors. What we multiply is small.
    "OPENBLAS_NUM_THREADS": "1",
}


def prepare() -> None:
    """Set the variables, before the libraries are imported."""
    for name, value in VARIABLES.items():
        os.environ.setdefault(name, value)

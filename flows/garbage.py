"""Let the garbage collector rest while modules and tables are loaded, which stay.

To search them for garbage takes a tenth of the time of loading them.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Collect no garbage."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()

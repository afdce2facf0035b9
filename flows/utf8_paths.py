"""Folders whose names are no UTF-8, which neither Arrow nor DuckDB nor JSON can name."""

from __future__ import annotations

import os
from pathlib import Path

PROCESSES = Path("/proc")  # of Linux; the file systems of macOS have no such names


def utf8_path(folder: Path) -> Path:
    """Return a path of a folder that is UTF-8: its own, or one through a descriptor.

    A folder with such a name is made if it is missing. The path holds as long as this process.
    """
    try:
        str(folder).encode()
    except UnicodeEncodeError:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        return PROCESSES / str(os.getpid()) / "fd" / str(descriptor)
    return folder

"""The console on which pages are printed."""

from __future__ import annotations

import os
import sys

from rich.console import Console

FILE_WIDTH = (
    120  # columns of what goes to a file or a pipe; room for two columns of text
)


def page_console() -> Console:
    """Return a console as wide as the terminal; what goes elsewhere has no colours."""
    is_known = sys.stdout.isatty() or "COLUMNS" in os.environ
    return Console(highlight=False, width=None if is_known else FILE_WIDTH)

"""Match files below a folder by a pattern such as `data/**/*.html`."""

from __future__ import annotations

import glob
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

ANY_DEPTH = "**"


def has_pattern(name: str) -> bool:
    """Return whether a name has signs of a pattern."""
    return glob.has_magic(name)


def split_pattern(name: str) -> tuple[str, tuple[str, ...]]:
    """Split a name into the folder before its first pattern, and the patterns by level."""
    parts = PurePosixPath(name).parts
    fixed = 0
    while fixed < len(parts) and not has_pattern(parts[fixed]):
        fixed += 1
    folder = PurePosixPath(*parts[:fixed])
    return str(folder), parts[fixed:]


def matches(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    """Return whether a path, or a folder that it is in, matches."""
    if not pattern:
        return True
    first, *rest = pattern
    if first == ANY_DEPTH:
        depths = range(len(parts) + 1)
        return any(matches(parts[depth:], rest) for depth in depths)
    if not parts:
        return False
    return fnmatchcase(parts[0], first) and matches(parts[1:], rest)

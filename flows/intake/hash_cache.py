"""Remember the hashes of files, so that an unchanged inbox is not read again in every run.

A hash is only used for a file that has the same size, times and place on the disk. A file that was
written to just before it was hashed is not remembered: it may be written to once more within the
same tick of the clock, which nothing would show. Without the cache, results are the same.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

# Nanoseconds that a file must have been left alone before it is hashed: the coarsest clock of a
# file system in use, FAT's, ticks every two seconds.
SETTLED_NS = 3_000_000_000
NAME = "hashes.json"
KEY_DIGITS = 32  # hex digits of a key: names of files stay out of the cache

Signature: TypeAlias = tuple[int | str | None, ...]
"""What shows that a file is the same."""


@dataclass(slots=True)
class HashCache:
    """What was hashed in earlier runs, and what is used in this one; only that is saved."""

    path: Path | None = None
    known: dict[str, list[object]] = field(default_factory=dict)
    used: dict[str, list[object]] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path | None) -> HashCache:
        """Read the cache of a folder; it is empty where the file is missing or damaged."""
        if folder is None:
            return cls()
        path = folder / NAME
        try:
            saved = path.read_text(encoding="utf-8")
            digest, _, content = saved.partition("\n")
            if _digest(content) == digest:
                known = json.loads(content)
                return cls(path, known)
        except (OSError, ValueError):
            pass  # the files are hashed again
        return cls(path)

    def get(self, name: str, signature: Signature) -> str | None:
        """Return the hash of a file that is unchanged."""
        key = _key(name)
        found = self.known.get(key)
        if not found or found[1:] != list(signature):
            return None
        self.used[key] = found
        return str(found[0])

    def put(self, name: str, signature: Signature, sha256: str) -> None:
        """Remember the hash of a file."""
        self.used[_key(name)] = [sha256, *signature]

    def save(self) -> None:
        """Write what was used in this run. A cache that cannot be written is none."""
        is_new = self.used != self.known
        if self.path is None or not is_new:
            return
        content = json.dumps(self.used, sort_keys=True)
        digest = _digest(content)
        saved = f"{digest}\n{content}"
        unfinished = self.path.with_name(f".{NAME}.part")
        with contextlib.suppress(OSError):
            unfinished.write_text(saved, encoding="utf-8")
            unfinished.replace(self.path)


def signature_of(status: os.stat_result) -> Signature:
    """Return what shows that a local file is the same."""
    return (
        status.st_size,
        status.st_mtime_ns,
        status.st_ctime_ns,
        status.st_ino,
        status.st_dev,
    )


def is_settled(status: os.stat_result) -> bool:
    """Return whether a file was left alone for a while: then its times tell of any change."""
    newest = max(status.st_mtime_ns, status.st_ctime_ns)
    return newest + SETTLED_NS < time.time_ns()


def _key(name: str) -> str:
    return _digest(name)[:KEY_DIGITS]


def _digest(text: str) -> str:
    data = text.encode("utf-8", "surrogateescape")
    return hashlib.sha256(data).hexdigest()

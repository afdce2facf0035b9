"""What `unspun doctor` finds, and the room on a disk, which several of its checks look at."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

GIGABYTE = 1_000_000_000  # bytes
LOW_BYTES = 5 * GIGABYTE  # free: less than a day's snapshots of a busy inbox
FULL_BYTES = GIGABYTE // 2  # free: a run may fail for want of it


class Level(StrEnum):
    """How good a finding is."""

    OK = "OK"
    WARN = "warn"
    FAIL = "FAIL"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how good it is, and what to do where it is not."""

    level: Level
    subject: str
    detail: str
    remedy: str = ""


def check_space(folder: Path, subject: str, remedy: str) -> Finding:
    """Check the room on the disk of a folder."""
    free = shutil.disk_usage(folder).free
    detail = f"{free / GIGABYTE:,.1f} GB free in {folder}"
    if free < FULL_BYTES:
        return Finding(Level.FAIL, subject, detail, remedy)
    if free < LOW_BYTES:
        return Finding(Level.WARN, subject, detail, remedy)
    return Finding(Level.OK, subject, detail)

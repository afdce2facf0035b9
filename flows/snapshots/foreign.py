"""Whether a snapshot has rows that other settings made."""

from __future__ import annotations

from flows.settings import Settings
from flows.snapshots.current import Current
from flows.storage import parquet


def has_other_rows(current: Current | None, settings: Settings) -> bool:
    """Whether the last run of a snapshot had other settings than these."""
    if current is None:
        return False
    digests = [
        row["settings_digest"]
        for path in current.parts("runs")
        for row in parquet.read_rows(path, ("settings_digest",))
    ]
    return bool(digests) and digests[-1] != settings.digest()

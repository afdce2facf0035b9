"""What a run gives its dataset to write reports with."""

from __future__ import annotations

from pathlib import Path

from flows import garbage
from flows.settings import Settings
from flows.snapshots.current import Current
from flows.snapshots.sealing import WriteReport


def writer(settings: Settings) -> WriteReport | None:
    """Return what writes the reports of a run, None where the settings want none."""
    return _write if settings.report else None


def _write(current: Current, path: Path) -> None:
    with garbage.uncollected():
        from flows.report import document  # noqa: PLC0415  # what draws a report loads long

    document.write_or_warn(current, path)

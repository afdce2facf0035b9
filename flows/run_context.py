"""What all steps of a run share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flows.snapshots import Dataset, Run
from flows.staff import Staff


@dataclass(frozen=True, slots=True)
class RunContext:
    """What all steps of a run share once its shards are planned."""

    dataset: Dataset
    run: Run
    staff: Staff

    @property
    def folder(self) -> Path:
        """The folder of the shards' output."""
        return self.dataset.shards

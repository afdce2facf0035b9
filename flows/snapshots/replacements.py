"""The rows that give way when a run takes in inputs that were read before."""

from __future__ import annotations

from dataclasses import dataclass

from flows.snapshots.record_rows import Place


@dataclass(frozen=True, slots=True)
class Replacements:
    """The rows of the snapshot built upon that go: ids of articles, and places in quarantine."""

    articles: frozenset[str] = frozenset()
    quarantine: frozenset[Place] = frozenset()

    def __len__(self) -> int:
        """How many rows go."""
        return len(self.articles) + len(self.quarantine)

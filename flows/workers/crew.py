"""The one interface to those who work on shards, whichever machine they are on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeAlias, TypeVar

from flows.settings import Settings
from flows.storage.shards import Shard
from flows.workers.pool import AnyPool

T = TypeVar("T")
Work: TypeAlias = Callable[[AnyPool, Shard, Settings, Path], T]
"""Work on a shard in a folder, given a pool of processes: a function of a module."""


class Crew(Protocol):
    """Workers that do one piece of work at a time for each thread that asks."""

    def do(self, work: Work[T], shard: Shard, settings: Settings, folder: Path) -> T:
        """Do some work on a shard; return its result, which is small.

        `folder` has what is known of the shards so far, and gets what the work makes.
        """


@dataclass(frozen=True, slots=True)
class PoolCrew:
    """The processes of a pool."""

    pool: AnyPool

    def do(self, work: Work[T], shard: Shard, settings: Settings, folder: Path) -> T:
        """Do some work on a shard in a process of the pool."""
        return work(self.pool, shard, settings, folder)

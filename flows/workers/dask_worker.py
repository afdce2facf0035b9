"""What a worker of a Dask cluster does: pieces of work, each in a pool of processes of its own.

The pool is the one of a run on one machine, so that a record that crashes or hangs costs itself and
not the worker.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Generic, TypeVar, cast

from distributed import Worker, WorkerPlugin, get_worker

from flows.intake.spool import Spool
from flows.storage import shared
from flows.storage.shards import Shard
from flows.storage.shared import SharedFolder
from flows.workers.cluster import Terms
from flows.workers.crew import Work
from flows.workers.pool import Pool

T = TypeVar("T")
DAEMON = (
    "cannot start processes: start it with --no-nanny, or with"
    " DASK_DISTRIBUTED__WORKER__DAEMON=False in its environment"
)


@dataclass(frozen=True, slots=True)
class Piece(Generic[T]):
    """Work on one shard for the crew of a run: paths and small records.

    `place` is None where the worker is the process of the run, and works in `folder` itself. Else
    the worker gets `files` from there, and nothing else that may be left there.
    """

    crew: str
    work: Work[T]
    shard: Shard
    folder: Path
    place: SharedFolder | None = None
    files: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What a piece of work returned, and the names of the files that it stored."""

    result: T
    stored: Sequence[str] = ()


class Helper(WorkerPlugin):  # type: ignore[misc]  # Dask ships no types for it
    """Takes part in a run, on workers that keep its terms: they have the resource of its name."""

    def __init__(self, name: str, terms: Terms) -> None:
        self.name = name
        self._terms = terms
        self._pool: Pool | None = None
        self._home: TemporaryDirectory[str] | None = None

    async def setup(self, worker: Worker) -> None:
        """Start a pool, and say so to the scheduler; a worker that is refused gets no work."""
        if refusal(self._terms):
            return
        threads = worker.state.nthreads
        self._home = TemporaryDirectory(prefix="unspun-", dir=worker.local_directory)
        self._pool = Pool(threads, self._terms.settings.worker_memory)
        await worker.set_resources(**{self.name: threads})

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002  # Dask names it
        """End the pool."""
        if self._pool:
            self._pool.__exit__(None, None, None)
        if self._home:
            self._home.cleanup()

    def do(self, piece: Piece[T]) -> Done[T]:
        """Do a piece of work, and store what it made."""
        if piece.place is None:
            return Done(self._work(piece, piece.shard, piece.folder))
        assert self._home, "it is there with the pool"
        home = Path(self._home.name)
        with TemporaryDirectory(dir=home) as own:
            return self._do_apart(piece, piece.place, Path(own), Spool(home / "spool"))

    def _do_apart(
        self, piece: Piece[T], place: SharedFolder, folder: Path, spool: Spool
    ) -> Done[T]:
        """Do a piece of work in a folder of its own."""
        place.fetch(piece.files, folder)
        known = shared.marks_of(piece.shard, folder)
        with _inputs(piece.shard, spool) as shard:
            result = self._work(piece, shard, folder)
        made = shared.changed_files(piece.shard, folder, known)
        place.store(made, folder)
        return Done(result, made)

    def _work(self, piece: Piece[T], shard: Shard, folder: Path) -> T:
        assert self._pool, "a worker that is refused gets no work"
        return piece.work(self._pool, shard, self._terms.settings, folder)


@contextmanager
def _inputs(shard: Shard, spool: Spool) -> Iterator[Shard]:
    """Yield a shard whose files are on this machine."""
    with ExitStack() as stack:
        slices = []
        for file, record_range in shard.slices:
            here = stack.enter_context(spool.holding(file))
            slices.append((here, record_range))
        yield replace(shard, slices=tuple(slices))


def refusal(terms: Terms) -> str | None:
    """Return why this worker can't take part in a run; None where it can."""
    if multiprocessing.current_process().daemon:
        return DAEMON
    return terms.refusal()


def perform(piece: Piece[T]) -> Done[T]:
    """Do a piece of work on the worker that this is."""
    helper = cast("Helper", get_worker().plugins[piece.crew])
    return helper.do(piece)

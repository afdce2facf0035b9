"""Why a stage of a run failed, what to do about it, and how much of the run is done."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from flows.storage.shards import Shard

T = TypeVar("T")
REMEDIES = {
    errno.ENOSPC: "free some space there",
    errno.EDQUOT: "free some space, or raise the quota",
    errno.EIO: "check the disk",
    errno.EROFS: "make the folder writable",
    errno.EACCES: "make the folder writable",
    errno.EMFILE: "raise the limit of open files (ulimit -n)",
}


class StageError(RuntimeError):
    """A stage of the run failed; the shards that were finished stay, and are not done again."""


@contextmanager
def naming_faults(
    dataset: Path, folder: Path, shards: Sequence[Shard]
) -> Iterator[None]:
    """Name the dataset, a remedy, and the finished shards in `folder` where writing fails.

    Raises StageError.
    """
    try:
        yield
    except OSError as error:
        done = _count_done(folder, shards)
        raise StageError(
            f"{dataset}: {explain(error)}, then run the same command again:"
            f" {done:,} of {len(shards):,} shards are done"
        ) from error


def all_done(results: Sequence[T | BaseException]) -> tuple[T, ...]:
    """Return what all shards became. Raises OSError and StageError where one failed."""
    failures = [result for result in results if isinstance(result, BaseException)]
    if not failures:
        return tuple(each for each in results if not isinstance(each, BaseException))
    for failure in failures:
        if isinstance(failure, OSError):
            raise failure
    raise StageError(
        f"{len(failures)} of {len(results)} shards failed, the first because: {failures[0]};"
        " the others are done: fix that, then run the same command again"
    )


def explain(error: OSError) -> str:
    """Say what failed, and what to do."""
    remedy = REMEDIES.get(error.errno or 0, "fix that")
    problem = error.strerror or str(error)
    return f"{' '.join(problem.split())}; {remedy}"


def _count_done(folder: Path, shards: Sequence[Shard]) -> int:
    return sum(shard.seal(folder).exists() for shard in shards)

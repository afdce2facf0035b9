"""What a run's rows are compared with earlier ones by, besides themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flows.intake import InputFile
from flows.snapshots import inputs_index, unread
from flows.snapshots.current import Current
from flows.snapshots.inputs_index import File
from flows.snapshots.paths import DatasetPaths
from flows.snapshots.suppression import Suppression

if TYPE_CHECKING:
    from flows.snapshots.publishing import Run  # which builds upon this


@dataclass(frozen=True, slots=True)
class Conditions:
    """The digest of the run's settings and versions, and what it may not or need not keep.

    `read_again` are the files that never were other than they are now, and that the run read to
    their end: what was read of them by other settings or versions gives way.
    """

    digest: str = ""
    suppression: Suppression = field(default_factory=Suppression)
    read_again: frozenset[str] = frozenset()

    @classmethod
    def of(cls, paths: DatasetPaths, current: Current | None, run: Run) -> Conditions:
        """Find the conditions of a run whose shards are complete."""
        listed = Suppression.of(paths.state, current)
        taken = inputs_index.read(paths.folder, current)
        whole = unread.files_read(run.files, run.shards, paths.shards)
        again = files_read_again(
            whole,
            taken,
        )
        return cls(run.digest, listed, again)


def files_read_again(
    files: Iterable[InputFile], taken: Mapping[File, str]
) -> frozenset[str]:
    """Name the files that were taken in before, with the same bytes and with no others."""
    hashes = defaultdict(set)
    for source_path, sha256 in taken:
        hashes[source_path].add(sha256)
    again = set()
    for file in files:
        if file.sha256 and hashes[file.source_path] == {file.sha256}:
            again.add(file.source_path)
    return frozenset(again)

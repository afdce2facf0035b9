"""The folder that a user names as output: who may write there, what was taken in, and the next snapshot."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from flows import versions
from flows.intake import InputFile
from flows.settings import Settings
from flows.snapshots import inputs_index, publishing
from flows.snapshots.current import Current, DatasetBusy, DatasetError
from flows.snapshots.publishing import Counts, Outcome, Run
from flows.stages import clean_shard
from flows.stages.clean_shard import ShardStats
from flows.storage import parquet
from flows.storage.tables import Decisions


@dataclass(frozen=True, slots=True)
class Published(Counts):
    """What a run came to, and the snapshot that it published."""

    run_id: str
    snapshot: int
    path: Path


class Dataset:
    """A folder with snapshots, an index and the state of the running attempt."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._snapshots = folder / "snapshots"
        self._index = folder / "index" / "inputs"
        self._duplicates = folder / "index" / "duplicates"

    @property
    def shards(self) -> Path:
        """The folder for the shards' output: pass it to `shards.clean` and `deduplication.decide`."""
        return self.folder / "state" / "shards"

    def current(self) -> Current | None:
        """Read CURRENT.json; None before the first run. Raises DatasetError."""
        return Current.read(self.folder)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Be the only writer, after clearing what a killed run left. Raises DatasetBusy and DatasetError."""
        try:
            (self.folder / "state").mkdir(parents=True, exist_ok=True)
            descriptor = os.open(
                self.folder / "state" / "lock", os.O_RDWR | os.O_CREAT, 0o644
            )
        except OSError as error:
            raise DatasetError(
                f"{self.folder}: cannot be written ({error.strerror}); choose another folder"
            ) from error
        try:
            _claim(descriptor, self.folder)
            self._heal()
            yield
        finally:
            os.close(descriptor)

    def unseen(
        self, files: Sequence[InputFile], settings: Settings
    ) -> tuple[InputFile, ...]:
        """Pick the files that were not yet taken in as they are now, under these settings and this version."""
        seen, digest = inputs_index.read(self._index, self.current()), settings.digest()
        return tuple(
            file
            for file in files
            if seen.get((file.source_path, file.sha256)) != digest
        )

    def begin(self, files: Sequence[InputFile], settings: Settings) -> Run:
        """Name a run over unseen files and plan its shards."""
        chosen = tuple(sorted(files, key=lambda file: file.source_path))
        digest = settings.digest()
        run_id = _run_id(self.current(), chosen, digest)
        return Run(
            run_id,
            digest,
            settings,
            chosen,
            clean_shard.plan(chosen, settings, digest),
            datetime.now(UTC),
        )

    def publish(
        self,
        run: Run,
        stats: Sequence[ShardStats],
        decisions: Decisions,
        folder: Path | None = None,
    ) -> Published:
        """Write the next snapshot and make it the current one. Raises DatasetError, leaving the old one current.

        `folder` holds the shards' output that was decided on: that of the shards, unless it was revised.
        """
        current = self.current()
        if run.run_id != _run_id(current, run.files, run.digest):
            raise DatasetError(
                f"{self.folder}: another run has published since this one began; run again"
            )
        if [each.key for each in stats] != [shard.key for shard in run.shards]:
            raise DatasetError(
                f"{self.folder}: the stats are not those of the run's shards; run again"
            )
        try:
            return self._publish(
                Outcome(run, tuple(stats), decisions, folder or self.shards), current
            )
        except OSError as error:
            raise DatasetError(
                f"{self.folder}: not published ({error}); mend that and run again"
            ) from error

    def _publish(self, outcome: Outcome, current: Current | None) -> Published:
        run, number = outcome.run, current.snapshot + 1 if current else 1
        target, beside = (
            self._snapshots / f"{number:06d}",
            self._snapshots / f".new-{number:06d}",
        )
        for unfinished in (
            beside,
            target,
        ):  # a run was killed before its snapshot became the current one
            shutil.rmtree(unfinished, ignore_errors=True)
        draught = publishing.write(beside, current, outcome)
        inputs_index.append(self._index, run.run_id, run.files, run.digest)
        index = (*outcome.decisions.index.kept, *self._take_index(outcome))
        beside.rename(target)
        parquet.sync_folder(self._snapshots)
        path = f"snapshots/{target.name}"
        tables = {
            table: tuple(f"{path}/{table}/{name}" for name in names)
            for table, names in draught.names.items()
        }
        Current(
            self.folder,
            number,
            path,
            run.run_id,
            versions.pipeline_version(),
            tables,
            index,
        ).write()
        self._point_latest(path)
        self._prune(number, run.settings.keep_snapshots)
        return Published(
            **asdict(draught.counts), run_id=run.run_id, snapshot=number, path=target
        )

    def _take_index(self, outcome: Outcome) -> Iterator[str]:
        """Put the new files of the duplicate index where they stay. They count once CURRENT.json names them."""
        self._duplicates.mkdir(parents=True, exist_ok=True)
        for name in outcome.decisions.index.new:
            target = self._duplicates / f"{outcome.run.run_id}-{Path(name).name}"
            parquet.share(outcome.folder / name, target)
            yield str(target.relative_to(self.folder))
        parquet.sync_folder(self._duplicates)

    def _point_latest(self, path: str) -> None:
        beside = self.folder / ".latest.part"
        beside.unlink(missing_ok=True)
        beside.symlink_to(path)
        beside.replace(self.folder / "latest")
        parquet.sync_folder(self.folder)

    def _prune(self, newest: int, keep: int) -> None:
        """Remove old snapshots, and the output of shards that are published now."""
        for path in self._snapshots.glob("[0-9]*"):
            if int(path.name) <= newest - keep:
                shutil.rmtree(path)
        shutil.rmtree(self.shards, ignore_errors=True)
        self._clear_index(self.current())

    def _clear_index(self, current: Current | None) -> None:
        """Remove files of the duplicate index that the current snapshot does not name."""
        named = set(current.index) if current else set()
        for path in self._duplicates.glob("*.arrow"):
            if str(path.relative_to(self.folder)) not in named:
                path.unlink()

    def _heal(self) -> None:
        """Clear what a killed run left half done, and nothing that a next run can use."""
        current = self.current()
        for path in self._snapshots.glob(".new-*"):
            shutil.rmtree(path)
        self._clear_index(current)
        for folder in (self.folder, self.shards, self.shards / "index", self._index):
            for path in (*folder.glob(".*.part"), *folder.glob("*.on")):
                path.unlink()
        known = set(inputs_index.run_ids(current))
        for path in self._index.glob("*.parquet"):
            if path.stem not in known:
                path.unlink()
        latest = self.folder / "latest"
        if current and (
            not latest.is_symlink() or str(latest.readlink()) != current.path
        ):
            self._point_latest(current.path)


def _claim(descriptor: int, folder: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise DatasetBusy(
            f"{folder}: another run is writing here; run again when it has ended"
        ) from error


def _run_id(current: Current | None, files: Sequence[InputFile], digest: str) -> str:
    """Derive 32 hex digits from the run built upon, the files and the digest of settings and version."""
    inputs = [(file.source_path, file.sha256) for file in files]
    content = json.dumps([current.run_id if current else None, inputs, digest])
    return hashlib.sha256(content.encode()).hexdigest()[:32]

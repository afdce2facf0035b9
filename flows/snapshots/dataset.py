"""The folder that a user names as output: its only writer, what it took in, its next snapshot."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from flows import versions
from flows.intake import InputFile
from flows.settings import Settings
from flows.snapshots import housekeeping, inputs_index, publishing
from flows.snapshots.current import Current, DatasetBusy, DatasetError
from flows.snapshots.paths import DatasetPaths
from flows.snapshots.publishing import Counts, Outcome, Run
from flows.storage import parquet, shards


@dataclass(frozen=True, slots=True)
class Published(Counts):
    """The counts of a run, and the snapshot that it published."""

    run_id: str
    snapshot: int
    path: Path


class Dataset:
    """A folder with snapshots, an index and the state of the running attempt."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.paths = DatasetPaths(folder)

    @property
    def shards(self) -> Path:
        """The folder for the shards' output."""
        return self.paths.shards

    def current(self) -> Current | None:
        """Read CURRENT.json; None before the first run. Raises DatasetError."""
        return Current.read(self.folder)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Be the only writer. Removes what a killed run left unfinished.

        Raises DatasetBusy, and DatasetError where the folder can't be written.
        """
        lock = FileLock(self.paths.lock, timeout=0)
        try:
            self.paths.state.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout as error:
            raise DatasetBusy(
                f"{self.folder}: another run is writing here; run again when it has ended"
            ) from error
        except OSError as error:
            raise DatasetError(
                f"{self.folder}: cannot be written ({error.strerror}); choose another folder"
            ) from error
        try:
            housekeeping.remove_unfinished(self.paths, self.current())
            yield
        finally:
            lock.release()

    def check_writable(self) -> None:
        """Check that a run could write here now. Raises DatasetBusy and DatasetError."""
        with self.lock():
            pass

    def unseen(
        self, files: Sequence[InputFile], settings: Settings
    ) -> tuple[InputFile, ...]:
        """Select files that were not taken in as they are now, by this version and settings."""
        seen = inputs_index.read(self.paths.inputs_index, self.current())
        digest = settings.digest()
        return tuple(
            file
            for file in files
            if seen.get((file.source_path, file.sha256)) != digest
        )

    def begin(self, files: Sequence[InputFile], settings: Settings) -> Run:
        """Name a run over unseen files and plan its shards."""
        digest = settings.digest()
        ordered = tuple(sorted(files, key=lambda file: file.source_path))
        return Run(
            run_id=_run_id(self.current(), ordered, digest),
            digest=digest,
            settings=settings,
            files=ordered,
            shards=shards.plan(ordered, settings, digest),
            started_at=datetime.now(UTC),
        )

    def publish(self, outcome: Outcome) -> Published:
        """Write the next snapshot and make it the current one.

        Raises DatasetError, leaving the present snapshot current.
        """
        run, current = outcome.run, self.current()
        if run.run_id != _run_id(current, run.files, run.digest):
            raise DatasetError(
                f"{self.folder}: another run has published since this one began; run again"
            )
        if [stats.key for stats in outcome.stats] != [
            shard.key for shard in run.shards
        ]:
            raise DatasetError(
                f"{self.folder}: the stats are not those of the run's shards; run again"
            )
        try:
            return self._publish(outcome, current)
        except OSError as error:
            raise DatasetError(
                f"{self.folder}: not published ({error}); fix that and run again"
            ) from error

    def _publish(self, outcome: Outcome, current: Current | None) -> Published:
        """Write the tables, then the indexes; the rename of CURRENT.json makes them count."""
        run, paths = outcome.run, self.paths
        number = current.snapshot + 1 if current else 1
        target = paths.snapshot(number)
        staged = paths.staged_snapshot(number)
        for unfinished in (staged, target):  # of a run that was killed
            shutil.rmtree(unfinished, ignore_errors=True)
        written = publishing.write(staged, outcome)
        inputs_index.append(paths.inputs_index, run.run_id, run.files, run.digest)
        index_files = self._add_index_files(outcome)
        staged.rename(target)
        parquet.sync_folder(paths.snapshots)
        newest = self._make_current(number, run, written.names, index_files)
        housekeeping.point_latest(paths, newest.path)
        kept = run.settings.keep_snapshots
        housekeeping.remove_outdated(paths, newest, kept)
        return Published(
            **asdict(written.counts),
            run_id=run.run_id,
            snapshot=number,
            path=target,
        )

    def _add_index_files(self, outcome: Outcome) -> tuple[str, ...]:
        """Link new files into the index; return the names of all that CURRENT.json is to list."""
        index = outcome.decisions.index
        folder = self.paths.duplicate_index
        folder.mkdir(parents=True, exist_ok=True)
        names = list(index.kept)
        for name in index.new:
            written = outcome.cleaned.folder / name
            target = folder / f"{outcome.run.run_id}-{written.name}"
            parquet.share(written, target)
            names.append(self._listed(target))
        parquet.sync_folder(folder)
        return tuple(names)

    def _listed(self, path: Path) -> str:
        """Return the name of a file as CURRENT.json lists it."""
        return str(path.relative_to(self.folder))

    def _make_current(
        self,
        number: int,
        run: Run,
        names: dict[str, list[str]],
        index: tuple[str, ...],
    ) -> Current:
        """Write CURRENT.json."""
        path = f"snapshots/{self.paths.snapshot(number).name}"
        tables = {}
        for table, files in names.items():
            tables[table] = tuple(f"{path}/{table}/{file}" for file in files)
        newest = Current(
            folder=self.folder,
            snapshot=number,
            path=path,
            run_id=run.run_id,
            pipeline_version=versions.pipeline_version(),
            tables=tables,
            index=index,
        )
        newest.write()
        return newest


def _run_id(current: Current | None, files: Sequence[InputFile], digest: str) -> str:
    """Derive 32 hex digits from the snapshot built upon, the files, and the settings' digest."""
    inputs = [(file.source_path, file.sha256) for file in files]
    content = json.dumps([current.run_id if current else None, inputs, digest])
    return hashlib.sha256(content.encode()).hexdigest()[:32]

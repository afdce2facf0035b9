"""The folder that a user names as output: its only writer, what it took in, its next snapshot."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from flows.intake import InputFile
from flows.settings import Settings
from flows.snapshots import (
    housekeeping,
    index_publishing,
    inputs_index,
    integrity,
    locking,
    migration,
    publishing,
    recovery,
    sealing,
    unread,
)
from flows.snapshots.cleaned_run import CleanedRun
from flows.snapshots.conditions import Conditions
from flows.snapshots.current import Current, DatasetError
from flows.snapshots.manifest import Manifest
from flows.snapshots.paths import DatasetPaths
from flows.snapshots.publishing import Counts, Outcome, Run
from flows.snapshots.run_ids import run_id
from flows.snapshots.sealing import WriteReport
from flows.snapshots.stores import Store, store_of
from flows.snapshots.suppression import Suppression
from flows.stage_errors import explain
from flows.storage import parquet, shards
from flows.storage.shared import SharedFolder


@dataclass(frozen=True, slots=True)
class Published(Counts):
    """The counts of a run, and the snapshot that it published."""

    run_id: str
    snapshot: int
    path: Path


class Dataset:
    """A folder with snapshots, an index and the state of the running attempt.

    `report` writes the report of each snapshot that is published; None writes none.
    """

    def __init__(
        self,
        folder: Path,
        report: WriteReport | None = None,
        store: Store | None = None,
    ) -> None:
        self.folder = folder
        self.paths = DatasetPaths(folder)
        self.report = report
        self.store = store or store_of(folder)

    def reporting(self, report: WriteReport | None) -> Dataset:
        """Return the same dataset with another way to report."""
        return Dataset(self.folder, report, self.store)

    @property
    def shards(self) -> Path:
        """The folder for the shards' output."""
        return self.paths.shards

    def shared_shards(self) -> SharedFolder:
        """Return the same folder as workers on other machines reach it."""
        self.shards.mkdir(parents=True, exist_ok=True)
        return self.store.shared_shards()

    def current(self) -> Current | None:
        """Read CURRENT.json; None before the first run. Raises DatasetError."""
        return Current.read(self.folder)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Be the only writer. Removes what a killed run left unfinished.

        Raises DatasetBusy, and DatasetError where the folder can't be written.
        """
        with locking.alone(self.paths):
            self.store.pull()
            current = recovery.restore(self.paths)
            housekeeping.remove_unfinished(self.paths, current)
            yield
            self.store.tidy()

    def check_writable(self) -> None:
        """Check that a run could write here now. Raises DatasetBusy and DatasetError."""
        self.store.check()
        with self.lock():
            pass

    def unseen(
        self,
        files: Sequence[InputFile],
        settings: Settings,
        retried: Collection[str] = (),
    ) -> tuple[InputFile, ...]:
        """Select files that were not taken in as they are now, by this version and settings.

        Those with a record in quarantine for one of the `retried` reasons are selected too.
        """
        current = self.current()
        seen = inputs_index.read(self.folder, current)
        again = set(unread.in_quarantine(files, current, retried))
        digest = settings.digest()
        suppressed = Suppression.of(self.paths.state, current)
        unseen = []
        for file in files:
            is_known = seen.get((file.source_path, file.sha256)) == digest
            is_wanted = file in again or not is_known
            if is_wanted and not suppressed.has_file(file.source_path, file.sha256):
                unseen.append(file)
        return tuple(unseen)

    def select(self, run: Run) -> CleanedRun:
        """Select what is new in the output of a run's shards."""
        current = self.current()
        conditions = Conditions.of(self.paths, current, run)
        return CleanedRun.of(current, run.shards, self.shards, conditions)

    def make_ready(self) -> None:
        """Check all that the next snapshot takes over, and bring it to this version's columns.

        A damaged index is removed, to be built again. Raises DatasetError that names what of the
        tables is damaged.
        """
        current = self.current()
        if not current:
            return
        recovery.remove_damaged(integrity.index_files(current))
        integrity.require_sound(current, current.tables)
        if migration.is_needed(current):
            with self._writing():
                self._migrate(current)

    def _migrate(self, current: Current) -> None:
        """Publish the rows of a snapshot with the columns of this version."""
        number, staged = self._stage(current)
        files = migration.write(staged, current)
        index = tuple(migration.index_entries(current))
        manifest = sealing.manifest_of(number, current.run_id, files, index)
        self._make_current(staged, manifest)

    def _stage(self, current: Current | None) -> tuple[int, Path]:
        """Choose the number of the next snapshot; return it, and the folder to write it in."""
        number = self.paths.next_number(current.snapshot if current else 0)
        number = self.store.claim(number)
        staged = self.paths.staged_snapshot(number)
        for unfinished in (staged, self.paths.snapshot(number)):  # of a killed run
            shutil.rmtree(unfinished, ignore_errors=True)
        return number, staged

    def begin(
        self,
        files: Sequence[InputFile],
        settings: Settings,
        limit: int | None = None,
    ) -> Run:
        """Name a run over unseen files, or the first records of them, and plan its shards.

        Where there are any, the dataset is made ready for them. Raises DatasetError.
        """
        if files:
            self.make_ready()
        digest = settings.digest()
        planned = shards.plan(files, settings, digest, limit)
        if limit is not None:
            files = list({file for shard in planned for file, _ in shard.slices})
        ordered = tuple(sorted(files, key=lambda file: file.source_path))
        return Run(
            run_id=run_id(self.current(), ordered, planned, digest),
            digest=digest,
            settings=settings,
            files=ordered,
            shards=planned,
            started_at=datetime.now(UTC),
        )

    def publish(self, outcome: Outcome) -> Published:
        """Write the next snapshot and make it the current one.

        Raises DatasetError, leaving the present snapshot current.
        """
        run, current = outcome.run, self.current()
        if run.run_id != run_id(current, run.files, run.shards, run.digest):
            raise DatasetError(
                f"{self.folder}: another run has published since this one began; run again"
            )
        made = [stats.key for stats in outcome.stats]
        if made != [shard.key for shard in run.shards]:
            raise DatasetError(
                f"{self.folder}: the stats are not those of the run's shards; run again"
            )
        with self._writing():
            return self._publish(outcome, current)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Name the dataset and a remedy where writing fails. Raises DatasetError."""
        try:
            yield
        except OSError as error:
            raise DatasetError(
                f"{self.folder}: publishing failed: {explain(error)}, then run the same command"
                " again: all shards are done"
            ) from error

    def _publish(self, outcome: Outcome, current: Current | None) -> Published:
        """Write the tables, then the indexes; the rename of CURRENT.json makes them count."""
        run = outcome.run
        number, staged = self._stage(current)
        written = publishing.write(staged, outcome)
        index = index_publishing.write(self.paths, outcome, current)
        files = written.files
        manifest = sealing.manifest_of(number, run.run_id, files, index)
        if self.report:
            manifest = sealing.with_report(staged, manifest, self.report)
        newest = self._make_current(staged, manifest)
        housekeeping.remove_outdated(self.paths, newest, run.settings)
        return Published(
            **asdict(written.counts),
            run_id=run.run_id,
            snapshot=number,
            path=self.folder / newest.path,
        )

    def _make_current(self, staged: Path, manifest: Manifest) -> Current:
        """Give a staged snapshot its manifest and its name, and point readers at it."""
        paths = self.paths
        manifest.write(staged)
        target = paths.snapshot(manifest.snapshot)
        staged.rename(target)
        parquet.sync_folder(paths.snapshots)
        newest = Current.of(self.folder, manifest)
        self.store.publish(newest)
        newest.write()
        housekeeping.point_latest(paths, newest.path)
        return newest

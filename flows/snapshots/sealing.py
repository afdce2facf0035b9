"""Describe a staged snapshot: write its report, and make its manifest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from flows import versions
from flows.snapshots import migration
from flows.snapshots.current import Current
from flows.snapshots.manifest import FileEntry, Manifest
from flows.snapshots.paths import DatasetPaths

REPORT = "report.html"
WriteReport = Callable[[Current, Path], None]
"""Writes the report of a snapshot to a path."""


def manifest_of(
    number: int,
    run_id: str,
    files: tuple[FileEntry, ...],
    index: tuple[FileEntry, ...],
) -> Manifest:
    """Make the manifest of a snapshot that this version writes."""
    return Manifest(
        snapshot=number,
        run_id=run_id,
        pipeline_version=versions.pipeline_version(),
        schema_version=int(versions.SCHEMA_VERSION),
        columns=migration.columns_digest(),
        files=files,
        index=index,
    )


def with_report(staged: Path, manifest: Manifest, write: WriteReport) -> Manifest:
    """Write the report of a staged snapshot; return its manifest with the report."""
    target = staged / REPORT
    write(_staged(staged, manifest), target)
    entry = FileEntry.of(target, REPORT)
    return replace(manifest, files=(*manifest.files, entry))


def _staged(staged: Path, manifest: Manifest) -> Current:
    """Point at the tables of a snapshot where they are now."""
    folder = staged.parents[1]
    tables = {}
    for table, names in manifest.tables().items():
        tables[table] = tuple(
            f"{staged.relative_to(folder)}/{table}/{name}" for name in names
        )
    published = Current.of(folder, manifest)
    return replace(
        published, path=str(staged.relative_to(folder)), tables=tables, manifest=None
    )


def has_reports(paths: DatasetPaths) -> bool:
    """Whether any snapshot of a dataset has a report."""
    return any((path / REPORT).exists() for _, path in paths.published())

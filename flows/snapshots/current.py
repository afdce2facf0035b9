"""The pointer to the newest whole snapshot, and the errors that a dataset can raise."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows import versions
from flows.snapshots import manifest as manifests
from flows.snapshots.manifest import Manifest
from flows.snapshots.paths import DatasetPaths
from flows.storage import parquet

POINTER = "CURRENT.json"
FIRST_SCHEMA = 1  # that of datasets without a manifest
FIRST_SECONDS = (
    2.0  # between name and pointer of a first snapshot on a slow disk: a guard
)
POLL_SECONDS = 0.05  # between two looks for the pointer
READ_ATTEMPTS = 5  # while a writer publishes and removes what was current. A guard


class DatasetError(RuntimeError):
    """A dataset that cannot be read or would lose something, with the folder and how to fix it."""


class DatasetBusy(DatasetError):  # noqa: N818  # reads as what it is
    """Another run is writing to the same folder."""


class PointerError(DatasetError):
    """CURRENT.json is lost or damaged, or the manifest that it names."""


@dataclass(frozen=True, slots=True)
class Current:
    """The newest whole snapshot. `tables` lists the files of each table, relative to `folder`."""

    folder: Path
    snapshot: int
    path: str
    run_id: str
    pipeline_version: str
    tables: Mapping[str, tuple[str, ...]]
    index: tuple[str, ...] = ()  # files of all indexes, relative to `folder`
    manifest: Manifest | None = None  # None for what version 0.1.0 made

    @property
    def schema_version(self) -> int:
        """The version of the columns of its tables."""
        return self.manifest.schema_version if self.manifest else FIRST_SCHEMA

    def parts(self, table: str) -> tuple[Path, ...]:
        """List the files of a table."""
        return tuple(self.folder / name for name in self.tables[table])

    def parts_of(self, table: str) -> tuple[Path, ...]:
        """List the files of a table; none if an older version did not have it."""
        return self.parts(table) if table in self.tables else ()

    def article_parts(self) -> tuple[Path, ...]:
        """List the files of articles and duplicates."""
        return (*self.parts("articles"), *self.parts("duplicates"))

    @classmethod
    def of(cls, folder: Path, manifest: Manifest) -> Current:
        """Make the pointer to the snapshot of a manifest."""
        path = f"snapshots/{DatasetPaths(folder).snapshot(manifest.snapshot).name}"
        tables = {}
        for table, names in manifest.tables().items():
            tables[table] = tuple(f"{path}/{table}/{name}" for name in names)
        return cls(
            folder=folder,
            snapshot=manifest.snapshot,
            path=path,
            run_id=manifest.run_id,
            pipeline_version=manifest.pipeline_version,
            tables=tables,
            index=tuple(entry.path for entry in manifest.index),
            manifest=manifest,
        )

    @classmethod
    def read(cls, folder: Path) -> Current | None:
        """Read the pointer of a dataset; None before its first snapshot. Raises DatasetError."""
        text = _read_pointer(folder)
        for _ in range(READ_ATTEMPTS):
            if text is None:
                return None
            try:
                return _parse(folder, text)
            except FileNotFoundError as error:
                again = _read_pointer(folder)
                if again == text:
                    raise _damaged(folder, str(error)) from error
                text = again
        raise DatasetError(f"{folder}: snapshots come and go too fast; try again")

    def text(self) -> str:
        """Return the content of CURRENT.json."""
        assert self.manifest, "every snapshot that is written has a manifest"
        content = {
            "snapshot": self.snapshot,
            "path": self.path,
            "run_id": self.run_id,
            "pipeline_version": self.pipeline_version,
            "schema_version": self.schema_version,
            "manifest": self.manifest.sha256(),
            "tables": {name: list(files) for name, files in self.tables.items()},
            "index": list(self.index),
        }
        return json.dumps(content, indent=1) + "\n"

    def write(self) -> None:
        """Make this the snapshot that readers see, in one step."""
        with parquet.replacing(self.folder / POINTER) as temporary:
            temporary.write_text(self.text(), encoding="utf-8")


def _read_pointer(folder: Path) -> str | None:
    """Read CURRENT.json; None where neither it nor a whole snapshot exists.

    The first snapshot gets its name a moment before the pointer to it is there.
    """
    until = time.monotonic() + FIRST_SECONDS
    while (text := _pointer_text(folder)) is None:
        if not any(DatasetPaths(folder).published()):
            return None
        if time.monotonic() > until:
            raise _damaged(folder, "it is lost")
        time.sleep(POLL_SECONDS)
    return text


def _pointer_text(folder: Path) -> str | None:
    """Read CURRENT.json; None where there is none."""
    try:
        return (folder / POINTER).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise _damaged(folder, str(error)) from error


def _parse(folder: Path, text: str) -> Current:
    """Make the record of a pointer and of the manifest that it names; both must agree."""
    try:
        content = json.loads(text)
        _refuse_newer(folder, content)
        path = folder / content["path"]
        if "manifest" in content or (path / manifests.FILE).exists():
            current = Current.of(folder, manifests.read(path))
        else:
            return _without_manifest(folder, content)
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise _damaged(folder, str(error)) from error
    if current.text() != text:
        raise _damaged(folder, f"{current.path}/{manifests.FILE} says otherwise")
    return current


def _refuse_newer(folder: Path, content: dict[str, Any]) -> None:
    """Raise DatasetError where a newer version wrote the pointer."""
    version = content.get("schema_version", FIRST_SCHEMA)
    if version > int(versions.SCHEMA_VERSION):
        raise DatasetError(
            f"{folder}: written by Unspun {content['pipeline_version']}, and newer than"
            f" this version, {versions.pipeline_version()}; upgrade Unspun, or begin a"
            " new folder"
        )


def _without_manifest(folder: Path, content: dict[str, Any]) -> Current:
    """Make the record of a pointer that version 0.1.0 wrote."""
    snapshot = content["snapshot"]
    path = f"snapshots/{DatasetPaths(folder).snapshot(snapshot).name}"
    tables = {}
    for table, files in content["tables"].items():
        tables[table] = tuple(files)
    if content["path"] != path or not tables:
        raise ValueError(f"it names {content['path']} for snapshot {snapshot}")
    return Current(
        folder=folder,
        snapshot=snapshot,
        path=path,
        run_id=content["run_id"],
        pipeline_version=content["pipeline_version"],
        tables=tables,
        index=tuple(content.get("index", ())),
    )


def _damaged(folder: Path, problem: str) -> PointerError:
    return PointerError(
        f"{folder / POINTER}: damaged ({problem}); the next run writes it again from"
        f" the newest whole snapshot, and so does: unspun index rebuild {folder}"
    )

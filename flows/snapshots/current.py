"""The pointer to the newest whole snapshot, and the errors that a dataset can raise."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.storage import parquet

POINTER = "CURRENT.json"
SECOND = "snapshots/000002"  # where it exists, the first one had a pointer


class DatasetError(RuntimeError):
    """A dataset that cannot be read or would lose something, with the folder and how to fix it."""


class DatasetBusy(DatasetError):  # noqa: N818  # reads as what it is
    """Another run is writing to the same folder."""


@dataclass(frozen=True, slots=True)
class Current:
    """The newest whole snapshot. `tables` lists the files of each table, relative to `folder`."""

    folder: Path
    snapshot: int
    path: str
    run_id: str
    pipeline_version: str
    tables: Mapping[str, tuple[str, ...]]
    index: tuple[str, ...] = ()  # files of the duplicate index, relative to `folder`

    def parts(self, table: str) -> tuple[Path, ...]:
        """List the files of a table."""
        return tuple(self.folder / name for name in self.tables[table])

    def article_parts(self) -> tuple[Path, ...]:
        """List the files of articles and duplicates."""
        return (*self.parts("articles"), *self.parts("duplicates"))

    @classmethod
    def read(cls, folder: Path) -> Current | None:
        """Read the pointer of a dataset; None before its first snapshot. Raises DatasetError."""
        try:
            text = (folder / POINTER).read_text(encoding="utf-8")
            return cls._parse(folder, json.loads(text))
        except FileNotFoundError as error:
            if (folder / SECOND).exists():
                raise DatasetError(
                    f"{folder}: snapshots but no {POINTER}; restore it, or begin a new folder"
                ) from error
            return None
        except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
            raise DatasetError(
                f"{folder / POINTER}: cannot be read ({error}); restore it, or begin a new folder"
            ) from error

    def write(self) -> None:
        """Make this the snapshot that readers see, in one step."""
        content = {
            "snapshot": self.snapshot,
            "path": self.path,
            "run_id": self.run_id,
            "pipeline_version": self.pipeline_version,
            "tables": {name: list(files) for name, files in self.tables.items()},
            "index": list(self.index),
        }
        with parquet.replacing(self.folder / POINTER) as temporary:
            text = json.dumps(content, indent=1) + "\n"
            temporary.write_text(text, encoding="utf-8")

    @classmethod
    def _parse(cls, folder: Path, content: dict[str, Any]) -> Current:
        tables = {name: tuple(files) for name, files in content["tables"].items()}
        return cls(
            folder=folder,
            snapshot=int(content["snapshot"]),
            path=content["path"],
            run_id=content["run_id"],
            pipeline_version=content["pipeline_version"],
            tables=tables,
            index=tuple(content.get("index", ())),
        )

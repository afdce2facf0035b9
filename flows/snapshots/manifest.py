"""The manifest of a snapshot: size, rows and digest of each of its files and of its index."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from flows.storage import parquet

FILE = "manifest.json"
PARQUET = ".parquet"


class ManifestError(ValueError):
    """A manifest that is damaged; the message says how."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """What a file must be. `rows` is None where it holds no Parquet."""

    path: str
    bytes: int
    rows: int | None
    sha256: str

    @classmethod
    def of(cls, file: Path, path: str) -> FileEntry:
        """Describe a file as it is now, under the path that a manifest gives it."""
        is_table = file.suffix == PARQUET
        return cls(
            path=path,
            bytes=file.stat().st_size,
            rows=parquet.rows(file) if is_table else None,
            sha256=parquet.sha256_of(file),
        )


@dataclass(frozen=True, slots=True)
class Manifest:
    """All files of a snapshot.

    Paths of `files` are relative to the folder of the snapshot, those of `index` to the dataset.
    """

    snapshot: int
    run_id: str
    pipeline_version: str
    schema_version: int
    columns: str  # digest of the columns of all tables
    files: tuple[FileEntry, ...]
    index: tuple[FileEntry, ...]

    def tables(self) -> dict[str, list[str]]:
        """List the Parquet files of each table, by their names."""
        tables: dict[str, list[str]] = {}
        for entry in self.files:
            table, _, name = entry.path.partition("/")
            if name.endswith(PARQUET):
                tables.setdefault(table, []).append(name)
        return tables

    def text(self) -> str:
        """Return the content of manifest.json: it has a digest of itself."""
        content = asdict(self)
        content = {"digest": _digest(content), **content}
        return json.dumps(content, indent=1) + "\n"

    def sha256(self) -> str:
        """Return the digest of manifest.json, which CURRENT.json holds."""
        return hashlib.sha256(self.text().encode()).hexdigest()

    def write(self, folder: Path) -> None:
        """Write manifest.json into the folder of the snapshot, in one step."""
        with parquet.replacing(folder / FILE) as temporary:
            temporary.write_text(self.text(), encoding="utf-8")


def read(folder: Path) -> Manifest:
    """Read the manifest of a snapshot. Raises FileNotFoundError, ManifestError."""
    path = folder / FILE
    try:
        return _parse(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FileNotFoundError(f"{path} is missing") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ManifestError(f"{path}: damaged ({error})") from error


def _parse(data: bytes) -> Manifest:
    text = data.decode()
    content = json.loads(text)
    manifest = Manifest(
        snapshot=content["snapshot"],
        run_id=content["run_id"],
        pipeline_version=content["pipeline_version"],
        schema_version=content["schema_version"],
        columns=content["columns"],
        files=_entries(content["files"]),
        index=_entries(content["index"]),
    )
    if manifest.text() != text:
        raise ManifestError("it is not as it was written")
    return manifest


def _entries(rows: Sequence[Mapping[str, Any]]) -> tuple[FileEntry, ...]:
    return tuple(FileEntry(**row) for row in rows)


def _digest(content: Mapping[str, Any]) -> str:
    canonical = json.dumps(content, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()

"""What a result depends on beside input and settings: this package, its rules and data, and the libraries below it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable

SCHEMA_VERSION = "1"
LIBRARIES = (
    "charset-normalizer",
    "ftfy",
    "langdetect",
    "lxml",
    "rapidfuzz",
    "trafilatura",
)


@lru_cache(maxsize=1)
def pipeline_version() -> str:
    """Name the installed version of Unspun."""
    return metadata.version("unspun")


@lru_cache(maxsize=1)
def rule_set() -> str:
    """Name the rules and data files that come with `cleaners`, by 16 hex digits of their hash."""
    packaged = resources.files("cleaners")
    return _hash(packaged / folder for folder in ("rules", "data"))


@lru_cache(maxsize=1)
def code() -> str:
    """Name the code of `cleaners`, so that results made while it is being changed are not taken for each other."""
    return _hash([resources.files("cleaners")], suffix=".py")


@lru_cache(maxsize=1)
def libraries() -> tuple[str, ...]:
    """Name the libraries that shape text, with their versions."""
    return tuple(f"{name}=={metadata.version(name)}" for name in LIBRARIES)


def _hash(folders: Iterator[Traversable] | list[Traversable], suffix: str = "") -> str:
    digest = hashlib.sha256()
    for folder in folders:
        for name, file in _walk(folder, folder.name):
            if name.endswith(suffix) and not name.endswith(".pyc"):
                digest.update(
                    f"{name}\0".encode() + hashlib.sha256(file.read_bytes()).digest()
                )
    return digest.hexdigest()[:16]


def _walk(folder: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    """Yield every file below a folder that may be missing, in the order of the names."""
    if not folder.is_dir():
        return
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _walk(entry, f"{name}/{entry.name}")
        else:
            yield f"{name}/{entry.name}", entry

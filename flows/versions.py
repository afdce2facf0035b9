"""What results depend on besides input and settings: this package, its data, its libraries."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable

SCHEMA_VERSION = "2"  # of the tables' columns; raised whenever one of them changes
# The libraries whose version can change what a row says.
LIBRARIES = (
    "chardet",
    "ftfy",
    "langdetect",
    "lxml",
    "py3langid",
    "rapidfuzz",
    "trafilatura",
    "webencodings",
)
HASH_DIGITS = 16  # hex digits, 64 bits: no two versions of a package ever share them


@lru_cache(maxsize=1)
def pipeline_version() -> str:
    """Return the installed version of Unspun."""
    return metadata.version("unspun")


@lru_cache(maxsize=1)
def rule_set() -> str:
    """Hash the rules and data files of `cleaners`, as 16 hex digits."""
    packaged = resources.files("cleaners")
    return _hash([packaged / "rules", packaged / "data"])


@lru_cache(maxsize=1)
def code() -> str:
    """Hash the code of `cleaners`, so that a change of it never reuses older results."""
    return _hash([resources.files("cleaners")], suffix=".py")


@lru_cache(maxsize=1)
def libraries() -> tuple[str, ...]:
    """Return the libraries that shape text, each as name==version."""
    return tuple(f"{name}=={metadata.version(name)}" for name in LIBRARIES)


def _hash(folders: Iterable[Traversable], suffix: str = "") -> str:
    """Hash the names and contents of the files below some folders."""
    digest = hashlib.sha256()
    for folder in folders:
        for name, file in _walk(folder, folder.name):
            if name.endswith(suffix) and not name.endswith(".pyc"):
                digest.update(_entry(name, file))
    return digest.hexdigest()[:HASH_DIGITS]


def _entry(name: str, file: Traversable) -> bytes:
    """Return the name of a file and the hash of its content."""
    content = hashlib.sha256(file.read_bytes())
    return f"{name}\0".encode() + content.digest()


def _walk(folder: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    """Yield every file below a folder that may be missing, in the order of the names."""
    if not folder.is_dir():
        return
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = f"{name}/{entry.name}"
        if entry.is_dir():
            yield from _walk(entry, path)
        else:
            yield path, entry

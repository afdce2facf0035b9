"""The folder of this machine in which a dataset on object storage is worked on, and read.

A command that is given s3://bucket/news or gs://bucket/news works in a folder of the cache, its
mirror. Readers have a mirror of their own, so that none of them waits for a run.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from filelock import FileLock

from flows.addresses import is_url, scheme_of, show_for
from flows.snapshots.paths import DatasetPaths
from flows.snapshots.stores import store_of
from flows.storage.conditional import STORAGES

CACHE = "UNSPUN_CACHE"  # in the environment: the folder of all mirrors
NO_NAME = "the dataset has no name; write . for the current folder"
NAME_DIGITS = 16  # hex digits of an address in the name of its mirror


class AddressError(ValueError):
    """An address that no dataset can be kept at; the message says why, and where it can."""


def folder_to_write(place: str | os.PathLike[str]) -> Path:
    """Return the folder of a dataset, or the one to work in for an address.

    Raises AddressError.
    """
    name = os.fspath(place)
    if not name:
        raise AddressError(NO_NAME)
    return writing(name) if is_url(name) else Path(name)


def folder_to_read(place: str | os.PathLike[str]) -> Path:
    """Return the folder of a dataset, or one with what is at an address now.

    Raises AddressError and DatasetError.
    """
    name = os.fspath(place)
    return reading(name) if is_url(name) else Path(name)


def writing(url: str) -> Path:
    """Return the folder to work in for a dataset at an address. Raises AddressError."""
    return _mirror(url, "write")


def reading(url: str) -> Path:
    """Return a folder with what is at an address now. Raises AddressError and DatasetError."""
    folder = _mirror(url, "read")
    with FileLock(DatasetPaths(folder).lock):
        store_of(folder).pull()
    return folder


def _mirror(url: str, use: str) -> Path:
    """Make the mirror of an address for some use."""
    scheme = scheme_of(url)
    if scheme not in STORAGES:
        raise AddressError(
            f"{url}: {scheme}:// has no write that fails where another writer was faster, as far"
            " as Unspun knows, and two runs could undo each other; name an s3:// or gs:// address,"
            " or a folder, and copy that"
        )
    address = url.rstrip("/")
    digest = hashlib.sha256(address.encode()).hexdigest()[:NAME_DIGITS]
    paths = DatasetPaths(cache() / f"{digest}-{use}")
    paths.state.mkdir(parents=True, exist_ok=True)
    paths.address.write_text(f"{address}\n", encoding="utf-8")
    show_for(str(paths.folder), address)
    return paths.folder


def cache() -> Path:
    """Return the folder of all mirrors."""
    given = os.environ.get(CACHE)
    if given:
        return Path(given).resolve()
    above = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(above).resolve() / "unspun"

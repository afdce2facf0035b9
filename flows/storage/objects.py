"""A folder of object storage: read, write and list, and replace one object only if it is as known.

Every failure is an OSError, whatever the storage raises.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from flows.addresses import EXTRAS, scheme_of
from flows.storage import parquet
from flows.storage.conditional import STORAGES, ChangedError, Storage

__all__ = ["ChangedError", "Objects"]

TOKEN_BYTES = 4  # of a name that no other process writes to meanwhile


@dataclass(frozen=True, slots=True)
class Objects:
    """A folder at an address such as s3://bucket/folder, without a slash at its end."""

    url: str

    def below(self, name: str) -> Objects:
        """Return a folder below this one."""
        return Objects(f"{self.url}/{name}")

    def names(self, prefix: str) -> list[str]:
        """List the objects whose names begin so, in order; those of folders below too."""
        root = _path(self.url)
        with _failing(self.url):
            found = _system(self.url).find(root, prefix=prefix)
        return sorted(str(path)[len(root) + 1 :] for path in found)

    def read(self, name: str) -> tuple[bytes, str] | None:
        """Return the content of an object and its version; None where there is none."""
        path = f"{_path(self.url)}/{name}"
        with _failing(f"{self.url}/{name}"):
            try:
                return _storage(self.url).read(path)
            except FileNotFoundError:
                return None

    def download(self, name: str, target: Path) -> None:
        """Copy an object to a file, in one step."""
        target.parent.mkdir(parents=True, exist_ok=True)
        owner = secrets.token_hex(TOKEN_BYTES)
        with (
            _failing(f"{self.url}/{name}"),
            parquet.replacing(target, owner) as own,
        ):
            _system(self.url).get_file(f"{_path(self.url)}/{name}", str(own))

    def upload(self, source: Path, name: str) -> None:
        """Copy a file to an object, in one step."""
        with _failing(f"{self.url}/{name}"):
            _system(self.url).put_file(str(source), f"{_path(self.url)}/{name}")

    def copy(self, name: str, other: str) -> None:
        """Copy an object to another name, without reading it."""
        root = _path(self.url)
        with _failing(f"{self.url}/{name}"):
            _system(self.url).cp_file(f"{root}/{name}", f"{root}/{other}")

    def remove(self, names: Iterable[str]) -> None:
        """Remove objects, whether they are there or not."""
        root = _path(self.url)
        with _failing(self.url):
            _storage(self.url).remove(f"{root}/{name}" for name in names)

    def put(self, name: str, data: bytes) -> None:
        """Write an object, whatever was there."""
        with _failing(f"{self.url}/{name}"):
            _system(self.url).pipe_file(f"{_path(self.url)}/{name}", data)

    def replace(self, name: str, data: bytes, version: str | None) -> str:
        """Write an object only if it still has a version, or, for None, if there is none.

        Return its new version. Raises ChangedError.
        """
        path = f"{_path(self.url)}/{name}"
        with _failing(f"{self.url}/{name}"):
            try:
                return _storage(self.url).replace(path, data, version)
            except FileNotFoundError as error:
                if version:
                    raise ChangedError("it was removed") from error
                raise


@lru_cache
def _storage(url: str) -> Storage:
    """Return the storage of an address."""
    return STORAGES[scheme_of(url)](_system(url))


@lru_cache
def _system(url: str) -> Any:  # noqa: ANN401  # fsspec ships no types
    """Return the file system of an address, which lists anew whenever it is asked."""
    from fsspec.core import url_to_fs  # noqa: PLC0415  # local datasets need not wait for it

    scheme = scheme_of(url)
    try:
        system, _ = url_to_fs(url, use_listings_cache=False)
    except ImportError as error:
        extra = EXTRAS.get(scheme, scheme)
        raise OSError(
            f"{scheme}:// needs a package: pip install 'unspun[{extra}]'"
        ) from error
    return system


def _path(url: str) -> str:
    """Return the path of a folder as its file system writes it."""
    return str(_system(url)._strip_protocol(url))  # noqa: SLF001  # it has no public name


@contextmanager
def _failing(place: str) -> Iterator[None]:
    """Raise OSError, and ChangedError for a condition that does not hold, with the address."""
    try:
        yield
    except FileNotFoundError:
        raise
    except ChangedError as error:
        raise ChangedError(f"{place}: {error}") from error
    except Exception as error:
        code = error.errno if isinstance(error, OSError) else None
        problem = f"{place}: {type(error).__name__}: {error}"
        raise OSError(code or 0, problem) from error

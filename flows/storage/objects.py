"""A folder of object storage: read, write and list, and replace one object only if it is as known.

Every failure is an OSError, whatever the storage raises.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from flows.addresses import scheme_of
from flows.storage import parquet

EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gcs", "gcs": "gcs"}  # by scheme
TOKEN_BYTES = 4  # of a name that no other process writes to meanwhile
MOST_AT_ONCE = 1_000  # objects that S3 removes in one request
REFUSALS = ("PreconditionFailed", "ConditionalRequestConflict")  # of S3


class ChangedError(OSError):
    """An object that is not as it was known to be: somebody else wrote it."""


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
        system = _system(self.url)
        with _failing(f"{self.url}/{name}"):
            try:
                answer = system.call_s3("get_object", **_place(path))
            except FileNotFoundError:
                return None
            return _body(system, answer), str(answer["ETag"])

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
        bucket, _, root = _path(self.url).partition("/")
        keys = [{"Key": f"{root}/{name}"} for name in names]
        for first in range(0, len(keys), MOST_AT_ONCE):
            given = {"Objects": keys[first : first + MOST_AT_ONCE], "Quiet": True}
            with _failing(self.url):
                _system(self.url).call_s3("delete_objects", Bucket=bucket, Delete=given)

    def put(self, name: str, data: bytes) -> None:
        """Write an object, whatever was there."""
        with _failing(f"{self.url}/{name}"):
            _system(self.url).pipe_file(f"{_path(self.url)}/{name}", data)

    def replace(self, name: str, data: bytes, version: str | None) -> str:
        """Write an object only if it still has a version, or, for None, if there is none.

        Return its new version. Raises ChangedError.
        """
        condition = {"IfMatch": version} if version else {"IfNoneMatch": "*"}
        path = f"{_path(self.url)}/{name}"
        given = {"Body": data, **_place(path), **condition}
        with _failing(f"{self.url}/{name}"):
            try:
                answer = _system(self.url).call_s3("put_object", **given)
            except FileNotFoundError as error:
                if version:
                    raise ChangedError(f"{self.url}/{name}: it was removed") from error
                raise
            return str(answer["ETag"])


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


def _place(path: str) -> dict[str, str]:
    bucket, _, key = path.partition("/")
    return {"Bucket": bucket, "Key": key}


def _body(system: Any, answer: Any) -> bytes:  # noqa: ANN401  # the same
    """Read the body of an answer."""
    from fsspec.asyn import sync  # noqa: PLC0415  # the same

    read: Callable[[], Any] = answer["Body"].read
    data = sync(system.loop, read)
    return bytes(data)


@contextmanager
def _failing(place: str) -> Iterator[None]:
    """Raise OSError, and ChangedError for a condition that does not hold, with the address."""
    try:
        yield
    except (FileNotFoundError, ChangedError):
        raise
    except Exception as error:
        if _is_refusal(error):
            raise ChangedError(f"{place}: somebody else wrote it") from error
        code = error.errno if isinstance(error, OSError) else None
        problem = f"{place}: {type(error).__name__}: {error}"
        raise OSError(code or 0, problem) from error


def _is_refusal(error: BaseException) -> bool:
    """Whether a storage refused to write because of the condition."""
    cause = error.__cause__ or error
    response = getattr(cause, "response", None) or {}
    return response.get("Error", {}).get("Code") in REFUSALS

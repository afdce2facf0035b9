"""List and fetch files of remote storage, such as s3://, through fsspec."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from flows.addresses import EXTRAS, scheme_of
from flows.intake.globs import has_pattern, matches, split_pattern
from flows.intake.listing_errors import InputError

# What a file system says of a file that changes with its content, in the order of trust.
VERSION_KEYS = ("ETag", "etag", "md5Hash", "contentHash", "sha256", "md5")
TIME_KEYS = ("LastModified", "last_modified", "mtime", "updated", "created")
SPOOLED_DIGITS = 32  # hex digits of the name of a fetched file


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of remote storage: its address, its path, and what shows that it is unchanged.

    `root` is the folder that was given. Without a `version` it may have changed at any time.
    """

    file_system: Any
    url: str
    path: PurePosixPath
    root: PurePosixPath
    size: int
    version: str | None

    def fetch(self, folder: Path) -> Path:
        """Copy the file to a folder, and return where it is. Raises OSError."""
        folder.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(self.url.encode()).hexdigest()[:SPOOLED_DIGITS]
        target = folder / name
        _get(self.file_system, str(self.path).lstrip("/"), target)
        return target


def fetch_address(url: str, target: Path) -> None:
    """Copy the file at an address. Raises OSError."""
    try:
        file_system, path = _open(url)
    except InputError as error:
        raise OSError(str(error)) from error
    _get(file_system, path, target)


def _get(file_system: Any, path: str, target: Path) -> None:  # noqa: ANN401  # fsspec ships no types
    try:
        file_system.get_file(path, str(target))
    except OSError:
        raise
    except Exception as error:  # each storage raises errors of its own
        raise OSError(f"{type(error).__name__}: {error}") from error


def local_path(url: str) -> Path | None:
    """Return the path of a file:// address; None for any other."""
    scheme, _, rest = url.partition("://")
    if scheme.lower() != "file":
        return None
    _host, slash, path = rest.partition("/")
    return Path(unquote(slash + path))


def list_remote(url: str) -> Iterator[RemoteFile]:
    """Yield the files at an address: one file, those below a folder, or that match a pattern.

    Raises InputError.
    """
    file_system, path = _open(url)
    scheme = url.partition("://")[0]
    folder = path
    pattern: tuple[str, ...] = ()
    if has_pattern(path):
        folder, pattern = split_pattern(path)
    for name, details in sorted(_find(file_system, folder, url).items()):
        if details.get("type") == "directory" or name.endswith("/"):
            continue
        found = _absolute(name)
        root = _absolute(folder)
        if found == root:
            root = found.parent
        below = found.relative_to(root).parts
        is_hidden = any(part.startswith(".") for part in below)
        if is_hidden or (pattern and not matches(below, pattern)):
            continue
        yield RemoteFile(
            file_system=file_system,
            url=f"{scheme}:/{found}",
            path=found,
            root=root,
            size=int(details.get("size") or 0),
            version=_version(details),
        )


def _absolute(name: str) -> PurePosixPath:
    relative = name.strip("/")
    return PurePosixPath(f"/{relative}")


def _open(url: str) -> tuple[Any, str]:
    """Return the file system of an address, and the path in it. Raises InputError."""
    from fsspec.core import url_to_fs  # noqa: PLC0415  # local files need not wait for it

    scheme = scheme_of(url)
    try:
        file_system, path = url_to_fs(url)
    except ImportError as error:
        extra = EXTRAS.get(scheme)
        remedy = f"pip install 'unspun[{extra}]'" if extra else str(error)
        raise InputError(f"{url}: {scheme}:// needs a package: {remedy}") from error
    except ValueError as error:
        raise InputError(f"{url}: {error}; check the address") from error
    return file_system, str(path)


def _find(file_system: Any, folder: str, url: str) -> Mapping[str, Any]:  # noqa: ANN401  # fsspec ships no types
    """List files with their details. Raises InputError."""
    try:
        found: Mapping[str, Any] = file_system.find(folder, detail=True)
    except Exception as error:
        raise InputError(
            f"{url}: cannot be listed ({type(error).__name__}: {error});"
            " check the address, the network and your credentials"
        ) from error
    if not found:
        raise InputError(f"{url}: nothing is there; check the address")
    return found


def _version(details: Mapping[str, Any]) -> str | None:
    """Return what changes with the content of a file, None where nothing does."""
    stated: list[str] = []
    for keys in (VERSION_KEYS, TIME_KEYS):
        for key in keys:
            value = details.get(key)
            if value:
                stated.append(str(value))
                break
    return "|".join(stated) or None

"""What each storage does in a way of its own: replace an object only if it is as known.

Amazon S3 tells the versions of an object by ETag (`If-Match`, `If-None-Match`), Google Cloud
Storage by generation (`ifGenerationMatch`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, Protocol
from urllib.parse import quote

S3_REFUSALS = ("PreconditionFailed", "ConditionalRequestConflict")
MOST_AT_ONCE = 1_000  # objects that S3 removes in one request
SOMEBODY_ELSE = "somebody else wrote it"
NO_GENERATION = "0"  # of an object that is not there
BYTES = {"Content-Type": "application/octet-stream"}


class ChangedError(OSError):
    """An object that is not as it was known to be: somebody else wrote it."""


class Storage(Protocol):
    """A storage; paths are those of its file system: bucket/name."""

    def read(self, path: str) -> tuple[bytes, str]:
        """Return the content of an object and its version. Raises FileNotFoundError."""

    def replace(self, path: str, data: bytes, version: str | None) -> str:
        """Write an object if it has a version, or, for None, if there is none.

        Return its new version. Raises ChangedError.
        """

    def remove(self, paths: Iterable[str]) -> None:
        """Remove objects, whether they are there or not."""


class S3Storage:
    """Amazon S3, and what answers as it does."""

    def __init__(self, system: Any) -> None:  # noqa: ANN401  # fsspec ships no types
        self._system = system

    def read(self, path: str) -> tuple[bytes, str]:
        """Return the content of an object and its ETag."""
        answer = self._system.call_s3("get_object", **_place(path))
        return self._body(answer), str(answer["ETag"])

    def replace(self, path: str, data: bytes, version: str | None) -> str:
        """Write an object if its ETag is as known."""
        condition = {"IfMatch": version} if version else {"IfNoneMatch": "*"}
        given = {"Body": data, **_place(path), **condition}
        try:
            answer = self._system.call_s3("put_object", **given)
        except Exception as error:
            if _is_refusal(error):
                raise ChangedError(SOMEBODY_ELSE) from error
            raise
        return str(answer["ETag"])

    def remove(self, paths: Iterable[str]) -> None:
        """Remove objects, many in one request."""
        places = [_place(path) for path in paths]
        for first in range(0, len(places), MOST_AT_ONCE):
            some = places[first : first + MOST_AT_ONCE]
            keys = [{"Key": place["Key"]} for place in some]
            given = {"Objects": keys, "Quiet": True}
            bucket = some[0]["Bucket"]
            self._system.call_s3("delete_objects", Bucket=bucket, Delete=given)

    def _body(self, answer: Any) -> bytes:  # noqa: ANN401  # the same
        """Read the body of an answer."""
        from fsspec.asyn import sync  # noqa: PLC0415  # local datasets need not wait for it

        read: Callable[[], Any] = answer["Body"].read
        return bytes(sync(self._system.loop, read))


class GoogleStorage:
    """Google Cloud Storage."""

    def __init__(self, system: Any) -> None:  # noqa: ANN401  # fsspec ships no types
        self._system = system

    def read(self, path: str) -> tuple[bytes, str]:
        """Return the content of an object and its generation.

        Where it is replaced between the two questions, that generation is gone: ask again.
        """
        while True:
            generation = str(self._object(path, json_out=True)["generation"])
            with suppress(FileNotFoundError):
                _, content = self._object(path, alt="media", generation=generation)
                return bytes(content), generation

    def replace(self, path: str, data: bytes, version: str | None) -> str:
        """Write an object if its generation is as known."""
        bucket, _, name = path.partition("/")
        host = self._system._location  # noqa: SLF001  # it has no public name
        try:
            answer = self._system.call(
                "POST",
                f"{host}/upload/storage/v1/b/{quote(bucket)}/o",
                uploadType="media",
                name=name,
                ifGenerationMatch=version or NO_GENERATION,
                headers=BYTES,
                data=data,
                json_out=True,
            )
        except FileExistsError as error:  # the answer 412
            raise ChangedError(SOMEBODY_ELSE) from error
        return str(answer["generation"])

    def remove(self, paths: Iterable[str]) -> None:
        """Remove objects, one after the other."""
        for path in paths:
            with suppress(FileNotFoundError):
                self._system.rm_file(path)

    def _object(self, path: str, **given: object) -> Any:  # noqa: ANN401  # the same
        """Ask for an object, or what is known of it."""
        bucket, _, name = path.partition("/")
        return self._system.call("GET", "b/{}/o/{}", bucket, name, **given)


STORAGES: dict[str, type[S3Storage | GoogleStorage]] = {
    "s3": S3Storage,
    "s3a": S3Storage,
    "gs": GoogleStorage,
    "gcs": GoogleStorage,
}
"""By scheme of an address; a dataset can be kept at these."""


def _place(path: str) -> dict[str, str]:
    """Return the bucket and the key of an object, by the names that S3 has for them."""
    bucket, _, key = path.partition("/")
    return {"Bucket": bucket, "Key": key}


def _is_refusal(error: BaseException) -> bool:
    """Return whether S3 refused to write because of the condition."""
    cause = error.__cause__ or error
    response = getattr(cause, "response", None) or {}
    return response.get("Error", {}).get("Code") in S3_REFUSALS

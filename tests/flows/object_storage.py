"""S3 on loopback for tests, and datasets on it."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import s3fs
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

from flows.storage import objects

BUCKET = "news"
CONDITIONS = ("HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH")
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class _Quiet(WSGIRequestHandler):
    """Answers without a word."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Note nothing."""


@dataclass(slots=True)
class Storage:
    """A server of S3, the requests that it got, and the environment of those who use it."""

    environment: dict[str, str]
    requests: list[str]
    scheme: ClassVar[str] = "s3"

    def download(self, name: str, target: Path) -> Path:
        """Copy a folder of the bucket."""
        system = s3fs.S3FileSystem(use_listings_cache=False)
        system.get(f"{BUCKET}/{name}", str(target), recursive=True)
        return target

    def upload(self, source: Path, name: str) -> None:
        """Copy a folder to the bucket."""
        system = s3fs.S3FileSystem(use_listings_cache=False)
        for path in sorted(source.iterdir()):
            system.put_file(str(path), f"{BUCKET}/{name}/{path.name}")

    def names(self, name: str) -> list[str]:
        """List what is in a folder of the bucket."""
        system = s3fs.S3FileSystem(use_listings_cache=False)
        return [
            path.removeprefix(f"{BUCKET}/") for path in system.find(f"{BUCKET}/{name}")
        ]


def _empty(bucket: str) -> None:
    """Remove what is in a bucket: the next server of this process has it too."""
    system = s3fs.S3FileSystem(use_listings_cache=False)
    names = system.find(bucket)
    if names:
        system.rm(names)


@contextmanager
def serving(*, conditions: bool = True) -> Iterator[Storage]:
    """Serve S3; one that ignores conditions is as some storages are."""
    requests: list[str] = []
    application = DomainDispatcherApplication(create_backend_app)
    seen = _noting(application, requests, conditions=conditions)
    server = make_server("127.0.0.1", 0, seen, threaded=True, request_handler=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    environment = {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": address,
    }
    before = dict(os.environ)
    os.environ.update(environment)
    _forget_connections()
    try:
        with suppress(
            FileExistsError
        ):  # all servers of a process have the same buckets
            s3fs.S3FileSystem().mkdir(BUCKET)
        yield Storage(environment, requests)
    finally:
        _empty(BUCKET)
        server.shutdown()
        os.environ.clear()
        os.environ.update(before)
        _forget_connections()


def _noting(
    application: Application, requests: list[str], *, conditions: bool
) -> Application:
    """Note every request, and drop conditions from it where they are to be ignored."""

    def noted(environment: dict[str, Any], start: Any) -> Iterable[bytes]:  # noqa: ANN401 - WSGI's own
        requests.append(f"{environment['REQUEST_METHOD']} {environment['PATH_INFO']}")
        if not conditions:
            for name in CONDITIONS:
                environment.pop(name, None)
        return application(environment, start)

    return noted


def _forget_connections() -> None:
    """Let the next use connect to the server that the environment names."""
    s3fs.S3FileSystem.clear_instance_cache()
    for cached in (objects._system, objects._storage):  # noqa: SLF001 - so that tests may have servers of their own
        cached.cache_clear()


def command(*arguments: str) -> list[str]:
    """Return the product's command."""
    return [sys.executable, "-m", "flows", *arguments]

"""Google Cloud Storage on loopback for tests, and datasets on it.

The emulator answers as the service does, but takes no notice of the condition of a write. It is
told here to keep to it, as https://cloud.google.com/storage/docs/request-preconditions says.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any

os.environ.setdefault(
    "GCSFS_EXPERIMENTAL_ZB_HNS_SUPPORT", "false"
)  # it wants credentials
import gcsfs
from gcp_storage_emulator.exceptions import NotFound
from gcp_storage_emulator.handlers import objects as emulator
from gcp_storage_emulator.server import create_server

from flows.storage import objects
from tests.flows.object_storage import BUCKET

UPLOAD = emulator._media_upload  # noqa: SLF001 - no other place knows the condition
Upload = Callable[[Any, Any, Any], None]


class GoogleStorage:
    """A server of Google Cloud Storage."""

    scheme = "gs"

    def download(self, name: str, target: Path) -> Path:
        """Copy a folder of the bucket."""
        system = _system()
        for path in system.find(f"{BUCKET}/{name}"):
            file = target / path.removeprefix(f"{BUCKET}/{name}/")
            file.parent.mkdir(parents=True, exist_ok=True)
            system.get_file(path, str(file))
        return target

    def names(self, name: str) -> list[str]:
        """List what is in a folder of the bucket."""
        found = _system().find(f"{BUCKET}/{name}")
        return [path.removeprefix(f"{BUCKET}/") for path in found]


@contextmanager
def serving(*, conditions: bool = True) -> Iterator[GoogleStorage]:
    """Serve Google Cloud Storage; one that ignores conditions is the emulator alone."""
    before_upload = emulator._media_upload  # noqa: SLF001 - no other place knows the condition
    upload = _keeping_to_conditions(UPLOAD) if conditions else UPLOAD
    emulator._media_upload = upload  # noqa: SLF001 - the same
    server = create_server("127.0.0.1", 0, in_memory=True, default_bucket=BUCKET)
    server.start()
    before = dict(os.environ)
    httpd = server._api._httpd  # noqa: SLF001 - it tells no other way
    httpd.handle_error = _say_nothing
    os.environ["STORAGE_EMULATOR_HOST"] = f"http://127.0.0.1:{httpd.server_port}"
    _forget_connections()
    try:
        yield GoogleStorage()
    finally:
        server.stop()
        os.environ.clear()
        os.environ.update(before)
        emulator._media_upload = before_upload  # noqa: SLF001 - the same
        _forget_connections()


def _keeping_to_conditions(upload: Upload) -> Upload:
    """Refuse to write an object whose generation is another than the condition says."""

    def conditional(request: Any, response: Any, storage: Any) -> None:  # noqa: ANN401 - the emulator's own
        wanted = request.query.get("ifGenerationMatch")
        place = request.params["bucket_name"], request.query["name"][0]
        if wanted and wanted[0] != _generation(storage, *place):
            response.status = HTTPStatus.PRECONDITION_FAILED
            response.json({"error": {"code": 412, "message": "conditionNotMet"}})
            return
        upload(request, response, storage)

    return conditional


def _generation(storage: Any, bucket: str, name: str) -> str:  # noqa: ANN401 - the same
    """Return the generation of an object; 0 where there is none."""
    try:
        return str(storage.get_file_obj(bucket, name)["generation"])
    except NotFound:
        return "0"


def _say_nothing(_request: object, _client: object) -> None:
    """Be quiet about clients that do not wait for the end of an answer."""


def _system() -> Any:  # noqa: ANN401 - fsspec ships no types
    return gcsfs.GCSFileSystem(use_listings_cache=False)


def _forget_connections() -> None:
    """Let the next use connect to the server that the environment names."""
    gcsfs.GCSFileSystem.clear_instance_cache()
    for cached in (objects._system, objects._storage):  # noqa: SLF001 - so that tests may have servers of their own
        cached.cache_clear()

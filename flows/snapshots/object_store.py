"""Keep a dataset on object storage: immutable objects, and a pointer that is replaced if as known.

A run works in a folder, the mirror. What it publishes is uploaded under a number that it claimed;
then CURRENT.json is replaced on the condition that it is the one that the run has built upon. So of
two writers one wins, and the other one's objects are never seen.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import suppress

from flows.snapshots import manifest, transfers
from flows.snapshots.current import POINTER, Current, DatasetError
from flows.snapshots.manifest import Manifest, ManifestError
from flows.snapshots.paths import DatasetPaths
from flows.snapshots.pulling import CLAIM, PUBLISHED, STATE, Found, Puller, claim_of
from flows.snapshots.transfers import Transfer
from flows.storage.objects import ChangedError, Objects
from flows.storage.shared import SharedFolder, SharedObjects

CLAIMED = b"writing\n"
TOKEN_BYTES = 8  # of the name of an object that no other writer writes to


class ObjectStore:
    """A dataset at an address, and the folder of this machine that mirrors it."""

    def __init__(self, url: str, paths: DatasetPaths) -> None:
        self._objects = Objects(url)
        self._url = url
        self._paths = paths
        self._found = Found()
        self._published = False

    def check(self) -> None:
        """Check that the storage replaces an object only if it is as known. Raises DatasetError."""
        try:
            is_safe = self._refuses_wrong_conditions()
        except OSError as error:
            raise self._failed(error) from error
        if not is_safe:
            raise DatasetError(
                f"{self._url}: this storage ignores conditions (If-Match, If-None-Match, or"
                " ifGenerationMatch), so that two runs could undo each other; write to a folder"
                " and copy that, or use a storage that has them, such as Amazon S3 or Google Cloud"
                " Storage"
            )

    def pull(self) -> None:
        """Bring the folder to what is kept. Raises DatasetError."""
        try:
            self._found = Puller(self._objects, self._paths).pull()
        except OSError as error:
            raise self._failed(error) from error
        except ManifestError as error:
            raise DatasetError(f"{error}; restore it from a backup") from error

    def claim(self, number: int) -> int:
        """Return the number of the next snapshot, from this one on, that no other writer has."""
        current = self._found.current
        if current is not None:
            # Its writer may have ended before it said so.
            self._objects.put(self._claim(current), PUBLISHED)
        while True:
            try:
                self._objects.replace(self._claim(number), CLAIMED, None)
            except ChangedError:
                number += 1
            else:
                return number

    def publish(self, newest: Current) -> None:
        """Upload a snapshot that is written, then replace the pointer. Raises DatasetError."""
        assert newest.manifest, "every snapshot that is written has a manifest"
        self._upload_state()
        transfers.do_all(self._transfers(newest.manifest, newest))
        name = f"{newest.path}/{manifest.FILE}"
        self._objects.upload(newest.folder / name, name)
        self._replace_pointer(newest)
        self._objects.put(self._claim(newest.snapshot), PUBLISHED)
        self._published = True

    def tidy(self) -> None:
        """Remove what the folder no longer has. What other writers began since is left alone."""
        self._upload_state()
        if not self._published:
            self._write_lost_pointer()
            return
        names = {*self._found.names, *self._objects.names("state/shards/")}
        self._objects.remove(sorted(filter(self._is_gone, names)))

    def shared_shards(self) -> SharedFolder:
        """Return the folder of the shards' output on the same storage."""
        shards = self._paths.shards
        below = shards.relative_to(self._paths.folder).as_posix()
        return SharedObjects(self._objects.below(below), shards)

    def _refuses_wrong_conditions(self) -> bool:
        """Whether the storage refuses to replace an object that is not as it is said to be."""
        name = f"state/probe-{secrets.token_hex(TOKEN_BYTES)}"
        old = self._objects.replace(name, b"first\n", None)
        self._objects.put(name, b"second\n")
        try:
            return self._is_refused(name, None) and self._is_refused(name, old)
        finally:
            self._objects.remove([name])

    def _is_refused(self, name: str, version: str | None) -> bool:
        try:
            self._objects.replace(name, b"third\n", version)
        except ChangedError:
            return True
        return False

    def _transfers(self, made: Manifest, newest: Current) -> Iterator[Transfer]:
        """Yield what to copy on the storage, and what to upload, for a new snapshot."""
        for entry in made.files:
            name = f"{newest.path}/{entry.path}"
            same = self._found.same.get(entry.sha256)
            if same:
                yield Transfer(self._objects.copy, same, name)
            else:
                yield Transfer(self._objects.upload, newest.folder / name, name)
        for entry in made.index:
            if entry.path not in self._found.names:
                path = newest.folder / entry.path
                yield Transfer(self._objects.upload, path, entry.path)

    def _upload_state(self) -> None:
        for name in STATE:
            path = self._paths.state / name
            if path.exists():
                self._objects.upload(path, f"state/{name}")

    def _replace_pointer(self, newest: Current) -> None:
        """Replace the pointer. Raises DatasetError where another writer was faster."""
        text = newest.text().encode()
        try:
            self._objects.replace(POINTER, text, self._found.version)
        except ChangedError as error:
            found = self._objects.read(POINTER)
            if found and found[0] == text:
                return  # a first try succeeded, and only its answer was lost
            self._objects.remove(self._objects.names(f"{newest.path}/"))
            raise DatasetError(
                f"{self._url}: another run has published since this one began; run again"
            ) from error

    def _write_lost_pointer(self) -> None:
        """Write the pointer that was restored, unless another writer did."""
        path = self._paths.folder / POINTER
        pointer = path.read_bytes() if path.exists() else b""
        if pointer != self._found.pointer:
            with suppress(ChangedError):
                self._objects.replace(POINTER, pointer, self._found.version)

    def _is_gone(self, name: str) -> bool:
        """Whether an object that was there before is none of the dataset any more."""
        top = name.partition("/")[0]
        if top not in ("snapshots", "index", "state"):
            return False
        path = self._paths.folder / name
        if path.name == CLAIM:
            return not path.parent.exists()
        return not path.exists()

    def _claim(self, number: int) -> str:
        return claim_of(self._paths, number)

    def _failed(self, error: OSError) -> DatasetError:
        return DatasetError(
            f"{self._url}: {error.strerror or error}; check the address, the network and your"
            " credentials"
        )

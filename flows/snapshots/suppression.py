"""The list of what must never be taken in again, as keyed hashes: it names nothing itself.

It has a digest with the same key, so that no part of it can be lost or damaged unnoticed.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from cleaners.sites import domains_of, site_of
from cleaners.url_key import url_key as page_of
from flows.snapshots import integrity
from flows.snapshots.current import Current, DatasetError
from flows.storage import parquet

LIST, SALT = "suppression.json", "suppression.salt"  # files in the folder of the state
SALT_BYTES = 32  # as long as the hash that it keys
PAGE, SITE, RECORD, FILE = "page", "site", "record", "file"  # kinds of entries
FORGOTTEN = "forgotten"  # the column of runs that says how many rows a takedown removed
REMEDY = (
    f"without it, what was forgotten would be taken in again: restore {LIST} and {SALT} from a"
    " backup, or remove both and give `unspun forget` again for all that was forgotten"
)
COLUMNS = ("source_path", "url", "url_key", "host", "raw_sha256", "content_key")


class SuppressionError(DatasetError):
    """A list of what must not be taken in that is lost or damaged; `path` is the file."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}; {REMEDY}")
        self.path = path
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Suppression:
    """What must not be taken in: keyed hashes of pages, sites, records and whole files."""

    salt: bytes = b""
    hashes: frozenset[str] = frozenset()

    @classmethod
    def read(cls, state: Path) -> Suppression:
        """Read the list of a dataset; an empty one where there is none.

        Raises SuppressionError where a part of it is lost or damaged.
        """
        salt, text = _content(state / SALT), _content(state / LIST)
        if salt is None and text is None:
            return cls()
        hashes, digest = _parsed(state / LIST, text)
        found = cls(salt or b"", hashes)
        if salt or hashes:  # else a first takedown was killed
            found._require_whole(state, digest)
        return found

    def _require_whole(self, state: Path, digest: str) -> None:
        """Raise SuppressionError where the salt is lost, or one of the two is damaged."""
        if not self.salt:
            raise SuppressionError(state / SALT, "lost")
        if digest != self.digest():
            problem = f"damaged, or {SALT} beside it is"
            raise SuppressionError(state / LIST, problem)

    @classmethod
    def of(cls, state: Path, current: Current | None) -> Suppression:
        """Read the list of a dataset, which there must be once anything was forgotten.

        Raises SuppressionError.
        """
        found = cls.read(state)
        if not found.salt and current and _has_forgotten(current):
            raise SuppressionError(state / LIST, "lost")
        return found

    @classmethod
    def with_salt(cls, state: Path) -> Suppression:
        """Read the list of a dataset, or begin one with a salt of its own.

        Raises SuppressionError.
        """
        known = cls.read(state)
        if known.salt:
            return known
        state.mkdir(parents=True, exist_ok=True)
        begun = cls(secrets.token_bytes(SALT_BYTES))
        begun.write(state)  # first: a salt without a list says that the list is lost
        with parquet.replacing(state / SALT) as temporary:
            temporary.touch(mode=0o600)
            temporary.write_bytes(begun.salt)
        return begun

    def write(self, state: Path) -> None:
        """Write the list, in one step."""
        content = {"digest": self.digest(), "hashes": sorted(self.hashes)}
        with parquet.replacing(state / LIST) as temporary:
            text = json.dumps(content, indent=1) + "\n"
            temporary.write_text(text, encoding="utf-8")

    def digest(self) -> str:
        """Hash the whole list with its salt."""
        return self._hash("list", "\n".join(sorted(self.hashes)))

    def joined(self, entries: Iterable[tuple[str, str]]) -> Suppression:
        """Return the list with more entries: pairs of a kind and a value."""
        added = {self._hash(kind, value) for kind, value in entries}
        return Suppression(self.salt, self.hashes | added)

    def without(self, entries: Iterable[tuple[str, str]]) -> Suppression:
        """Return the list without some entries: pairs of a kind and a value."""
        removed = {self._hash(kind, value) for kind, value in entries}
        return Suppression(self.salt, self.hashes - removed)

    def has(self, kind: str, value: str | None) -> bool:
        """Return whether a value is on the list."""
        if not self.hashes or not value:
            return False
        return self._hash(kind, value) in self.hashes

    def has_host(self, host: str | None) -> bool:
        """Return whether a host, or a domain that it is below, is on the list."""
        return any(self.has(SITE, domain) for domain in domains_of(host))

    def has_file(self, source_path: str, sha256: str | None) -> bool:
        """Return whether a file, all of whose records are, is on the list as it is now."""
        return self.has(FILE, file_value(source_path, sha256))

    def chosen(self, rows: pa.Table) -> list[bool]:
        """Tell for each row whether its record is on the list."""
        if not self.hashes:
            return [False] * rows.num_rows
        records = rows.select(COLUMNS).to_pylist()
        return [self._is_chosen(**record) for record in records]

    def _is_chosen(  # noqa: PLR0913, PLR0917 - one for each column
        self,
        source_path: str,
        url: str | None,
        url_key: str | None,
        host: str | None,
        raw_sha256: str | None,
        content_key: str | None,
    ) -> bool:
        page, place = url_key or page_of(url), host or site_of(url)
        if self.has(PAGE, page) or self.has_host(place):
            return True
        if not raw_sha256 and self.has_file(source_path, None):  # inside an archive
            return True
        return self.has(RECORD, raw_sha256) or self.has(RECORD, content_key)

    def _hash(self, kind: str, value: str) -> str:
        message = f"{kind}\n{value}".encode("utf-8", "surrogatepass")
        return hmac.new(self.salt, message, hashlib.sha256).hexdigest()


def _has_forgotten(current: Current) -> bool:
    """Return whether any run of a dataset took something down. Raises DatasetError."""
    integrity.require_sound(current, ("runs",))
    for path in current.parts("runs"):
        if FORGOTTEN in parquet.names(path):
            counts = parquet.read(path, [FORGOTTEN])[FORGOTTEN]
            if any(counts.to_pylist()):
                return True
    return False


def _content(path: Path) -> bytes | None:
    """Read a file; None where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _parsed(path: Path, text: bytes | None) -> tuple[frozenset[str], str]:
    """Read the hashes of a list, and its digest. Raises SuppressionError."""
    if text is None:
        raise SuppressionError(path, "lost")
    try:
        content = json.loads(text)
        return frozenset(content["hashes"]), str(content["digest"])
    except (ValueError, KeyError, TypeError) as error:
        raise SuppressionError(path, "damaged") from error


def file_value(source_path: str, sha256: str | None) -> str:
    """Return what a file is listed by: its name and its bytes, where those could be read."""
    return f"{source_path}\n{sha256 or ''}"

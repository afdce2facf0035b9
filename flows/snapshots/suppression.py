"""The list of what must never be taken in again, as keyed hashes: it names nothing itself."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from flows.storage import parquet

LIST, SALT = "suppression.json", "suppression.salt"  # files in the folder of the state
SALT_BYTES = 32  # as long as the hash that it keys
PAGE, SITE, RECORD, FILE = "page", "site", "record", "file"  # kinds of entries
COLUMNS = ("source_path", "url_key", "host", "raw_sha256", "content_key")


@dataclass(frozen=True, slots=True)
class Suppression:
    """What must not be taken in: keyed hashes of pages, sites, records and whole files."""

    salt: bytes = b""
    hashes: frozenset[str] = frozenset()

    @classmethod
    def read(cls, state: Path) -> Suppression:
        """Read the list of a dataset; an empty one where there is none."""
        try:
            salt = (state / SALT).read_bytes()
            hashes = json.loads((state / LIST).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return cls()
        return cls(salt, frozenset(hashes))

    @classmethod
    def with_salt(cls, state: Path) -> Suppression:
        """Read the list of a dataset, or begin one with a salt of its own."""
        known = cls.read(state)
        if known.salt:
            return known
        state.mkdir(parents=True, exist_ok=True)
        salt = secrets.token_bytes(SALT_BYTES)
        with parquet.replacing(state / SALT) as temporary:
            temporary.touch(mode=0o600)
            temporary.write_bytes(salt)
        return cls(salt)

    def write(self, state: Path) -> None:
        """Write the list, in one step."""
        with parquet.replacing(state / LIST) as temporary:
            text = json.dumps(sorted(self.hashes), indent=1) + "\n"
            temporary.write_text(text, encoding="utf-8")

    def joined(self, entries: Iterable[tuple[str, str]]) -> Suppression:
        """Return the list with more entries: pairs of a kind and a value."""
        added = {self._hash(kind, value) for kind, value in entries}
        return Suppression(self.salt, self.hashes | added)

    def has(self, kind: str, value: str | None) -> bool:
        """Return whether a value is on the list."""
        if not self.hashes or not value:
            return False
        return self._hash(kind, value) in self.hashes

    def has_host(self, host: str | None) -> bool:
        """Return whether a host, or a domain that it is below, is on the list."""
        return any(self.has(SITE, domain) for domain in _domains(host))

    def has_file(self, source_path: str) -> bool:
        """Return whether a file is on the list, all of whose records are."""
        return self.has(FILE, source_path)

    def chosen(self, rows: pa.Table) -> list[bool]:
        """Tell for each row whether its record is on the list."""
        if not self.hashes:
            return [False] * rows.num_rows
        records = rows.select(COLUMNS).to_pylist()
        return [self._is_chosen(**record) for record in records]

    def _is_chosen(
        self,
        source_path: str,
        url_key: str | None,
        host: str | None,
        raw_sha256: str | None,
        content_key: str | None,
    ) -> bool:
        if self.has(PAGE, url_key) or self.has_host(host):
            return True
        if self.has_file(source_path):  # inside an archive
            return True
        return self.has(RECORD, raw_sha256) or self.has(RECORD, content_key)

    def _hash(self, kind: str, value: str) -> str:
        message = f"{kind}\n{value}".encode("utf-8", "surrogatepass")
        return hmac.new(self.salt, message, hashlib.sha256).hexdigest()


def _domains(host: str | None) -> Iterator[str]:
    """Yield a host and the domains that it is below."""
    labels = (host or "").split(".")
    for first in range(len(labels)):
        yield ".".join(labels[first:])

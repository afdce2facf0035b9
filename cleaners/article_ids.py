"""The ids of articles: derived from what was fetched, never from when or in which order."""

from __future__ import annotations

from hashlib import sha256

from cleaners.article import Record
from cleaners.url_key import url_key

ID_DIGITS = 32  # hex digits of an article_id: 128 bits of SHA-256


def article_id(record: Record, url: str | None) -> str:
    """Derive an id from the page (or the path) and the raw content."""
    return page_id(url_key(url) or record.source_path, record.raw_sha256)


def page_id(page: str, raw_sha256: str) -> str:
    """Derive the id of content that was found on a page, or in a file where it names no page.

    It stays the same in another line or file. What is found there a second time has another id:
    see `id_of_repeat`.
    """
    return _hashed(page, raw_sha256)


def id_of_repeat(article_id: str, source_path: str, record_number: int) -> str:
    """Derive the id of a record where another one has its page and its content."""
    return _hashed(article_id, source_path, str(record_number))


def _hashed(*parts: str) -> str:
    key = "\n".join(parts)
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:ID_DIGITS]

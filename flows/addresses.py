"""Tell addresses from paths, and show an address in place of the folder that stands for it."""

from __future__ import annotations

import re

SCHEME = re.compile(r"([a-z][a-z0-9+.-]+)://", re.IGNORECASE)
_mirrors: dict[str, str] = {}  # address by the folder that this process works in for it

EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gcs", "gcs": "gcs"}
"""The extra of this package that a scheme needs."""


def is_url(name: str) -> bool:
    """Return whether an input or a dataset is an address, and not a local path."""
    return bool(SCHEME.match(name))


def scheme_of(url: str) -> str:
    """Return the scheme of an address, in small letters."""
    return url.partition("://")[0].lower()


def show_for(folder: str, url: str) -> None:
    """Show an address for a folder from now on."""
    _mirrors[folder] = url


def addressed(text: str) -> str:
    """Write addresses in place of the folders that stand for them."""
    for folder, url in _mirrors.items():
        text = text.replace(folder, url)
    return text

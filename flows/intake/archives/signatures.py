"""Recognise archives by how they begin."""

from __future__ import annotations

import tarfile

from flows.intake.left_aside import OFFICE_MEMBERS
from flows.intake.readers.wacz import is_web_archive

ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")  # a member, and the end of an empty archive


def is_zip(head: bytes) -> bool:
    """Return whether a file is a ZIP, and no document, program or web archive."""
    if not head.startswith(ZIP_STARTS):
        return False
    return not OFFICE_MEMBERS.match(head) and not is_web_archive(head)


def is_tar(head: bytes) -> bool:
    """Return whether a file begins with the header of a member of a tar, by its checksum."""
    header = head[: tarfile.BLOCKSIZE]
    if len(header) < tarfile.BLOCKSIZE:
        return False
    try:
        tarfile.TarInfo.frombuf(header, "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError):
        return False
    return True

"""All input formats: those of records, and archives of files of these formats."""

from __future__ import annotations

from flows.intake.archives import TAR, ZIP
from flows.intake.inputs import COMPRESSIONS
from flows.intake.readers import READERS
from flows.intake.readers.reader import Reader

ARCHIVES = (ZIP, TAR)
FORMATS: tuple[Reader, ...] = (*READERS, *ARCHIVES)

_BY_FORMAT = {reader.format: reader for reader in FORMATS}


def reader_of(source_format: str) -> Reader:
    """Return the reader of a format."""
    return _BY_FORMAT[source_format]


def archive_suffixes() -> tuple[str, ...]:
    """List the suffixes of archives, plain and compressed."""
    plain = [suffix for reader in ARCHIVES for suffix in reader.suffixes]
    packed = [
        f"{suffix}{compression}" for suffix in plain for compression in COMPRESSIONS
    ]
    return (*plain, *packed)


def known_suffixes() -> str:
    """List the suffixes of input files, for a message."""
    suffixes = [suffix for reader in FORMATS for suffix in reader.suffixes]
    return f"{' '.join(suffixes)}, also {' '.join(COMPRESSIONS)}"

"""Read the beginning of a file, by which its structure is told."""

from __future__ import annotations

from flows.intake.inputs import InputFile, UnfitError
from flows.intake.streams import utf8_chunks
from flows.settings import Settings


def read_head(file: InputFile, settings: Settings, size: int) -> bytes:
    """Read the first bytes of a file, decompressed; what is damaged after them is met later."""
    parts: list[bytes] = []
    try:
        for chunk in utf8_chunks(file, settings, 0):
            parts.append(chunk)
            if sum(map(len, parts)) >= size:
                break
    except UnfitError:
        pass
    return b"".join(parts)[:size]

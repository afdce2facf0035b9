"""A text that was decoded, and what had to be found out to decode it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and the encoding that its bytes were found to be in.

    `encoding` is None where nothing had to be found out: for UTF-8, and where a byte order mark or
    a right declaration names the encoding.
    """

    text: str
    encoding: str | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """What the column `notes` says of it."""
        return encoding_notes(self.encoding)


def encoding_notes(encoding: str | None) -> tuple[str, ...]:
    """Return what the column `notes` says of an encoding that had to be found out."""
    return (f"encoding: {encoding}",) if encoding else ()

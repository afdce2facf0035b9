"""The content of one record, and the limit on its size."""

from __future__ import annotations

from dataclasses import dataclass

from cleaners.article import Reason
from flows.intake.inputs import UnfitError
from flows.settings import Settings


@dataclass(frozen=True, slots=True)
class Content:
    """The decoded text of a record, whether that is HTML, and its encoding as in `Decoded`."""

    text: str
    is_html: bool
    encoding: str | None = None


def refuse_too_large(size: int, settings: Settings) -> None:
    """Raise UnfitError for a record of more bytes than the settings allow."""
    if size > settings.record_bytes:
        raise UnfitError(
            Reason.TOO_LARGE, f"larger than record_bytes, {settings.record_bytes:,}"
        )

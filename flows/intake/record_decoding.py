"""Decode the records of a file: each by itself, and what is no UTF-8 as the file reads best."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from flows.intake.decoding import Decoded, decode_noted
from flows.intake.encodings.expectation import Expectation
from flows.intake.inputs import InputFile
from flows.intake.stream_codec import (
    expectation_of,
    marked_stream_codec,
    stream_codec,
)
from flows.intake.streams import raw_head
from flows.settings import Settings


@dataclass(frozen=True, slots=True)
class _FileCodec:
    """What a file was converted from without saying so, and what its other records are in."""

    converted: str | None
    expected: Expectation | None


@dataclass(slots=True)
class RecordDecoder:
    """Decodes the records of one file, whose beginning is looked at once, if one is not ASCII.

    So a record is decoded alike by every worker, whatever records it reads beside it.
    """

    file: InputFile
    settings: Settings
    _codec: _FileCodec | None = field(default=None, init=False)

    def decode(self, data: bytes) -> Decoded:
        """Decode a record. Raises UnfitError for binary data."""
        if data.isascii():
            return decode_noted(data)
        codec = self._codec = self._codec or self._found()
        decoded = decode_noted(data, expected=codec.expected)
        return replace(decoded, encoding=codec.converted or decoded.encoding)

    def _found(self) -> _FileCodec:
        head = raw_head(self.file, self.settings)
        if marked_stream_codec(head):
            return _FileCodec(None, None)
        converted = stream_codec(head)
        return _FileCodec(converted, None if converted else expectation_of(head))

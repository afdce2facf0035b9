"""Read mailboxes (mbox): many messages in one file, each below a line that begins with "From ".

Python's own `mailbox` needs a path and lists the whole file first; this reads any stream.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from flows.intake.inputs import InputFile, RecordRange
from flows.intake.range_cutter import RecordStart, cut_at
from flows.intake.readers.mail import begins_with_headers
from flows.intake.readers.mail_message import MESSAGE_BYTES, message_row
from flows.intake.readers.numbering import number_records
from flows.intake.readers.reader import Reader, Row
from flows.intake.streams import chunks
from flows.settings import Settings

# The line before a message: who sent it and when, as `From ann@a.example Tue Mar  5 10:00:00 2024`.
# The time tells it from a paragraph that begins with the word.
FROM_LINE = rb"From [^\n]{0,300}?\d\d?:\d\d[^\n]{0,100}\n"
FIRST_LINE = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}" + FROM_LINE)
NEXT_MESSAGE = re.compile(rb"\n\r?\n(?=" + FROM_LINE + rb"[!-9;-~]{1,99}:)")
SEPARATOR_BYTES = (
    600  # the longest that NEXT_MESSAGE looks at, which two chunks may share
)
QUOTED = re.compile(
    rb"^>(?=>*From )", re.MULTILINE
)  # how a line of a text is written there


@dataclass(frozen=True, slots=True)
class _Message:
    """A message with the line before it, and the byte at which that begins."""

    offset: int
    data: bytes


@dataclass(slots=True)
class _Splitter:
    """Splits a mailbox that comes in chunks, from byte `offset` on, where a message begins.

    Of a message that is too large, a little more than the limit is kept.
    """

    offset: int
    buffer: bytearray = field(default_factory=bytearray)
    dropped: int = 0  # bytes of the open message that are not kept

    def messages(self, source: Iterable[bytes]) -> Iterator[_Message]:
        """Yield the messages, in order. Raises UnfitError where the source breaks."""
        for chunk in source:
            scanned = max(0, len(self.buffer) - SEPARATOR_BYTES)
            self.buffer += chunk
            yield from self._whole(scanned)
            self._drop_surplus()
        if self.buffer.strip() or not self.offset:
            yield self._take(len(self.buffer))

    def _whole(self, scanned: int) -> Iterator[_Message]:
        while found := NEXT_MESSAGE.search(self.buffer, scanned):
            yield self._take(found.end())
            scanned = 0

    def _take(self, end: int) -> _Message:
        """Take the first message off the buffer."""
        message = _Message(self.offset, bytes(self.buffer[:end]))
        del self.buffer[:end]
        self.offset += end + self.dropped
        self.dropped = 0
        return message

    def _drop_surplus(self) -> None:
        """Leave out what is between the limit and where the next message may begin."""
        kept = MESSAGE_BYTES + 1
        end = len(self.buffer) - SEPARATOR_BYTES
        if end > kept:
            del self.buffer[kept:end]
            self.dropped += end - kept


def _read(file: InputFile, settings: Settings, records: RecordRange) -> Iterator[Row]:
    """Yield a record for each message; a broken one costs itself alone."""
    messages = _messages(file, settings, records.offset)
    rows_of = partial(_rows, file, settings)
    nothing = "no message in it"
    yield from number_records(messages, rows_of, file, records, nothing=nothing)


def _messages(file: InputFile, settings: Settings, offset: int) -> Iterator[_Message]:
    source = chunks(file, settings, offset)
    return _Splitter(offset).messages(source)


def _rows(
    file: InputFile, settings: Settings, message: _Message, number: int
) -> Iterator[Row]:
    """Yield the one record of a message, without the line before it and the quotes of its own."""
    line = FIRST_LINE.match(message.data)
    data = message.data[line.end() :] if line else message.data
    yield message_row(QUOTED.sub(b"", data), file, number, settings)


def _cut(file: InputFile, settings: Settings) -> Iterator[RecordRange]:
    return cut_at(_starts(file, settings), settings.shard_bytes)


def _starts(file: InputFile, settings: Settings) -> Iterator[RecordStart]:
    """Yield where each message begins. Raises UnfitError where the file breaks."""
    for number, message in enumerate(_messages(file, settings, 0)):
        yield RecordStart(number, message.offset, message.offset)


def _recognises(head: bytes) -> bool:
    """Recognise the line before a message, and its headers below that."""
    line = FIRST_LINE.match(head)
    return bool(line and begins_with_headers(head[line.end() :]))


MBOX = Reader(
    format="mbox",
    suffixes=(".mbox", ".mbx"),
    read=_read,
    holds_many=True,
    cut=_cut,
    recognises=_recognises,
    description='a line "From …" with a time, and headers as messages have them',
)

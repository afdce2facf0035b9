"""The pieces that a stream of JSON is cut into."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

NAME_BYTES = 2_000  # of a name: the longest addresses that browsers take. A guard
FIRST_NAME = re.compile(rb'\{\s*("[^"\\\n]{1,200}"\s*:)')


class FrameKind(Enum):
    """What a frame is; the value says what is wrong with it."""

    WHOLE = ""
    BROKEN = (
        "the next object begins before this one ends; check its quotes and brackets"
    )
    TOO_LONG = "longer than line_bytes"
    CUT_OFF = "the file ends inside of it"
    UNCLOSED = "the file ends before the list of articles does"
    NO_OBJECT = "no object with an article"
    NO_ARTICLES = "no article in it"


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a member as it is written, in quotes; a long one is cut, without the last."""

    written: bytes = b""
    offset: int = 0

    @classmethod
    def of(cls, token: bytes, end: int) -> Name:
        """Keep a name that ends before a byte."""
        begin = end - len(token)
        return cls(token[:NAME_BYTES], begin)

    @property
    def text(self) -> str:
        """The name without its quotes."""
        return self.written.strip(b'"').decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Frame:
    """The bytes of an article, or of what stands where one should; `offset` is its place.

    `name` is that of a member of an object.
    """

    kind: FrameKind
    offset: int
    data: bytes
    at_path: bool = False  # whether reading can begin with it
    name: Name | None = None

    @property
    def begin(self) -> int:
        """The byte at which reading can begin: of its name, where it has one."""
        return self.name.offset if self.name else self.offset


def next_object(data: bytes) -> int:
    """Find where in a broken object one begins that has the same first name; 0 if none does."""
    name = FIRST_NAME.match(data)
    if not name:
        return 0
    first = re.escape(name[1])
    pattern = re.compile(rb"\}\s*,?\s*(\{\s*" + first + rb")")
    found = pattern.search(data, name.end())
    return found.start(1) if found else 0


def shortened(string: bytes) -> bytes:
    """Leave out the content of a string that goes on, but for a backslash at its end."""
    content = string.rstrip(b"\\")
    escapes = len(string) - len(content)
    return b'"\\' if escapes % 2 else b'"'


def may_go_on(token: re.Match[bytes], end: int) -> bool:
    """Return whether a token is a string that may go on behind the end of what was read."""
    if token.end() < end or not token[0].startswith(b'"'):
        return False
    return len(token[0]) == 1 or not token[0].endswith(b'"')

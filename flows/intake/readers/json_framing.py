"""Cut a stream of JSON into the bytes of its articles, without reading what is in them.

After an unbalanced quote, reading goes on at the next object with the same first name.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from cleaners.article import Reason
from flows.intake.inputs import UnfitError
from flows.intake.readers.json_frames import (
    Frame,
    FrameKind,
    Name,
    may_go_on,
    next_object,
    shortened,
)
from flows.intake.readers.json_structure import (
    MAX_NESTED,
    TOKEN,
    UP_TO_BRACKET,
    Path,
    Step,
    fits,
)

OPENERS = (b"{", b"[")
CLOSERS = (b"}", b"]")
# Times in a row that reading goes on inside of an object that is broken or does not end. A
# guard: each time may scan line_bytes again.
MAX_RESUMED = 20
SHOWN_BYTES = 8_000  # of what is no object, for the excerpt in its quarantine row


@dataclass(slots=True)
class Framer:
    """Finds the objects that a path leads to, in a stream that begins at byte `base`."""

    path: Path
    limit: int
    base: int = 0
    stack: list[Step] = field(default_factory=list)  # around the present place
    buffer: bytes = b""
    position: int = 0
    begin: int | None = None  # of the open object
    depth: int = 0  # containers that are open inside of the object
    dropping: bool = False  # whether the open object was too long, and is passed over
    stray: bool = False  # whether the last frame was no object
    fruitful: bool = True  # whether the open document has had a frame
    resumed: int = 0  # times in a row
    last_name: Name = field(default_factory=Name)

    def frames(self, source: Iterable[bytes]) -> Iterator[Frame]:
        """Yield the frames of a stream, in order. Raises UnfitError where it is no JSON."""
        for chunk in self._gathered(source):
            self._append(chunk)
            yield from self._scan()
            while self._is_too_long():
                yield self._give_up(FrameKind.TOO_LONG)
                yield from self._scan()
        while self.begin is not None:
            yield self._give_up(FrameKind.CUT_OFF)
            yield from self._scan()
        if self.stack:
            yield Frame(FrameKind.UNCLOSED, self.base + len(self.buffer), b"")

    def _gathered(self, source: Iterable[bytes]) -> Iterator[bytes]:
        """Join chunks, so that a string that does not end in one is not scanned for each."""
        waiting: list[bytes] = []
        size = 0
        for chunk in source:
            waiting.append(chunk)
            size += len(chunk)
            unfinished = len(self.buffer) - self.position
            if size >= min(unfinished, self.limit):
                yield b"".join(waiting)
                waiting.clear()
                size = 0
        yield b"".join(waiting)

    def resume_inside(self, frame: Frame) -> Frame:
        """Go on at the next object inside of a broken one; return what is before that."""
        inside = 0
        if self.resumed < MAX_RESUMED:
            inside = next_object(frame.data)
        if not inside:
            return frame
        self.resumed += 1
        self.last_name = Name()  # which was that of the broken one
        self.position = frame.offset - self.base + inside
        return replace(frame, kind=FrameKind.BROKEN, data=frame.data[:inside])

    def _append(self, chunk: bytes) -> None:
        """Add a chunk to the buffer, of which only what is not yet done with is kept."""
        self._shorten_string()
        kept = self.position
        if self.begin is not None and self._is_kept():
            kept = self.begin
            self.begin = 0
        self.buffer = self.buffer[kept:] + chunk
        self.base += kept
        self.position -= kept

    def _shorten_string(self) -> None:
        """Leave out most of a string that is too long, and that no frame needs."""
        if self._is_kept() or len(self.buffer) - self.position <= self.limit:
            return
        kept = shortened(self.buffer)
        self.base += len(self.buffer) - len(kept)
        self.buffer = kept
        self.position = 0

    def _is_kept(self) -> bool:
        """Return whether an object is open whose bytes are needed."""
        return self.begin is not None and not self.dropping

    def _is_too_long(self) -> bool:
        return self._is_kept() and len(self.buffer) - (self.begin or 0) > self.limit

    def _give_up(self, kind: FrameKind) -> Frame:
        """End the open object where the next begins, or pass over the rest of it."""
        frame = self._frame(kind, self.begin or 0, len(self.buffer))
        self.begin = None
        broken = self.resume_inside(frame)
        if broken is not frame:
            return broken
        if kind is FrameKind.TOO_LONG:
            self.begin = self.position
            self.dropping = True
        else:
            self.stack.clear()
            self.position = len(self.buffer)
        return frame

    def _scan(self) -> Iterator[Frame]:
        """Yield the frames that end in the buffer."""
        while True:
            if self.begin is not None:
                frame = self._close()
                if self.begin is not None:
                    return
                if frame:
                    yield frame
            match = TOKEN.search(self.buffer, self.position)
            if not match:
                self.position = len(self.buffer)
                return
            if may_go_on(match, len(self.buffer)):
                self.position = match.start()
                return
            self.position = match.end()
            yield from self._outside(match[0])

    def _close(self) -> Frame | None:
        """Look for the end of the open object; return it, unless it is passed over."""
        size = len(self.buffer)
        while self.depth:
            found = UP_TO_BRACKET.match(self.buffer, self.position)
            self.position = found.end() if found else size
            kind = self.buffer[self.position : self.position + 1]
            if not kind or kind == b'"':
                return None
            self.position += 1
            self.depth += 1 if kind in OPENERS else -1
        begin = self.begin or 0
        self.begin = None
        if self.dropping:
            self.dropping = False
            return None
        if self.position - begin > self.limit:
            giant = self._frame(FrameKind.TOO_LONG, begin, self.position)
            return self.resume_inside(giant)
        return self._frame(FrameKind.WHOLE, begin, self.position)

    def _frame(self, kind: FrameKind, begin: int, end: int) -> Frame:
        """Make a frame; what is too long is cut, so that it does not depend on the chunks."""
        data = self.buffer[begin : min(end, begin + self.limit)]
        name = self.last_name if self._is_in_object() else None
        is_at_path = self._is_at_path()
        return Frame(kind, self.base + begin, data, is_at_path, name)

    def _outside(self, token: bytes) -> Iterator[Frame]:
        """Take a token that is not inside of an object."""
        if token in OPENERS:
            self._open(token)
        elif token in CLOSERS:
            yield from self._leave()
        elif token.startswith(b'"') and self._is_in_object():
            self.last_name = Name.of(token, self.base + self.position)
        elif token != codecs.BOM_UTF8 and self._is_place_of_articles():
            yield from self._no_object(token)

    def _is_in_object(self) -> bool:
        return bool(self.stack) and self.stack[-1].kind == b"{"

    def _open(self, kind: bytes) -> None:
        if kind == b"{" and self._is_article():
            self.begin = self.position - 1
            self.depth = 1
            self.stray = False
            self.fruitful = True
            return
        if len(self.stack) >= MAX_NESTED:
            detail = f"more than {MAX_NESTED} lists and objects, one in another"
            raise UnfitError(Reason.BROKEN_RECORD, detail)
        if not self.stack:
            self.fruitful = False
        name = self.last_name.text if self._is_in_object() else None
        self.stack.append(Step(kind, name))

    def _leave(self) -> Iterator[Frame]:
        """Close a container; a document without any article is worth a frame."""
        if self.stack:
            self.stack.pop()
        if not self.stack and not self.fruitful:
            self.fruitful = True
            yield Frame(FrameKind.NO_ARTICLES, self.base + self.position, b"")

    def _no_object(self, token: bytes) -> Iterator[Frame]:
        """Yield one frame for each row of values that are no objects."""
        if not self.stray:
            offset = self.base + self.position - len(token)
            yield Frame(FrameKind.NO_OBJECT, offset, token[:SHOWN_BYTES])
        self.stray = True
        self.fruitful = True

    def _is_place_of_articles(self) -> bool:
        return not self.stack or self._is_at_path()

    def _is_at_path(self) -> bool:
        return fits(self.path, tuple(self.stack))

    def _is_article(self) -> bool:
        """Return whether the path ends here, or leads elsewhere than through plain lists."""
        if self._is_at_path():
            return True
        in_arrays = all(step.kind == b"[" for step in self.stack)
        return in_arrays and not self._leads_on()

    def _leads_on(self) -> bool:
        """Return whether an object is on the path."""
        here = len(self.stack)
        is_longer = here < len(self.path) and self.path[here].kind == b"{"
        return is_longer and fits(self.path[:here], tuple(self.stack))

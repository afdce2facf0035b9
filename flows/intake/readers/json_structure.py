"""Find where in a JSON document the articles are: by structure, under whatever names."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import islice, repeat
from typing import TypeAlias

from flows.intake.readers.item import Item, holds_article, unwrapped, with_address
from flows.intake.readers.json_value import loads
from flows.intake.record_fields import Fields as RecordFields
from flows.jsonl_fields import Fields

MAX_DEPTH = 8  # containers, one in another: a guard, exports have up to four
MAX_MEMBERS = (
    200  # of a container that are looked at: the first ones show what it holds
)
MAX_NESTED = 64  # containers, one in another: a guard, no article is that far down
CLOSERS = {b"{": b"}", b"[": b"]"}
# All bytes up to the next bracket outside of a string, or up to a string that does not end.
UP_TO_BRACKET = re.compile(rb'(?:[^"{}\[\]]++|"(?:[^"\\]++|\\.)*+")*+', re.DOTALL)
# A name or string on one line, a bracket, or a run of anything else.
TOKEN = re.compile(rb'"(?:[^"\\\n]++|\\.)*+"?|[{}\[\]]|[^\s\x1e,:{}\[\]"]+', re.DOTALL)
FALLBACK_BYTES = 65_536  # in which a list of objects is looked for in a broken document
FIRST_BRACKET = re.compile(rb"[{\[]")


@dataclass(frozen=True, slots=True)
class Step:
    """A container on the way to the articles: `{` or `[`, and the name that it is a member by.

    A `name` of None is an element of an array, or stands for any name.
    """

    kind: bytes
    name: str | None = None

    def matches(self, other: Step) -> bool:
        """Return whether a container is one that this step stands for."""
        return self.kind == other.kind and self.name in {None, other.name}


Path: TypeAlias = tuple[Step, ...]
"""The containers around each article, from the outermost on; () where it stands by itself."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A value, the containers around it, and the name that it is a member by."""

    around: Path
    name: str | None
    value: object

    def members(self, limit: int | None = None) -> Iterator[_Place]:
        """Yield what a container holds, up to a number; nothing for other values."""
        if isinstance(self.value, Mapping):
            members = self.value.items()
            yield from self._held(b"{", members, limit)
        elif isinstance(self.value, list):
            unnamed = zip(repeat(None), self.value, strict=False)
            yield from self._held(b"[", unnamed, limit)

    def _held(
        self,
        kind: bytes,
        members: Iterable[tuple[str | None, object]],
        limit: int | None,
    ) -> Iterator[_Place]:
        around = (*self.around, Step(kind, self.name))
        for name, value in islice(members, limit):
            yield _Place(around, name, value)


def _members(level: list[_Place], limit: int | None = None) -> list[_Place]:
    """Return what the containers of a level hold, each up to a number."""
    members: list[_Place] = []
    for place in level:
        members += place.members(limit)
    return members


def find_path(head: bytes, names: Fields) -> Path | None:
    """Find the way to the articles in the beginning of a document; None where there are none."""
    beginning = parse_beginning(head)
    if beginning is None:
        return None
    return path_in(beginning.value, names, is_whole=beginning.is_whole)


def path_in(value: object, names: Fields, *, is_whole: bool = True) -> Path | None:
    """Find the way to the articles in a value: the shortest to any object with a text.

    Where the value goes on, it may be a wrapper of more articles than the one that is seen.
    """

    def is_article(place: _Place) -> bool:
        item = place.value
        if not isinstance(item, Mapping):
            return False
        if is_whole or place.around:
            return holds_article(unwrapped(item, names), names)
        return holds_article([RecordFields.of(item)], names)

    return _shortest(value, is_article)


def path_to_objects(head: bytes) -> Path:
    """Find the way to the first list of objects; () where there is none."""

    def is_listed(place: _Place) -> bool:
        in_list = bool(place.around) and place.around[-1].kind == b"["
        return in_list and isinstance(place.value, Mapping)

    beginning = parse_beginning(head)
    found = _shortest(beginning.value, is_listed) if beginning else None
    return _first_list(head[:FALLBACK_BYTES]) if found is None else found


def _first_list(head: bytes) -> Path:
    """Find the first list of objects in a document that is broken; () where there is none."""
    stack: list[Step] = []
    name = None
    for match in TOKEN.finditer(head):
        token = match[0]
        if token == b"{" and _is_array(stack):
            return tuple(stack)
        if token in CLOSERS:
            is_member = bool(stack) and not _is_array(stack)
            stack.append(Step(token, name if is_member else None))
        elif token in CLOSERS.values():
            del stack[-1:]
        elif token.startswith(b'"'):
            string = token.strip(b'"')
            name = string.decode("utf-8", "replace")
    return tuple(stack) if _is_array(stack) else ()


def _is_array(stack: list[Step]) -> bool:
    return bool(stack) and stack[-1].kind == b"["


def articles_in(item: Item, names: Fields) -> list[Item]:
    """Return the articles of an object: itself, or those in a list below any name."""
    if holds_article(unwrapped(item, names), names):
        return [item]
    path = path_in(item, names)
    if path is None:
        return [item]
    return list(_at(item, path, names))


def _at(item: Item, path: Path, names: Fields) -> Iterator[Item]:
    """Yield the objects that a path leads to."""
    level = [_Place((), None, item)]
    for _ in path:
        level = _members(level)
    for place in level:
        if isinstance(place.value, Mapping) and fits(path, place.around):
            yield with_address(place.value, place.name, names)


def fits(path: Path, around: Path) -> bool:
    """Return whether the containers around an object are those of a path."""
    if len(path) != len(around):
        return False
    return all(step.matches(other) for step, other in zip(path, around, strict=True))


def _shortest(value: object, accepts: Callable[[_Place], bool]) -> Path | None:
    """Return the shortest path to values that are accepted; it leads to as many as it can."""
    level = [_Place((), None, value)]
    for _ in range(MAX_DEPTH):
        found = [place.around for place in level if accepts(place)]
        if found:
            return _most_common(found)
        level = _members(level, MAX_MEMBERS)
    return None


def _most_common(paths: list[Path]) -> Path:
    """Join paths through containers of the same kinds; return the one to the most values."""
    ((most, _),) = Counter(map(_kinds, paths)).most_common(1)
    alike = [path for path in paths if _kinds(path) == most]
    return reduce(_merged, alike)


def _merged(one: Path, other: Path) -> Path:
    return tuple(map(_joined, one, other))


def _kinds(path: Path) -> tuple[bytes, ...]:
    return tuple(step.kind for step in path)


def _joined(one: Step, other: Step) -> Step:
    return one if one.name == other.name else Step(one.kind)


@dataclass(frozen=True, slots=True)
class _Beginning:
    """What is read of the first value of a document, and whether that is all of it."""

    value: object
    is_whole: bool


def parse_beginning(head: bytes) -> _Beginning | None:
    """Parse the first value in bytes that may end inside of it; None where it is broken."""
    start = FIRST_BRACKET.search(head)
    if not start:
        return None
    end, open_containers = _last_close(head, start.start())
    closers = b"".join(CLOSERS[kind] for kind in reversed(open_containers))
    whole = head[start.start() : end] + closers
    try:
        value = loads(whole.decode("utf-8", "replace"))
    except (json.JSONDecodeError, RecursionError):
        return None
    return _Beginning(value, is_whole=not closers)


def _last_close(head: bytes, start: int) -> tuple[int, list[bytes]]:
    """Find where the first value closes, or else the last container in it that does.

    Returns the offset after it, and the containers that are open there.
    """
    stack: list[bytes] = []
    closed: tuple[int, list[bytes]] = (start, [])
    position = start
    while position < len(head) and len(stack) <= MAX_NESTED:
        kind = head[position : position + 1]
        if kind in CLOSERS:
            stack.append(kind)
        elif kind == b'"' or not stack:
            break
        else:
            stack.pop()
            closed = (position + 1, list(stack))
            if not stack:
                break
        position = UP_TO_BRACKET.match(head, position + 1).end()  # type: ignore[union-attr]
    return closed

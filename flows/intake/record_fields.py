"""Find the values of a record by the names of its fields, however these are spelled and nested."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

SIGNS = re.compile(r"[\s_-]+")
# Objects that tools put around the fields of an article, or beside them. A name is looked for in
# the record first, and then in these.
TOOLS = (
    "_source",
    "data",
    "article",
    "item",
    "document",
    "doc",
    "record",
    "result",
    "object",
    "objects",
    "post",
    "story",
    "node",
    "attributes",
    "fields",
    "payload",
    "content",
    "thread",
    "news",
    "entry",
    "properties",
    "details",
    "info",
    "dates",
    "metadata",
    "meta",
)
TEXTS = ("content", "article", "document", "story")  # JSON in them is of block editors
MAX_OBJECTS = 8  # objects of one record; a guard on cost, not tuned
MAX_STEPS = 8  # of a path; a guard on cost, not tuned
MAX_ENTRIES = 1_000  # of a list that a path leads through; a guard on cost, not tuned
MAX_JSON = 100_000  # characters of JSON inside a string; a guard on cost, not tuned
CACHED_NAMES = 4_096  # that are remembered; more than the fields of usual files


@lru_cache(maxsize=CACHED_NAMES)
def fold(name: str) -> str:
    """Return a name without case, spaces, hyphens and underlines: they tell no fields apart.

    But for one at the start: `_source` is not `source`.
    """
    bare = SIGNS.sub("", name).casefold()
    return f"_{bare}" if name.startswith("_") else bare


# Their folded names with their places in the list.
ENVELOPES = {fold(name): place for place, name in enumerate(TOOLS)}


@dataclass(frozen=True, slots=True)
class Fields:
    """The values of one object by the folded names of its fields; without nulls."""

    values: Mapping[str, object]

    @classmethod
    def of(cls, item: Mapping[str, object]) -> Fields:
        """Index an object; of two names that differ in case or signs only, the first counts."""
        values: dict[str, object] = {}
        for name, value in item.items():
            if value is not None:
                values.setdefault(fold(name), value)
        return cls(values)

    def get(self, name: str) -> object:
        """Return the value of a field, None for no value."""
        return self.values.get(fold(name))


class Hit(NamedTuple):
    """A value of a record, with the name that it was found by and the object that it is of."""

    value: object
    name: str
    fields: Fields


@dataclass(frozen=True, slots=True)
class NameOrder:
    """The places of names in a list of them; a path such as "author.name" also has its steps.

    A field whose own name has the dots counts first. A step into a list that is no number leads
    into every entry.
    """

    places: Mapping[str, tuple[int, str]]
    paths: tuple[tuple[int, str, tuple[str, ...]], ...]
    starts: frozenset[str]  # of the paths: names of fields that one may lead through

    @classmethod
    def of(cls, names: Sequence[str]) -> NameOrder:
        """Fold the names, and split those that are paths."""
        numbered = list(enumerate(names))
        # Backwards, so that the first of two equal names counts.
        places = {fold(name): (place, name) for place, name in reversed(numbered)}
        paths = [
            (place, name, _steps_of(name)) for place, name in numbered if "." in name
        ]
        return cls(places, tuple(paths), frozenset(_starts_of(paths)))


def _starts_of(paths: Iterable[tuple[int, str, tuple[str, ...]]]) -> Iterator[str]:
    for _, _, steps in paths:
        for end in range(1, len(steps)):
            yield ".".join(steps[:end])


def _steps_of(path: str) -> tuple[str, ...]:
    return tuple(map(fold, path.split(".", MAX_STEPS)))


@lru_cache(maxsize=CACHED_NAMES)
def _order(names: tuple[str, ...]) -> NameOrder:
    return NameOrder.of(names)


def objects_of(item: Mapping[str, object]) -> list[Fields]:
    """Return the fields of a record, and of the objects that tools wrap an article in."""
    found = [Fields.of(item)]
    for fields in found:
        inner = list(_objects_in(fields))
        found += inner[: MAX_OBJECTS - len(found)]
    return [*found, *_flat_objects(item)]


def _flat_objects(item: Mapping[str, object]) -> list[Fields]:
    flat = _flattened(item)
    names = sorted(ENVELOPES.keys() & flat, key=_rank)
    return [Fields.of(flat[name]) for name in names]


def _objects_in(fields: Fields) -> Iterator[Fields]:
    for name in sorted(ENVELOPES.keys() & fields.values.keys(), key=_rank):
        inner = _only_object(fields.values[name], is_text=name in TEXTS)
        if inner is not None:
            yield Fields.of(inner)


def values_of(objects: Sequence[Fields], names: Sequence[str]) -> Iterator[object]:
    """Yield the values of the named fields: of the record, then of the objects in it."""
    for hit in hits_of(objects, names):
        yield hit.value


def hits_of(objects: Sequence[Fields], names: Sequence[str]) -> Iterator[Hit]:
    """Yield the values of the named fields with their names, in the order of these."""
    order = _order(tuple(names))
    for fields in objects:
        yield from _hits_in(fields, order)


def _hits_in(fields: Fields, order: NameOrder) -> list[Hit]:
    found = [*_named(fields, order), *_followed(fields, order)]
    found.sort(key=itemgetter(0))
    return [Hit(value, name, fields) for _, name, value in found]


def _named(fields: Fields, order: NameOrder) -> Iterator[tuple[int, str, object]]:
    for key in order.places.keys() & fields.values.keys():
        place, name = order.places[key]
        yield place, name, fields.values[key]


def _followed(fields: Fields, order: NameOrder) -> Iterator[tuple[int, str, object]]:
    if order.starts.isdisjoint(fields.values):
        return
    for place, name, steps in order.paths:
        value = _follow(fields, steps)
        if value is not None:
            yield place, name, value


def _rank(name: str) -> int:
    return ENVELOPES[name]


def _flattened(item: Mapping[str, object]) -> dict[str, dict[str, object]]:
    """Return the objects of which an item has the fields one by one, as "metadata.url"."""
    objects: dict[str, dict[str, object]] = {}
    for name, value in item.items():
        outer, _, inner = name.partition(".")
        if inner:
            objects.setdefault(fold(outer), {})[inner] = value
    return objects


def _only_object(value: object, *, is_text: bool) -> Mapping[str, object] | None:
    """Return an object, or the only one of a list; both may be JSON in a string."""
    value = value if is_text else _parsed(value)
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return value if isinstance(value, dict) else None


def _follow(fields: Fields, steps: Sequence[str]) -> object:
    """Follow a path from an object; the most steps that are one name count first."""
    for end in range(len(steps) - 1, 0, -1):
        inner = fields.values.get(".".join(steps[:end]))
        value = _enter(inner, steps[end:])
        if value is not None:
            return value
    return None


def _enter(value: object, steps: Sequence[str]) -> object:
    """Follow the rest of a path from a value, which may be JSON in a string."""
    inner = _parsed(value)
    if isinstance(inner, dict):
        fields = Fields.of(inner)
        whole = fields.values.get(".".join(steps))
        return _follow(fields, steps) if whole is None else whole
    if isinstance(inner, list):
        return _enter_list(inner[:MAX_ENTRIES], steps)
    return None


def _enter_list(entries: Sequence[object], steps: Sequence[str]) -> object:
    first, *rest = steps
    if not first.isdecimal():
        found = [_enter(entry, steps) for entry in entries]
        return [value for value in found if value is not None] or None
    entry = next(islice(entries, int(first[:MAX_STEPS]), None), None)
    return _enter(entry, rest) if rest else entry


def _parsed(value: object) -> object:
    """Return what JSON inside a string says, any other value as it is."""
    if not isinstance(value, str) or not value.startswith(("{", "[")):
        return value
    try:
        return json.loads(value[:MAX_JSON])
    except (ValueError, RecursionError):
        return value

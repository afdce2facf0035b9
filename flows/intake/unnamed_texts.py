"""Say where the text of a record may be whose fields with known names hold none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from flows.intake.record_fields import fold
from flows.raw_text import storable_text

MIN_CHARACTERS = 200  # of an article: two sentences or three. Set by hand.
MAX_DEPTH = 6  # of objects inside of objects; a guard on cost, not tuned
SHOWN_FIELDS = 20  # field names that a message lists, to keep it readable
Item = Mapping[str, object]
Path = tuple[str, ...]


def what_it_has(item: Item, names: Sequence[str]) -> str:
    """Name the fields of a record, and what to do about its text."""
    present = ", ".join(list(item)[:SHOWN_FIELDS]) or "no fields"
    advice = _advice(item, names)
    return storable_text(f"it has {present}; {advice}")


def advice_for(where: str | None) -> str:
    """Say how to name the field with the text."""
    if where:
        return f"its longest text is in {where}: --field text={where}"
    return "name the one with the text: --field text=NAME"


def what_columns_are(columns: Sequence[str]) -> str:
    """Name the columns of a table of which none is known to hold a text."""
    shown = ", ".join(columns[:SHOWN_FIELDS])
    return storable_text(f"its columns are {shown}; {advice_for(None)}")


def longest_text(item: Item) -> str | None:
    """Return the path of the field with most text; None where none is as long as an article."""
    lengths: Counter[str] = Counter()
    for steps, text in _texts(item, (), MAX_DEPTH):
        lengths[".".join(steps)] += _length(text)
    longest = max(lengths, key=lambda path: lengths[path], default=None)
    return longest if lengths[longest or ""] >= MIN_CHARACTERS else None


def _advice(item: Item, names: Sequence[str]) -> str:
    where = longest_text(item)
    empty = _known_name(item, names)
    if where is None and empty is not None:
        return f"nothing is in {empty}, and no other field has a text"
    return advice_for(where)


def _known_name(item: Item, names: Sequence[str]) -> str | None:
    """Return the first field whose name is one for a text."""
    known = set(map(fold, names))
    return next((name for name in item if fold(name) in known), None)


def _texts(value: object, path: Path, depth: int) -> Iterator[tuple[Path, str]]:
    """Yield the texts in a value, each with the names that lead to it."""
    if isinstance(value, str):
        yield path, value
    elif depth:
        for name, inner in _inside(value):
            yield from _texts(inner, (*path, *name), depth - 1)


def _inside(value: object) -> Iterator[tuple[Path, object]]:
    """Yield what is in a value, with its name; the entries of a list have none."""
    if isinstance(value, list):
        yield from (((), entry) for entry in value)
    if isinstance(value, Mapping):
        yield from (((str(name),), inner) for name, inner in value.items())


def _length(text: str) -> int:
    """Count the characters of a text; what is one long word of ASCII is data or an address."""
    is_data = text.isascii() and " " not in text.strip()
    return 0 if is_data else len(text)

"""Read the rows of a table that JSON has by columns, as programs for statistics write it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from flows.intake.readers.item import Item, may_hold_article
from flows.intake.record_fields import fold
from flows.jsonl_fields import Fields

FEWEST_ROWS = 2  # without numbers: a single one may wrap the values of an article
FEWEST_COLUMNS = 2  # the text, and something that an article has once
Cells = Sequence[object]


def table_rows(item: Item, names: Fields) -> list[Item]:
    """Return the rows of a table by columns, or of one with its names apart; else nothing."""
    headings = item.get("columns")
    data = item.get("data")
    if isinstance(headings, list) and isinstance(data, list):
        return _split_rows(headings, data, names)
    return _joined_columns(item) if _is_table(item, names) else []


def _joined_columns(item: Item) -> list[Item]:
    places = _shared_keys(item) or _shared_places(item)
    return [dict(_cells(item, place)) for place in places]


def _is_table(item: Item, names: Fields) -> bool:
    """Return whether names are those of a text, and of what an article has once."""
    once = (*names.title, *names.url, *names.published_at)
    is_titled = not set(map(fold, once)).isdisjoint(map(fold, item))
    return is_titled and len(item) >= FEWEST_COLUMNS and may_hold_article(item, names)


def _split_rows(headings: Cells, data: Cells, names: Fields) -> list[Item]:
    columns = list(map(str, headings))
    rows = [row for row in data if isinstance(row, list)]
    lengths = {len(row) for row in rows}
    is_whole = len(rows) == len(data) and lengths == {len(columns)}
    is_table = is_whole and may_hold_article(columns, names)
    return [dict(zip(columns, row, strict=True)) for row in rows] if is_table else []


def _shared_keys(item: Item) -> Sequence[str]:
    """Return the keys of columns if all have the same, and they number or tell apart rows."""
    columns = [list(column) for column in item.values() if isinstance(column, Mapping)]
    if len(columns) < len(item):
        return ()
    first = columns[0]
    are_rows = len(first) >= FEWEST_ROWS or "".join(first).isdecimal()
    return first if are_rows and _are_alike(columns) else ()


def _shared_places(item: Item) -> Sequence[int]:
    """Return the places in columns if all are lists of one length."""
    lists = [column for column in item.values() if isinstance(column, list)]
    first, *others = set(map(len, lists)) or {0}
    are_columns = len(lists) == len(item) and not others
    return range(first) if are_columns and first >= FEWEST_ROWS else ()


def _are_alike(columns: Iterable[object]) -> bool:
    first, *others = columns
    return all(other == first for other in others)


def _cells(item: Item, place: str | int) -> Iterator[tuple[str, object]]:
    for name, column in item.items():
        yield name, column[place]  # type: ignore[index]

"""Find rows of a snapshot by id, address or place in the input, reading few columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cleaners.url_key import url_key
from flows.snapshots.current import Current
from flows.snapshots.reading import stands
from flows.storage import parquet

ID = re.compile("[0-9a-f]{4,32}")  # an article_id, or how it begins
PLACE = re.compile("(?P<path>.+):(?P<number>[0-9]{1,18})", re.DOTALL)
PATH = "source_path"
ARTICLES = ("articles", "duplicates")
QUARANTINE = ("quarantine",)
TABLES = (*ARTICLES, *QUARANTINE)
STANDING = ("url_key", "versions")
Test: TypeAlias = Callable[[pa.ChunkedArray], pa.ChunkedArray]


@dataclass(frozen=True, slots=True)
class Match:
    """A row of a snapshot that was asked for; `stands` for the fetch that speaks for its page."""

    table: str
    article_id: str | None
    source_path: str
    record_number: int
    url: str | None
    title: str | None
    stands: bool


NAMES = tuple(item.name for item in fields(Match))
SHOWN = frozenset((*NAMES, *STANDING))


@dataclass(frozen=True, slots=True)
class Question:
    """A column of some tables, what its values must pass, and the number that the record must have.

    Files that have the column `unless` are passed over: it answers the same, and faster.
    """

    column: str
    test: Test
    tables: tuple[str, ...] = ARTICLES
    number: int | None = None
    unless: str | None = None


def find(current: Current, wanted: str) -> tuple[Match, ...]:
    """Find the rows that an id or its beginning, an address or a place in the input names.

    The first kind of name that any row has counts. Of places, the longest path does.
    """
    for question in _questions(wanted.strip()):
        matches = tuple(_answers(current, question))
        if matches:
            return _nearest(matches) if question.column == PATH else matches
    name = wanted.strip()
    return _in_member(current, name) or _in_folders(current, name)


def _in_folders(current: Current, name: str) -> tuple[Match, ...]:
    """Find the rows of the files in folders whose paths end in a name."""
    question = Question(PATH, _ending_in(f"/{name}"), TABLES)
    return tuple(_answers(current, question))


def _in_member(current: Current, wanted: str) -> tuple[Match, ...]:
    """Find the record of a member of an archive by its number in the member.

    Numbers count on through an archive. Those of a member begin with the first that has a row.
    """
    place = PLACE.fullmatch(wanted)
    if not place:
        return ()
    rows = _rows_of_member(current, place["path"])
    return _counted_from_first(rows, int(place["number"]))


def _counted_from_first(rows: Sequence[Match], number: int) -> tuple[Match, ...]:
    """Return the rows whose number is so many above the lowest one."""
    numbers = [row.record_number for row in rows]
    wanted = min(numbers, default=0) + number
    return tuple(row for row in rows if row.record_number == wanted)


def _rows_of_member(current: Current, path: str) -> tuple[Match, ...]:
    """Find all rows of the member of an archive that a path names."""
    question = Question(PATH, _among(_endings(path)), TABLES)
    found = _answers(current, question)
    members = [match for match in found if _is_in_archive(match.source_path)]
    return _nearest(members) if members else ()


def _is_in_archive(source_path: str) -> bool:
    """Return whether a folder of a path is an archive, by its name."""
    # Few places need it, and the readers take long to load.
    from flows.intake.formats import archive_suffixes  # noqa: PLC0415

    suffixes = archive_suffixes()
    *folders, _ = source_path.lower().split("/")
    return any(folder.endswith(suffixes) for folder in folders)


def copies_of(current: Current, article_id: str) -> tuple[Match, ...]:
    """Find the duplicates that an article is kept for."""
    question = Question("canonical_id", _among([article_id]), ("duplicates",))
    return tuple(_answers(current, question))


def _questions(wanted: str) -> Iterator[Question]:
    """Yield what `wanted` may be, the likeliest first."""
    if ID.fullmatch(wanted.lower()):
        yield Question(parquet.ARTICLE_ID, _starting(wanted.lower()))
    yield from _of_addresses(wanted)
    yield from _of_places(wanted)
    yield Question("source_id", _among([wanted]))
    if "://" in wanted:  # the address of a page may be in its text alone
        yield Question("raw_excerpt", _containing(wanted), QUARANTINE)


def _of_places(wanted: str) -> Iterator[Question]:
    """Yield the files that `wanted` may be, and the one record of a file."""
    yield Question(PATH, _among(_endings(wanted)), TABLES)
    place = PLACE.fullmatch(wanted)
    if place:
        paths = _endings(place["path"])
        number = int(place["number"])
        yield Question(PATH, _among(paths), TABLES, number=number)


def _of_addresses(wanted: str) -> Iterator[Question]:
    """Yield the addresses that `wanted` may be, with or without a scheme."""
    key = url_key(wanted) or url_key(f"https://{wanted}")
    if key:
        yield Question("url_key", _among([key]))
        yield Question("url", _of_page(key), unless="url_key")
        yield Question("url", _of_page(key), QUARANTINE)
    yield Question("url", _among(_front_pages(wanted)))


def _front_pages(wanted: str) -> list[str]:
    bare = wanted.rstrip("/")
    return [bare, f"{bare}/", f"https://{bare}", f"https://{bare}/"]


def _answers(current: Current, question: Question) -> Iterator[Match]:
    for table in question.tables:
        if table in current.tables:
            for path in current.parts(table):
                yield from _matches(table, path, question)


def _matches(table: str, path: Path, question: Question) -> Iterator[Match]:
    """Yield the rows of a file that answer; of row groups without any, one column is read."""
    with parquet.opened(path) as file:
        known = file.schema_arrow.names
        if question.column not in known or question.unless in known:
            return
        columns = [name for name in known if name in SHOWN]
        for group in range(file.num_row_groups):
            is_wanted = _tested(file, group, question)
            if not pc.any(is_wanted).as_py():
                continue
            read = file.read_row_group(group, columns)
            rows = read.filter(is_wanted).to_pylist()
            for row in rows:
                if question.number in {None, row["record_number"]}:
                    yield _match(table, row)


def _tested(file: pq.ParquetFile, group: int, question: Question) -> pa.BooleanArray:
    """Return which rows of a row group answer a question."""
    column = question.column
    values = file.read_row_group(group, [column])[column]
    tested = question.test(values)
    return pc.fill_null(tested, fill_value=False)


def _match(table: str, row: dict[str, Any]) -> Match:
    return Match(
        table=table,
        article_id=row.get("article_id"),
        source_path=row["source_path"],
        record_number=row["record_number"],
        url=row.get("url"),
        title=row.get("title"),
        stands=stands(row),
    )


def _nearest(matches: Sequence[Match]) -> tuple[Match, ...]:
    """Return the matches whose path agrees with the one that was asked for in most folders."""
    length = max(len(match.source_path) for match in matches)
    return tuple(match for match in matches if len(match.source_path) == length)


def _endings(path: str) -> list[str]:
    """Return a path as it may be in the input: whole, or below any of its folders."""
    folders = path.removeprefix("./").split("/")
    return ["/".join(folders[first:]) for first in range(len(folders))]


def _ending_in(end: str) -> Test:
    return lambda values: pc.ends_with(values, end)


def _starting(beginning: str) -> Test:
    return lambda values: pc.starts_with(values, beginning)


def _among(wanted: Sequence[str]) -> Test:
    allowed = pa.array(wanted, pa.string())
    return lambda values: pc.is_in(values, value_set=allowed)


def _containing(part: str) -> Test:
    return lambda values: pc.match_substring(values, part)


def _of_page(key: str) -> Test:
    """Return a test for addresses of a page, for files that do not say which page a row is of."""

    def test(values: pa.ChunkedArray) -> pa.ChunkedArray:
        keys = [url_key(value) == key for value in values.to_pylist()]
        return pa.chunked_array([keys], pa.bool_())

    return test

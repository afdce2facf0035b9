"""Find rows of a snapshot by id, address or place in the input, reading few columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaners.url_key import url_key
from flows.account.questions import (
    PATH,
    QUARANTINE,
    TABLES,
    Match,
    Question,
    among,
    answers,
    containing,
    ending,
    of_page,
    starting,
)
from flows.snapshots.current import Current
from flows.storage import parquet

ID = re.compile("[0-9a-f]{4,32}")  # an article_id, or how it begins
PLACE = re.compile("(?P<path>.+):(?P<number>[0-9]{1,18})", re.DOTALL)


def find(current: Current, wanted: str) -> tuple[Match, ...]:
    """Find the rows that an id or its beginning, an address or a place in the input names.

    The first kind of name that any row has counts. Of places, the longest path does; how paths end
    counts last, and then all of them do.
    """
    for question in _questions(wanted.strip()):
        matches = tuple(answers(current, question))
        if matches:
            return _nearest(matches) if question.column == PATH else matches
    return _in_member(current, wanted.strip()) or _below(current, wanted.strip())


def numbers_in(current: Current, path: str) -> list[int]:
    """List the numbers of the records of a file that have a row; none where several fit."""
    question = Question(PATH, among(_endings(path)), TABLES)
    named = tuple(answers(current, question))
    matches = _nearest(named) if named else _below(current, path)
    files = {match.source_path for match in matches}
    return sorted(match.record_number for match in matches) if len(files) == 1 else []


def _below(current: Current, wanted: str) -> tuple[Match, ...]:
    """Find the rows of files that lie below some folder under this name."""
    for name, number in _names(wanted):
        question = Question(PATH, ending(f"/{name}"), TABLES, number=number)
        matches = tuple(answers(current, question))
        if matches:
            return matches
    return ()


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
    question = Question(PATH, among(_endings(path)), TABLES)
    found = answers(current, question)
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
    question = Question("canonical_id", among([article_id]), ("duplicates",))
    return tuple(answers(current, question))


def _questions(wanted: str) -> Iterator[Question]:
    """Yield what `wanted` may be, the likeliest first."""
    if ID.fullmatch(wanted.lower()):
        yield Question(parquet.ARTICLE_ID, starting(wanted.lower()))
    yield from _of_addresses(wanted)
    yield from _of_places(wanted)
    yield from _of_other_names(wanted)


def _of_other_names(wanted: str) -> Iterator[Question]:
    """Yield the id at the source that `wanted` may be, and the address in a refused text."""
    yield Question("source_id", among([wanted]))
    if "://" in wanted:  # the address of a page may be in its text alone
        yield Question("raw_excerpt", containing(wanted), QUARANTINE)


def _of_places(wanted: str) -> Iterator[Question]:
    """Yield the files that `wanted` may be, and the one record of a file."""
    for name, number in _names(wanted):
        yield Question(PATH, among(_endings(name)), TABLES, number=number)


def _names(wanted: str) -> Iterator[tuple[str, int | None]]:
    """Yield the path that `wanted` may be, and the one before a number."""
    yield wanted, None
    if place := PLACE.fullmatch(wanted):
        yield place["path"], int(place["number"])


def _of_addresses(wanted: str) -> Iterator[Question]:
    """Yield the addresses that `wanted` may be, with or without a scheme."""
    key = url_key(wanted) or url_key(f"https://{wanted}")
    if key:
        yield Question("url_key", among([key]))
        yield Question("url", of_page(key), unless="url_key")
        yield Question("url", of_page(key), QUARANTINE)
    yield Question("url", among(_front_pages(wanted)))


def _front_pages(wanted: str) -> list[str]:
    bare = wanted.rstrip("/")
    return [bare, f"{bare}/", f"https://{bare}", f"https://{bare}/"]


def _nearest(matches: Sequence[Match]) -> tuple[Match, ...]:
    """Return the matches whose path agrees with the one that was asked for in most folders."""
    length = max(len(match.source_path) for match in matches)
    return tuple(match for match in matches if len(match.source_path) == length)


def _endings(path: str) -> list[str]:
    """Return a path as it may be in the input: whole, or below any of its folders."""
    folders = path.removeprefix("./").split("/")
    return ["/".join(folders[first:]) for first in range(len(folders))]

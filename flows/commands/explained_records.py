"""Read records of a file and clean them, for `unspun explain`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from cleaners.article import Record
from flows.account.article import Account
from flows.account.cleaned import of_cleaned, of_unread
from flows.api.cleaning import clean_text
from flows.intake import (
    InputFile,
    LeftAside,
    Quarantined,
    discover,
    known_suffixes,
    read,
)
from flows.intake.formats import ARCHIVES, reader_of
from flows.settings import Settings
from flows.stages import clean_record

NUMBERED = re.compile("(?P<path>.+):(?P<number>[0-9]{1,18})", re.DOTALL)
STANDARD_INPUT = "-"


class NothingToExplainError(ValueError):
    """A file that is no input, or has no record of that number; the message is one line."""


@dataclass(frozen=True, slots=True)
class Place:
    """A file or standard input, and the number of one of its records, or None for all."""

    path: str
    number: int | None = None

    @classmethod
    def of(cls, text: str) -> Place:
        """Read FILE, FILE:N or `-`. A file whose name ends in :N counts before a record."""
        match = NUMBERED.fullmatch(text)
        if match and not Path(text).exists():
            return cls(match["path"], int(match["number"]))
        return cls(text)


@dataclass(frozen=True, slots=True)
class Cleaning:
    """How records are read and cleaned: settings, the address, and whether all of it is a page.

    `is_page` is None where the content decides.
    """

    settings: Settings
    url: str | None = None
    is_page: bool | None = None

    def account(self, item: Record | Quarantined) -> Account:
        """Clean a record that could be read."""
        if isinstance(item, Quarantined):
            return of_unread(item)
        if self.url:
            item = replace(item, metadata=replace(item.metadata, url=self.url))
        outcome = clean_record.clean(item, self.settings)
        return of_cleaned(outcome)


def explained(place: Place, cleaning: Cleaning) -> Iterator[Account]:
    """Yield the accounts of the records of a place. Raises InputError, NothingToExplainError."""
    if cleaning.is_page is not None:
        yield _whole(place, cleaning)
        return
    with TemporaryDirectory() as state:  # for what comes from standard input or afar
        found = discover([place.path], cleaning.settings, Path(state))
        if not found.files:
            raise NothingToExplainError(_no_input(place, found.left_aside))
        for item in _records(found.files[0], place, cleaning.settings):
            yield cleaning.account(item)


def _whole(place: Place, cleaning: Cleaning) -> Account:
    """Clean all of a file as one text or page, whatever it looks like."""
    if place.number is not None:
        raise NothingToExplainError(
            f"{place.path}:{place.number}: --html and --text read a whole file; leave"
            " the number out"
        )
    outcome = clean_text(
        _bytes_of(place),
        cleaning.url,
        html=cleaning.is_page,
        settings=cleaning.settings,
    )
    name = Path(place.path).name
    named = "stdin" if place.path == STANDARD_INPUT else name
    return replace(of_cleaned(outcome), source_path=named)


def _bytes_of(place: Place) -> bytes:
    if place.path == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    try:
        return Path(place.path).read_bytes()
    except OSError as error:
        raise NothingToExplainError(f"{place.path}: {error.strerror}") from error


def _records(
    file: InputFile, place: Place, settings: Settings
) -> Iterator[Record | Quarantined]:
    """Yield all records, or those with the number that was asked for."""
    may_repeat = reader_of(file.source_format) in ARCHIVES  # a number in each member
    last = -1
    found = False
    for item in read(file, settings):
        if isinstance(item, LeftAside):
            continue
        last = max(last, item.record_number)
        if place.number in {None, item.record_number}:
            found = True
            yield item
        elif place.number is not None and last > place.number and not may_repeat:
            break
    if place.number is not None and not found:
        raise NothingToExplainError(
            f"{place.path} has no record {place.number}; the last one read has number {last},"
            " and the first has 0"
        )


def _no_input(place: Place, left_aside: tuple[LeftAside, ...]) -> str:
    for left in left_aside:
        return f"{place.path}: no scrape but {left.reason}"
    return (
        f"{place.path}: its suffix names no input format, nor does its content; known are"
        f" {known_suffixes()}"
    )

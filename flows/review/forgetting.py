"""What answers hold of articles that are taken down: their names, and lines of their texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cleaners.answers import (
    RECORD,
    ArticleAnswer,
    LineAnswer,
    ValueAnswer,
    fold_line,
)
from cleaners.sites import domains_of
from flows.account import accounts
from flows.review.book import Answer, BoilerplateAnswer, Book
from flows.review.files import read_book, write_book
from flows.snapshots import Current
from flows.snapshots.takedown import Row, Target


@dataclass(frozen=True, slots=True)
class Mentions:
    """Answers that name what is taken down, and lines of answers that its texts have."""

    named: tuple[Answer, ...] = ()
    quoted: tuple[Answer, ...] = ()


def find(
    folder: Path, current: Current | None, target: Target, rows: Iterable[Row]
) -> Mentions:
    """Find what the answers of a folder hold of some rows, and of what a target names.

    Raises OwnFileError, AnswerError, RuleError, LexiconError and DatasetError.
    """
    book = read_book(folder)
    meant = list(rows)
    pages = {*target.url_keys, *_pages(meant)}
    hosts = set(target.hosts)
    lines: set[str] = set()
    if current and _has_lines(book):
        lines = _lines(current, meant)
    named: list[Answer] = []
    quoted: list[Answer] = []
    for answer in book.all():
        if _names(answer, pages, hosts):
            named.append(answer)
        elif _quotes(answer, lines):
            quoted.append(answer)
    return Mentions(tuple(named), tuple(quoted))


def remove(folder: Path, answers: Iterable[Answer]) -> None:
    """Remove answers from the files of a folder."""
    book = read_book(folder)
    for answer in answers:
        book = book.without(answer)
    write_book(folder, book)


def _pages(rows: Iterable[Row]) -> Iterator[str]:
    """Yield what answers may call some rows."""
    for row in rows:
        if row["url_key"]:
            yield row["url_key"]
        yield f"{RECORD}{row['raw_sha256']}"


def _names(answer: Answer, pages: set[str], hosts: set[str]) -> bool:
    """Return whether an answer names a page, or a site or a host below it."""
    if isinstance(answer, ArticleAnswer | ValueAnswer):
        host = answer.page.partition("/")[0]
        return answer.page in pages or not hosts.isdisjoint(domains_of(host))
    site = str(getattr(answer, "site", ""))
    return not hosts.isdisjoint(domains_of(site))


def _has_lines(book: Book) -> bool:
    return bool(book.lines or book.boilerplate)


def _lines(current: Current, rows: Iterable[Row]) -> set[str]:
    """Return the lines of the texts of some rows, before they were cleaned."""
    ids = [row["article_id"] for row in rows if row["article_id"]]
    found: set[str] = set()
    for account in accounts(current, ids):
        found.update(map(fold_line, account.raw.splitlines()))
    return found


def _quotes(answer: Answer, lines: set[str]) -> bool:
    if isinstance(answer, LineAnswer | BoilerplateAnswer):
        return fold_line(answer.text) in lines
    return False

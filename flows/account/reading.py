"""Read accounts of articles of a snapshot: one that a person names, or many by their ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from operator import itemgetter
from pathlib import Path

import pyarrow as pa

from flows.account.article import Account, Row, of_article, of_quarantine
from flows.account.matches import PLACE, find, numbers_in
from flows.account.questions import ARTICLES, Match
from flows.snapshots.current import Current, DatasetError
from flows.storage import parquet
from flows.storage.ids import Ids

ORDER = ("article_id", "start", "end")  # of edits


class UnknownArticleError(LookupError):
    """No row of the snapshot is called so."""


class SeveralArticlesError(LookupError):
    """Several rows of the snapshot are called so; `matches` lists them."""

    def __init__(self, wanted: str, matches: Sequence[Match]) -> None:
        super().__init__(
            f"{len(matches)} rows are called {wanted}; name one by more of its id,"
            " or by its file and number: FILE:N"
        )
        self.matches = tuple(matches)


def account_of(current: Current, wanted: str) -> Account:
    """Read the account of the row that an id, its beginning, an address or FILE:N names.

    Of several fetches of one page, the one that stands for it. Raises UnknownArticleError,
    SeveralArticlesError, DatasetError.
    """
    with _reading(current):
        matches = find(current, wanted)
        if not matches:
            raise _unknown(current, wanted)
    return read_match(current, choose(wanted, matches))


def _unknown(current: Current, wanted: str) -> UnknownArticleError:
    """Say that nothing is called so; of a file, which of its records there are."""
    snapshot = f"{current.folder}: snapshot {current.snapshot}"
    place = PLACE.fullmatch(wanted)
    numbers = numbers_in(current, place["path"]) if place else []
    if numbers:
        return UnknownArticleError(f"{snapshot} {_without_record(wanted, numbers)}")
    return UnknownArticleError(f"{snapshot} has no row that is called {wanted}")


def _without_record(wanted: str, numbers: Sequence[int]) -> str:
    path, _, number = wanted.rpartition(":")
    return (
        f"has no row of record {number} of {path}; it has {len(numbers):,}, the first of"
        f" number {numbers[0]}, the last of {numbers[-1]}"
    )


def choose(wanted: str, matches: Sequence[Match]) -> Match:
    """Choose the only match, or the fetch that stands for the page. Raises SeveralArticlesError."""
    if len(matches) == 1:
        return matches[0]
    standing = [match for match in matches if match.stands]
    if _is_one_page(matches) and len(standing) == 1:
        return standing[0]
    raise SeveralArticlesError(wanted, matches)


def _is_one_page(matches: Iterable[Match]) -> bool:
    """Return whether all matches have one address, which is known."""
    addresses = {match.url for match in matches}
    return len(addresses) == 1 and all(addresses)


def read_match(current: Current, match: Match) -> Account:
    """Read the account of a row that was found. Raises UnknownArticleError, DatasetError."""
    if match.article_id is None:
        return _quarantined(current, match)
    found = accounts(current, [match.article_id])
    if not found:
        raise UnknownArticleError(
            f"{current.folder}: no row has the id {match.article_id}"
        )
    return found[0]


def accounts(current: Current, ids: Iterable[str]) -> tuple[Account, ...]:
    """Read the accounts of articles and duplicates, in the order of their ids as given.

    Ids without a row are left out. Raises DatasetError.
    """
    wanted = list(dict.fromkeys(ids))
    chosen = Ids.of(wanted)
    with _reading(current):
        found = _found(current, chosen)
    known = (found.get(article_id) for article_id in wanted)
    return tuple(account for account in known if account)


def _found(current: Current, ids: Ids) -> dict[str, Account]:
    """Read the accounts with some ids, by id."""
    edits = _edits(current, ids)
    found = {}
    for table, row in _rows(current, ids):
        article_id = row["article_id"]
        own = edits.get(article_id, ())
        found[article_id] = of_article(table, row, own)
    return found


def _rows(current: Current, ids: Ids) -> Iterator[tuple[str, Row]]:
    """Yield the rows with some ids, each with its table."""
    for table in ARTICLES:
        for path in current.parts(table):
            for rows in parquet.find(path, None, ids):
                for row in rows.to_pylist():
                    yield table, row


def _edits(current: Current, ids: Ids) -> dict[str, list[Row]]:
    """Read the edits of some articles, each in the order of its raw text."""
    rows: list[Row] = []
    for path in current.parts("edits"):
        for part in parquet.find(path, None, ids):
            rows += part.to_pylist()
    rows.sort(key=itemgetter(*ORDER))
    return _by_article(rows)


def _by_article(rows: Iterable[Row]) -> dict[str, list[Row]]:
    edits: dict[str, list[Row]] = {}
    for row in rows:
        article_id = row["article_id"]
        edits.setdefault(article_id, []).append(row)
    return edits


def _quarantined(current: Current, match: Match) -> Account:
    """Read the account of a row of quarantine."""
    for path in current.parts("quarantine"):
        for row in parquet.read_rows(path, None):
            place = (row["source_path"], row["record_number"])
            if place == (match.source_path, match.record_number):
                return of_quarantine(row)
    raise UnknownArticleError(
        f"{current.folder}: {match.source_path} is not in quarantine"
    )


@contextmanager
def _reading(current: Current) -> Iterator[None]:
    """Turn a file that is gone or damaged into a DatasetError."""
    folder: Path = current.folder / current.path
    try:
        yield
    except FileNotFoundError as error:
        raise DatasetError(
            f"{folder}: removed by a later run; run again for the newest snapshot, or"
            " raise keep_snapshots in its settings"
        ) from error
    except (OSError, pa.ArrowInvalid) as error:
        raise DatasetError(
            f"{folder}: damaged ({error}); find out what with: unspun verify {current.folder}"
        ) from error

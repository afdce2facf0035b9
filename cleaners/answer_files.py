"""Read the files of answers: TOML tables of one kind each, which people can read and change.

articles.toml   [[article]] page = "example.com/a", verdict = "drop"
sites.toml      [[site]]    site = "example.com"
values.toml     [[value]]   page = "example.com/a", column = "title", value = "…"
lines.toml      [[line]]    text = "…", site = "example.com"
repairs.toml    [[repair]]  before = "…", after = "…", site = ""
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from hashlib import sha256
from typing import Any, TypeAlias

from cleaners.answers import (
    RECORD,
    Answers,
    ArticleAnswer,
    LineAnswer,
    RepairAnswer,
    SiteAnswer,
    ValueAnswer,
    Verdict,
)
from cleaners.dates import read_moment
from cleaners.url_key import url_key

Answer: TypeAlias = ArticleAnswer | SiteAnswer | ValueAnswer | LineAnswer | RepairAnswer
# The columns that a person may correct.
COLUMNS = ("title", "author", "published_at", "publisher", "section")
DATE = "published_at"


class AnswerError(ValueError):
    """A file of answers has something in it that is no answer; the message names the remedy."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of answer: the file, the name of its tables there, and what each is read as."""

    file: str
    table: str
    record: type[Answer]


KINDS = {
    "articles": Kind("articles.toml", "article", ArticleAnswer),
    "sites": Kind("sites.toml", "site", SiteAnswer),
    "values": Kind("values.toml", "value", ValueAnswer),
    "lines": Kind("lines.toml", "line", LineAnswer),
    "repairs": Kind("repairs.toml", "repair", RepairAnswer),
}


def parse_answers(files: Iterable[tuple[str, str]]) -> Answers:
    """Read answers from names and texts of files. Raises AnswerError."""
    texts = dict(files)
    found: dict[str, Any] = {}
    digest = sha256()
    for name, kind in KINDS.items():
        toml = texts.get(kind.file)
        if toml is None:
            continue
        answers = tuple(_parse(kind, toml))
        content = f"{name} {answers}\n"
        digest.update(content.encode("utf-8", "surrogatepass"))
        found[name] = answers
    if not any(found.values()):
        return Answers()
    return Answers(digest.hexdigest(), **found)


def _parse(kind: Kind, toml: str) -> list[Answer]:
    """Read the answers of a file, sorted, each once. Raises AnswerError."""
    try:
        tables = tomllib.loads(toml).get(kind.table, [])
    except tomllib.TOMLDecodeError as error:
        raise AnswerError(
            f"{kind.file}: no TOML ({error}); write [[{kind.table}]] tables"
        ) from error
    if not isinstance(tables, list):
        raise AnswerError(f"{kind.file}: write [[{kind.table}]] tables")
    answers = {_read(kind, table, number) for number, table in enumerate(tables, 1)}
    _check_contradictions(kind, answers)
    return sorted(answers)


def _read(kind: Kind, table: Mapping[str, object], number: int) -> Answer:
    """Read one answer. Raises AnswerError."""
    place = f"{kind.file}: {kind.table} {number}"
    _check_keys(kind, table, place)
    try:
        answer = kind.record(**table)  # type: ignore[arg-type]  # checked above
    except TypeError as error:
        raise AnswerError(f"{place}: lacks a key ({error})") from error
    return check_answer(answer, place)


def _check_keys(kind: Kind, table: Mapping[str, object], place: str) -> None:
    """Raise AnswerError for a key that is no field, or a value that is no text."""
    known = [field.name for field in fields(kind.record)]
    for key, value in table.items():
        _check_key(key, known, place)
        if not isinstance(value, str):
            raise AnswerError(f"{place}: every value is a text in quotes")


def _check_key(key: str, known: Collection[str], place: str) -> None:
    if key not in known:
        listed = ", ".join(known)
        raise AnswerError(f"{place}: no such key: {key}; known are {listed}")


def check_answer(answer: Answer, place: str = "review") -> Answer:
    """Return an answer that can have an effect. Raises AnswerError."""
    if isinstance(answer, ArticleAnswer):
        _check_page(answer.page, place)
        verdict = _checked_verdict(answer, place)
        return ArticleAnswer(answer.page, verdict, answer.text)
    if isinstance(answer, ValueAnswer):
        _check_page(answer.page, place)
        _check_value(answer, place)
    _require_content(answer, place)
    return answer


def _require_content(answer: Answer, place: str) -> None:
    """Raise AnswerError for an answer that names no site, line or words."""
    if isinstance(answer, SiteAnswer) and not answer.site:
        raise AnswerError(f"{place}: site is empty; write a host")
    if isinstance(answer, LineAnswer) and not answer.text.strip():
        raise AnswerError(f"{place}: text is empty; write the line that stays")
    if isinstance(answer, RepairAnswer) and not (answer.before and answer.after):
        raise AnswerError(f"{place}: write the words before and after the repair")


def _checked_verdict(answer: ArticleAnswer, place: str) -> Verdict:
    """Return the verdict of an answer as one that exists. Raises AnswerError."""
    if answer.verdict not in list(Verdict):
        allowed = ", ".join(Verdict)
        raise AnswerError(
            f"{place}: verdict is {answer.verdict!r}; it must be one of {allowed}"
        )
    return Verdict(answer.verdict)


def _check_page(page: str, place: str) -> None:
    """Raise AnswerError for a page that no record can have."""
    if page.startswith(RECORD):
        return
    expected = url_key(f"https://{page}")
    if not expected:
        raise AnswerError(
            f"{place}: page is {page!r}; write the url_key of the article, or {RECORD}"
            " and its raw_sha256"
        )


def _check_value(answer: ValueAnswer, place: str) -> None:
    """Raise AnswerError for a column that cannot be corrected, or a date that is none."""
    if answer.column not in COLUMNS:
        allowed = ", ".join(COLUMNS)
        raise AnswerError(
            f"{place}: column is {answer.column!r}; it must be one of {allowed}"
        )
    if answer.column == DATE and answer.value and not read_moment(answer.value):
        raise AnswerError(f"{place}: {answer.value!r} is no date; write 2026-03-01")


def _check_contradictions(kind: Kind, answers: Iterable[Answer]) -> None:
    """Raise AnswerError where two answers say different things about the same."""
    seen: set[tuple[str, ...]] = set()
    for answer in answers:
        about: tuple[str, ...] = ()
        if isinstance(answer, ArticleAnswer):
            about = (answer.page,)
        elif isinstance(answer, ValueAnswer):
            about = (answer.page, answer.column)
        if about and about in seen:
            raise AnswerError(
                f"{kind.file}: two answers for {' '.join(about)}; remove one"
            )
        seen.add(about)

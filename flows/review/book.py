"""All answers of a folder at one moment: what a person decided so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import TypeAlias

from cleaners.answers import (
    EVERYWHERE,
    Answers,
    ArticleAnswer,
    LineAnswer,
    RepairAnswer,
    SiteAnswer,
    ValueAnswer,
    fold_line,
)


@dataclass(frozen=True, slots=True, order=True)
class BoilerplateAnswer:
    """A line that is removed: a rule with a case, for one site or all."""

    text: str
    site: str = EVERYWHERE


@dataclass(frozen=True, slots=True, order=True)
class PairAnswer:
    """A pair of the user's lexicon: the original words, and what a spinner wrote for them."""

    original: str
    spun: str
    copies: int = 1


Answer: TypeAlias = (
    ArticleAnswer
    | SiteAnswer
    | ValueAnswer
    | LineAnswer
    | BoilerplateAnswer
    | RepairAnswer
    | PairAnswer
)


@dataclass(frozen=True, slots=True)
class Book:
    """The answers of each kind, sorted, each once."""

    articles: tuple[ArticleAnswer, ...] = ()
    sites: tuple[SiteAnswer, ...] = ()
    values: tuple[ValueAnswer, ...] = ()
    lines: tuple[LineAnswer, ...] = ()
    boilerplate: tuple[BoilerplateAnswer, ...] = ()
    repairs: tuple[RepairAnswer, ...] = ()
    pairs: tuple[PairAnswer, ...] = ()

    @classmethod
    def of(
        cls,
        answers: Answers,
        boilerplate: tuple[BoilerplateAnswer, ...],
        pairs: tuple[PairAnswer, ...],
    ) -> Book:
        """Gather what the files hold."""
        kinds = {name: getattr(answers, name) for name in ANSWERS}
        return cls(boilerplate=boilerplate, pairs=pairs, **kinds)

    def all(self) -> Iterator[Answer]:
        """Yield every answer."""
        for item in fields(self):
            yield from getattr(self, item.name)

    def __contains__(self, answer: Answer) -> bool:
        """Whether an answer was given."""
        answers: tuple[Answer, ...] = getattr(self, KINDS[type(answer)])
        return answer in answers

    def with_answer(self, answer: Answer) -> Book:
        """Return the book with an answer, and without those that it contradicts."""
        book = self
        for other in self.all():
            if _contradicts(answer, other):
                book = book.without(other)
        name = KINDS[type(answer)]
        answers = {*getattr(book, name), answer}
        return replace(book, **{name: tuple(sorted(answers))})

    def without(self, answer: Answer) -> Book:
        """Return the book without an answer."""
        name = KINDS[type(answer)]
        left = [other for other in getattr(self, name) if other != answer]
        return replace(self, **{name: tuple(left)})

    def verdict_of(self, names: tuple[str, ...]) -> ArticleAnswer | None:
        """Return what becomes of an article, by the names of its page."""
        for answer in self.articles:
            if answer.page in names:
                return answer
        return None

    def value_of(self, names: tuple[str, ...], column: str) -> ValueAnswer | None:
        """Return the right value of a column of a page, if one was given."""
        for answer in self.values:
            if answer.column == column and answer.page in names:
                return answer
        return None


KINDS: dict[type[Answer], str] = {
    ArticleAnswer: "articles",
    SiteAnswer: "sites",
    ValueAnswer: "values",
    LineAnswer: "lines",
    BoilerplateAnswer: "boilerplate",
    RepairAnswer: "repairs",
    PairAnswer: "pairs",
}
ANSWERS = ("articles", "sites", "values", "lines", "repairs")  # kinds of `Answers`


def _contradicts(new: Answer, old: Answer) -> bool:
    """Return whether two answers cannot both hold."""
    about = _about(new)
    return new != old and about is not None and about == _about(old)


def _about(answer: Answer) -> tuple[str, ...] | None:
    """Return what an answer is about, where only one can be given about that."""
    if isinstance(answer, ArticleAnswer):
        return "article", answer.page
    if isinstance(answer, ValueAnswer):
        return "value", answer.page, answer.column
    if isinstance(answer, LineAnswer | BoilerplateAnswer):
        return "line", fold_line(answer.text), answer.site
    if isinstance(answer, RepairAnswer):
        return "pair", answer.after.casefold(), answer.before.casefold()
    if isinstance(answer, PairAnswer):
        return "pair", answer.original, answer.spun
    return None

"""Say in a line what an answer does."""

from __future__ import annotations

from functools import singledispatch

from cleaners.answers import (
    ArticleAnswer,
    LineAnswer,
    RepairAnswer,
    SiteAnswer,
    ValueAnswer,
)
from flows.review.book import BoilerplateAnswer, PairAnswer


@singledispatch
def describe(answer: object) -> str:
    """Say what an answer does."""
    raise TypeError(f"no answer: {answer!r}")


@describe.register
def _(answer: ArticleAnswer) -> str:
    return f"{answer.verdict}: {answer.page}"


@describe.register
def _(answer: SiteAnswer) -> str:
    return f"drop all of {answer.site}"


@describe.register
def _(answer: ValueAnswer) -> str:
    return f"{answer.column} of {answer.page}: {answer.value or 'none'}"


@describe.register
def _(answer: LineAnswer) -> str:
    return f"keep {_where(answer.site)}: {answer.text}"


@describe.register
def _(answer: BoilerplateAnswer) -> str:
    return f"boilerplate {_where(answer.site)}: {answer.text}"


@describe.register
def _(answer: RepairAnswer) -> str:
    return f"wrong {_where(answer.site)}: {answer.before} -> {answer.after}"


@describe.register
def _(answer: PairAnswer) -> str:
    return f"lexicon: {answer.spun} -> {answer.original}"


def _where(site: str) -> str:
    return f"on {site}" if site else "everywhere"

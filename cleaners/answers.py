"""What people decided when they reviewed articles, and what of it concerns one article.

An answer names what it is about: a page by its `url_key`, a record without one by the hash of its
bytes (`sha256:…`), a site by its host, which stands for all hosts below it too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import TypeVar

from cleaners.article import Metadata, Record
from cleaners.sites import domains_of, site_of
from cleaners.url_key import url_key

T = TypeVar("T")
EVERYWHERE = ""  # the site of an answer that holds for all sites
RECORD = "sha256:"  # how the name of a record without a page begins
Repair = tuple[str, str]
"""The words before and after a repair."""


class Verdict(StrEnum):
    """What becomes of an article."""

    DROP = "drop"  # it goes to quarantine, as `dropped`
    KEEP = "keep"  # it is an article, although its page looks like a listing or a wall
    RIGHT = "right"  # it is right as it is, and is not shown again until it changes


@dataclass(frozen=True, slots=True, order=True)
class ArticleAnswer:
    """What becomes of an article. `text` is the hash of the text that was found right."""

    page: str
    verdict: Verdict
    text: str = ""


@dataclass(frozen=True, slots=True, order=True)
class SiteAnswer:
    """A site, all of whose articles are dropped."""

    site: str


@dataclass(frozen=True, slots=True, order=True)
class ValueAnswer:
    """The right value of a column of a page; "" where it has none."""

    page: str
    column: str
    value: str


@dataclass(frozen=True, slots=True, order=True)
class LineAnswer:
    """A line that stays, whatever else would remove it."""

    text: str
    site: str = EVERYWHERE


@dataclass(frozen=True, slots=True, order=True)
class RepairAnswer:
    """A repair that is wrong: the words before it stay."""

    before: str
    after: str
    site: str = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Answers:
    """All answers that are no rules and no pairs of a lexicon; equal if their files are."""

    digest: str = ""
    articles: tuple[ArticleAnswer, ...] = field(default=(), compare=False)
    sites: tuple[SiteAnswer, ...] = field(default=(), compare=False)
    values: tuple[ValueAnswer, ...] = field(default=(), compare=False)
    lines: tuple[LineAnswer, ...] = field(default=(), compare=False)
    repairs: tuple[RepairAnswer, ...] = field(default=(), compare=False)


NO_ANSWERS = Answers()


@dataclass(frozen=True, slots=True)
class Decided:
    """What the answers say about one article. `dropped` names the page or site, if it is."""

    dropped: str = ""
    is_kept: bool = False
    values: Mapping[str, str] = field(default_factory=dict)
    kept_lines: frozenset[str] = frozenset()
    wrong_repairs: frozenset[Repair] = frozenset()


NOTHING = Decided()


def page_of(url: str | None, raw_sha256: str) -> str:
    """Name a page as answers do."""
    return url_key(url) or f"{RECORD}{raw_sha256}"


def host_of(known: Metadata) -> str | None:
    """Return the host that answers for a site are matched with."""
    return site_of(known.url) or known.site


def wrong_at(answers: Answers, url: str | None, site: str | None) -> frozenset[Repair]:
    """Return the repairs that are wrong on a page."""
    if not answers.digest:
        return frozenset()
    host = host_of(Metadata(url=url, site=site))
    return _joined(_indexed(answers).repairs, (EVERYWHERE, *domains_of(host)))


def decided(answers: Answers, record: Record, known: Metadata) -> Decided:
    """Look up what was decided about a record, as far as its metadata are known."""
    if not answers.digest:
        return NOTHING
    index = _indexed(answers)
    digest = record.raw_sha256
    names = (page_of(known.url, digest), f"{RECORD}{digest}")
    host = host_of(known)
    scopes = (EVERYWHERE, *domains_of(host))
    verdicts = [index.verdicts[name] for name in names if name in index.verdicts]
    return Decided(
        dropped=_dropped(index, names, scopes),
        is_kept=Verdict.KEEP in verdicts,
        values=_values(index, names),
        kept_lines=_joined(index.lines, scopes),
        wrong_repairs=_joined(index.repairs, scopes),
    )


def fold_line(line: str) -> str:
    """Return a line as lines are compared: by its words."""
    return " ".join(line.split())


def fold_repair(before: str, after: str) -> Repair:
    """Return a repair as repairs are compared: in any case."""
    return fold_line(before).casefold(), fold_line(after).casefold()


@dataclass(frozen=True, slots=True)
class _Index:
    """Answers by what they are about."""

    verdicts: Mapping[str, Verdict]
    sites: frozenset[str]
    values: Mapping[str, Mapping[str, str]]
    lines: Mapping[str, set[str]]
    repairs: Mapping[str, set[Repair]]


@cache
def _indexed(answers: Answers) -> _Index:
    verdicts = {each.page: each.verdict for each in answers.articles}
    sites = frozenset(each.site for each in answers.sites)
    values = _values_by_page(answers.values)
    lines = _lines_by_site(answers.lines)
    repairs = _repairs_by_site(answers.repairs)
    return _Index(verdicts, sites, values, lines, repairs)


def _values_by_page(answers: Iterable[ValueAnswer]) -> dict[str, dict[str, str]]:
    values: dict[str, dict[str, str]] = defaultdict(dict)
    for each in answers:
        values[each.page][each.column] = each.value
    return values


def _lines_by_site(answers: Iterable[LineAnswer]) -> dict[str, set[str]]:
    lines: dict[str, set[str]] = defaultdict(set)
    for each in answers:
        folded = fold_line(each.text)
        lines[each.site].add(folded)
    return lines


def _repairs_by_site(answers: Iterable[RepairAnswer]) -> dict[str, set[Repair]]:
    repairs: dict[str, set[Repair]] = defaultdict(set)
    for each in answers:
        folded = fold_repair(each.before, each.after)
        repairs[each.site].add(folded)
    return repairs


def _dropped(index: _Index, names: Iterable[str], scopes: Iterable[str]) -> str:
    """Name the page or site that is dropped, "" for none. An article that is kept is not."""
    pages = {index.verdicts.get(name): name for name in names}
    if Verdict.KEEP in pages:
        return ""
    page = pages.get(Verdict.DROP)
    if page:
        return f"the page {page}"
    for scope in scopes:
        if scope in index.sites:
            return f"the site {scope}"
    return ""


def _values(index: _Index, names: Iterable[str]) -> dict[str, str]:
    """Return the right values of a page; those by its address count more than by its bytes."""
    found: dict[str, str] = {}
    for name in names:
        found = {**index.values.get(name, {}), **found}
    return found


def _joined(by_site: Mapping[str, set[T]], scopes: Iterable[str]) -> frozenset[T]:
    found: frozenset[T] = frozenset()
    return found.union(*(by_site.get(scope, ()) for scope in scopes))

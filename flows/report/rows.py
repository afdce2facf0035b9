"""The rows of the report's figures: one record for each query that has several rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RunFigures:
    """The counts of one run, as the table of runs has them; runs are numbered from 1."""

    number: int
    inputs: int
    articles: int
    duplicates: int
    quarantined: int
    already_known: int
    replaced: int
    suppressed: int
    cleared: int
    forgotten: int
    spun: int
    pipeline_version: str


@dataclass(frozen=True, slots=True)
class RemovedKind:
    """How much went by rules of one kind."""

    kind: str
    edits: int
    articles: int
    characters: int


@dataclass(frozen=True, slots=True)
class RemovedAtSite:
    """How much went at one site by rules of one kind."""

    site: str
    kind: str
    characters: int


@dataclass(frozen=True, slots=True)
class RuleFigures:
    """How much went by one rule, or by several together, and its least confidence."""

    rule: str
    stage: str
    kind: str
    edits: int
    articles: int
    sites: int
    characters: int
    lowest: float


@dataclass(frozen=True, slots=True)
class SiteFigures:
    """One site. `loss` is much, nothing, usual, or few where it has too few articles to judge.

    Texts of no known site share a row that is not `is_known`, and is not judged. `share` is
    removed_chars of raw_chars. These, `untouched` and `spun` count duplicates too.
    """

    site: str
    articles: int
    duplicates: int
    raw_chars: int
    removed_chars: int
    untouched: int
    no_title: int
    no_author: int
    no_date: int
    spun: int
    median_words: int
    lowest: float
    is_pages: bool
    is_known: bool
    share: float
    loss: str


@dataclass(frozen=True, slots=True)
class LanguageFigures:
    """Articles in one language, and of how many that is unsure."""

    language: str
    articles: int
    unsure: int


@dataclass(frozen=True, slots=True)
class SpunMonth:
    """Articles and duplicates of a month (2026-11) or of no date, and how many are spun."""

    month: str
    texts: int
    spun: int


@dataclass(frozen=True, slots=True)
class DialectFigures:
    """Spun articles and duplicates of one dialect, their repairs, and how many have none."""

    dialect: str
    articles: int
    repairs: int
    unrepaired: int


@dataclass(frozen=True, slots=True)
class CopyKind:
    """Duplicates of one kind, and the least similarity among them; None for versions."""

    kind: str
    copies: int
    lowest: float | None


@dataclass(frozen=True, slots=True)
class SizeFigures:
    """How many clusters or stories have this many members, and all their members."""

    size: int
    groups: int
    members: int


@dataclass(frozen=True, slots=True)
class Group:
    """A large cluster or story, under the title of its first article."""

    group_id: str
    title: str
    members: int
    sites: int
    kinds: str
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class DoubtfulCopy:
    """A duplicate that is little like the article that is kept in its stead."""

    article_id: str
    kind: str
    similarity: float
    title: str
    site: str
    canonical_id: str
    original_title: str
    original_site: str


@dataclass(frozen=True, slots=True)
class QuarantineReason:
    """Records in quarantine for one reason, and the rows that stand for them."""

    reason: str
    records: int
    row_count: int


@dataclass(frozen=True, slots=True)
class QuarantineExample:
    """A row of quarantine, and how its record begins."""

    reason: str
    source_path: str
    record_number: int
    source_format: str
    detail: str
    excerpt: str
    records: int


@dataclass(frozen=True, slots=True)
class NoteFigures:
    """Notes of one kind on one column.

    `kind` is unread (values that records state and that could not be read), missing (words that
    their source lost), or known (what was found out or corrected: nothing is wrong with it).
    """

    kind: str
    column_name: str
    notes: int
    example: str


@dataclass(frozen=True, slots=True)
class DriftFigures:
    """One measure of a site: of its rows from the newest run, and of all earlier ones.

    `removed` and `words` are medians, others are shares of rows.
    """

    site: str
    measure: str
    before: float
    now: float
    rows_before: int
    rows_now: int
    is_changed: bool

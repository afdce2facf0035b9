"""The figures of a snapshot as records. `flows.report.reading` counts them, one query a field.

What the report shows is counted there and nowhere else, from the tables of its own snapshot, so
that a report never says more than they do.
"""

from __future__ import annotations

from dataclasses import dataclass

from flows.report.rows import (
    CopyKind,
    DialectFigures,
    DoubtfulCopy,
    DriftFigures,
    Group,
    LanguageFigures,
    NoteFigures,
    QuarantineExample,
    QuarantineReason,
    RemovedAtSite,
    RemovedKind,
    RuleFigures,
    RunFigures,
    SiteFigures,
    SizeFigures,
    SpunMonth,
)


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts over the whole snapshot; those of runs are added up over all of them.

    What says nothing else is of articles and duplicates; `unsure` to `no_date` are of articles.
    """

    articles: int
    duplicates: int
    edits: int
    raw_chars: int
    clean_chars: int
    removed_chars: int
    untouched: int
    unsure: int
    stripped: int
    short: int
    no_title: int
    no_author: int
    no_date: int
    spun: int
    repairs: int
    sites: int
    stories: int
    quarantined: int
    runs: int
    inputs: int
    already_known: int
    replaced: int
    suppressed: int
    cleared: int
    forgotten: int

    @property
    def records(self) -> int:
        """Count what has a row: articles, duplicates, and records in quarantine."""
        return self.articles + self.duplicates + self.quarantined

    @property
    def removed_share(self) -> float:
        """Return the share of the raw text that was removed, 0 to 1."""
        return self.removed_chars / self.raw_chars if self.raw_chars else 0.0

    @property
    def unaccounted(self) -> int:
        """Count the inputs that have no row, and for no known reason; 0 in a sound dataset."""
        seen_again = self.already_known + self.replaced + self.suppressed
        return self.inputs - seen_again - self.cleared - self.forgotten - self.records


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a snapshot; each field is named after its query."""

    snapshot: int
    totals: Totals
    runs: tuple[RunFigures, ...]
    removed_kinds: tuple[RemovedKind, ...]
    removed_at_sites: tuple[RemovedAtSite, ...]
    rules: tuple[RuleFigures, ...]
    sites: tuple[SiteFigures, ...]
    languages: tuple[LanguageFigures, ...]
    spun_months: tuple[SpunMonth, ...]
    dialects: tuple[DialectFigures, ...]
    copy_kinds: tuple[CopyKind, ...]
    cluster_sizes: tuple[SizeFigures, ...]
    story_sizes: tuple[SizeFigures, ...]
    largest_clusters: tuple[Group, ...]
    largest_stories: tuple[Group, ...]
    doubtful_copies: tuple[DoubtfulCopy, ...]
    quarantine_reasons: tuple[QuarantineReason, ...]
    quarantine_examples: tuple[QuarantineExample, ...]
    notes: tuple[NoteFigures, ...]
    drift: tuple[DriftFigures, ...]

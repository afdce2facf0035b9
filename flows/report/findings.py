"""What looks wrong in a snapshot, in plain words, each with where to look."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from flows.report import thresholds
from flows.report.figures import Figures
from flows.report.rows import SiteFigures
from flows.report.wording import many, named, share_of

MEASURES = {  # of drift, in words
    "removed": "share of text removed",
    "no_title": "share without a title",
    "no_author": "share without an author",
    "no_date": "share without a date",
    "spun": "share spun",
    "words": "median length in words",
}


class Level(StrEnum):
    """How much a finding matters."""

    WRONG = "wrong"
    LOOK = "look"
    SOUND = "sound"


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about the snapshot, and the view that shows more."""

    level: Level
    count: int
    text: str
    view: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to "can I trust this batch?", and the findings that it rests on, worst first."""

    level: Level
    text: str
    findings: tuple[Finding, ...]


def judge(figures: Figures) -> Verdict:
    """Judge a snapshot by its figures."""
    by_level: dict[Level, list[Finding]] = {level: [] for level in Level}
    for check in CHECKS:
        for finding in check(figures):
            by_level[finding.level].append(finding)
    found = tuple(chain.from_iterable(by_level.values()))
    wrong = len(by_level[Level.WRONG])
    look = len(by_level[Level.LOOK])
    if wrong:
        text = f"Not as it is: {many(wrong, 'thing')} to put right first."
        return Verdict(Level.WRONG, text, found)
    if look:
        text = f"Mostly. Look at {many(look, 'thing')} before you rely on it."
        return Verdict(Level.LOOK, text, found)
    return Verdict(Level.SOUND, "Yes. Nothing in it looks unusual.", found)


def _accounting(figures: Figures) -> Iterator[Finding]:
    """Say whether everything that was read has become something."""
    totals = figures.totals
    lost = totals.unaccounted
    if lost:
        text = (
            f"Not accounted for: {many(abs(lost), 'record')}. Compare the files with their"
            " manifest (unspun verify)."
        )
        yield Finding(Level.WRONG, abs(lost), text, "inputs")
        return
    text = (
        f"All {many(totals.inputs, 'record')} that were read are accounted for:"
        f" {many(totals.articles, 'article')}, {many(totals.duplicates, 'copy', 'copies')},"
        f" {totals.quarantined:,} in quarantine."
    )
    yield Finding(Level.SOUND, 0, text, "inputs")


def _nothing_kept(figures: Figures) -> Iterator[Finding]:
    if not figures.totals.articles:
        text = "There is no article in it."
        yield Finding(Level.WRONG, figures.totals.records, text, "quarantine")


def _quarantine(figures: Figures) -> Iterator[Finding]:
    totals = figures.totals
    share = share_of(totals.quarantined, totals.records)
    if share < thresholds.QUARANTINE_LOOK:
        return
    wrong = share >= thresholds.QUARANTINE_WRONG
    reasons = [reason.reason for reason in figures.quarantine_reasons]
    text = (
        f"{many(totals.quarantined, 'record')} ({share:.0%}) could not become articles;"
        f" reasons: {named(reasons)}."
    )
    level = Level.WRONG if wrong else Level.LOOK
    yield Finding(level, totals.quarantined, text, "quarantine")


def _drift(figures: Figures) -> Iterator[Finding]:
    """Name the sites whose newest articles are unlike their earlier ones."""
    changed = [row for row in figures.drift if row.is_changed]
    sites = list(dict.fromkeys(row.site for row in changed))
    if sites:
        names = (MEASURES[row.measure] for row in changed)
        measures = ", ".join(dict.fromkeys(names))
        several = many(len(sites), "site")
        text = (
            f"{several} changed in the newest run, as when a template changes:"
            f" {named(sites)}. What changed: {measures}."
        )
        yield Finding(Level.LOOK, len(sites), text, "drift")


def _losses(figures: Figures) -> Iterator[Finding]:
    """Name the sites that lost much more than others, and those that lost nothing."""
    much = _sites_with(figures, "much")
    if much:
        sites = many(len(much), "site")
        text = f"{sites} lost far more text than others: {named(much)}."
        yield Finding(Level.LOOK, len(much), text, "sites")
    nothing = _sites_with(figures, "nothing")
    if nothing and len(nothing) < len(figures.sites):
        sites = many(len(nothing), "site")
        text = (
            f"{sites} lost nothing at all: {named(nothing)}. Either the texts were clean, or"
            " no rule knows the site."
        )
        yield Finding(Level.LOOK, len(nothing), text, "sites")


def _sites_with(figures: Figures, loss: str) -> list[str]:
    """List the sites that lost so much of their texts."""
    return [site.site for site in figures.sites if site.loss == loss]


def _doubtful(figures: Figures) -> Iterator[Finding]:
    """Count the articles that most needs a reader."""
    totals = figures.totals
    if totals.stripped:
        text = (
            f"{many(totals.stripped, 'article')} lost more than {thresholds.STRIPPED:.0%} of the"
            " raw text."
        )
        yield Finding(Level.LOOK, totals.stripped, text, "articles")
    if totals.unsure:
        text = (
            f"Decided with a confidence below {thresholds.UNSURE}:"
            f" {many(totals.unsure, 'article')}."
        )
        yield Finding(Level.LOOK, totals.unsure, text, "articles")
    if totals.short:
        text = (
            f"Shorter than {thresholds.SHORT} words: {many(totals.short, 'article')}."
        )
        yield Finding(Level.LOOK, totals.short, text, "articles")


def _missing(figures: Figures) -> Iterator[Finding]:
    """Say which values many articles lack, and at which sites all do."""
    totals = figures.totals
    columns = {
        "title": totals.no_title,
        "date": totals.no_date,
        "author": totals.no_author,
    }
    for name, count in columns.items():
        share = share_of(count, totals.articles)
        sites = list(_sites_without(figures.sites, name))
        if share < thresholds.MISSING_LOOK and not sites:
            continue
        all_but = f"; nearly all at {named(sites)}" if sites else ""
        text = f"Without {name}: {many(count, 'article')} ({share:.0%}){all_but}."
        yield Finding(Level.LOOK, count, text, "values")


def _sites_without(sites: Iterable[SiteFigures], name: str) -> Iterator[str]:
    for site in sites:
        count: int = getattr(site, f"no_{name}")
        enough = site.is_known and site.articles >= thresholds.FEW
        if enough and share_of(count, site.articles) >= thresholds.ALL_BUT:
            yield site.site


def _spun(figures: Figures) -> Iterator[Finding]:
    totals = figures.totals
    share = share_of(totals.spun, totals.articles + totals.duplicates)
    if not totals.spun:
        return
    level = Level.LOOK if share >= thresholds.SPUN_LOOK else Level.SOUND
    text = (
        f"Machine-paraphrased: {many(totals.spun, 'text')} ({share:.0%}), in which"
        f" {many(totals.repairs, 'repair')} gave words back."
    )
    yield Finding(level, totals.spun, text, "spun")


def _languages(figures: Figures) -> Iterator[Finding]:
    unsure = sum(language.unsure for language in figures.languages)
    if unsure:
        text = f"In a language that is not sure: {many(unsure, 'article')}."
        yield Finding(Level.LOOK, unsure, text, "languages")


def _unread(figures: Figures) -> Iterator[Finding]:
    """Count the values that could not be read."""
    unread = [note for note in figures.notes if note.kind == "unread"]
    if unread:
        count = sum(note.notes for note in unread)
        columns = [note.column_name for note in unread]
        text = f"{many(count, 'value')} could not be read: {named(columns)}."
        yield Finding(Level.LOOK, count, text, "values")


def _cut_off(figures: Figures) -> Iterator[Finding]:
    """Count the texts that lack words."""
    missing = sum(note.notes for note in figures.notes if note.kind == "missing")
    if missing:
        text = f"Cut off or damaged by their source: {many(missing, 'text')}."
        yield Finding(Level.LOOK, missing, text, "values")


CHECKS: tuple[Callable[[Figures], Iterator[Finding]], ...] = (
    _accounting,
    _nothing_kept,
    _quarantine,
    _drift,
    _losses,
    _doubtful,
    _missing,
    _spun,
    _languages,
    _unread,
    _cut_off,
)

"""Decide for the fetches that are set aside because another one stands for their page.

They take no part in the search for copies. Each follows the fetch that stands: it is in the same
cluster and story, and the article that is kept in the other's stead is kept in its stead too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, TypeAlias

from flows.snapshots import CleanedRun, Current, stands
from flows.snapshots.pages import REPEAT, SetAside
from flows.storage import parquet
from flows.storage.ids import Ids
from flows.storage.tables import Decision, Decisions

DECISION = tuple(item.name for item in fields(Decision))
COLUMNS = ("article_id", "url_key", *DECISION)
ByArticle: TypeAlias = Mapping[str, Decision]
Rows: TypeAlias = dict[str, dict[str, Any]]  # of the snapshot, by id


def decide(run: CleanedRun, decisions: Decisions) -> Decisions:
    """Add the fetches that are set aside to decisions about those that stand.

    Once more after such decisions changed, it decides anew.
    """
    # One table of a million decisions takes 80 MB, so each step adds what it changes.
    by_article = dict(decisions.standing())
    by_article |= _touched_clusters(run, by_article)
    rows = _rows(run.current, "article_id", by_article)
    by_article |= _with_versions(run, by_article, rows)
    by_article |= _followers(_set_aside(run, rows), by_article)
    by_article |= _with_copies(by_article)
    return replace(decisions, by_article=by_article)


def _touched_clusters(run: CleanedRun, decided: ByArticle) -> ByArticle:
    """Read the clusters in which a fetch was set aside or went, though nothing else changed."""
    ids = run.selection.pages.versions.keys() - decided.keys()
    touched = _rows(run.current, "article_id", ids).values()
    kept = {row["canonical_id"] or row["article_id"] for row in touched}
    members = _rows(run.current, "article_id", kept)
    members |= _rows(run.current, "canonical_id", kept)
    return {name: _decision(row) for name, row in members.items() if _stays(row, run)}


def _stays(row: Mapping[str, Any], run: CleanedRun) -> bool:
    """Return whether a row of the snapshot stands for its page now as before."""
    return stands(row) and row["article_id"] not in run.gone


def _with_versions(run: CleanedRun, standing: ByArticle, rows: Rows) -> ByArticle:
    """Say of fetches that stand how many texts their page had, where that is not said yet."""
    counts = {name: row["versions"] or 1 for name, row in rows.items()}
    counts |= run.selection.pages.versions
    counted = {}
    for name, decision in standing.items():
        versions = counts.get(name, 1)
        if decision.versions != versions:
            counted[name] = replace(decision, versions=versions)
    return counted


def _set_aside(run: CleanedRun, rows: Rows) -> Mapping[str, SetAside]:
    """Return all fetches that are set aside for one of those that stand."""
    standing = {row["url_key"]: name for name, row in rows.items() if row["url_key"]}
    found = {}
    for name, row in _others_of_pages(run, standing).items():
        found[name] = SetAside(standing[row["url_key"]], row["kind"])
    return {**found, **run.selection.pages.set_aside}


def _others_of_pages(run: CleanedRun, url_keys: Iterable[str]) -> Rows:
    """Read the rows of the snapshot that do not stand for their page, and stay so."""
    gone = run.replacements.articles | run.selection.pages.promoted
    rows = _rows(run.current, "url_key", url_keys)
    return {
        name: row for name, row in rows.items() if name not in gone and not stands(row)
    }


def _followers(set_aside: Mapping[str, SetAside], standing: ByArticle) -> ByArticle:
    """Decide for fetches as it was decided for the one that stands."""
    followers = {}
    for name, fetch in set_aside.items():
        followers[name] = _following(fetch, standing[fetch.standing_id])
    return followers


def _following(fetch: SetAside, standing: Decision) -> Decision:
    is_repeat = fetch.kind == REPEAT
    return Decision(
        cluster_id=standing.cluster_id,
        story_id=standing.story_id,
        canonical_id=standing.canonical_id or fetch.standing_id,
        kind=fetch.kind,
        similarity=1.0 if is_repeat else None,
        versions=None,
    )


def _with_copies(by_article: ByArticle) -> ByArticle:
    """Count for articles that are kept the rows in whose stead they are, where that changed."""
    copies = Counter(decision.canonical_id for decision in by_article.values())
    counted = {}
    for name, decision in by_article.items():
        is_kept = decision.canonical_id is None
        if is_kept and decision.copies != copies[name]:
            counted[name] = replace(decision, copies=copies[name])
    return counted


def _decision(row: Mapping[str, Any]) -> Decision:
    """Return the decision that a row has."""
    known = {name: row[name] for name in DECISION if row[name] is not None}
    return Decision(**known)


def _rows(current: Current | None, column: str, values: Iterable[str]) -> Rows:
    """Read the articles and duplicates that have one of some values in a column, by id."""
    wanted = Ids.of(values)
    found: Rows = {}
    if not current or not wanted:
        return found
    for path in current.article_parts():
        for row in _chosen(path, column, wanted):
            found[row["article_id"]] = row
    return found


def _chosen(path: Path, column: str, wanted: Ids) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file; columns that it lacks are None."""
    names = set(COLUMNS).intersection(parquet.names(path))
    if column in names:
        rows = parquet.read(path, sorted(names))
        is_wanted = wanted.among(rows[column])
        for row in rows.filter(is_wanted).to_pylist():
            yield dict.fromkeys(COLUMNS) | row

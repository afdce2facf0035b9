"""Take articles down: from every snapshot, the indexes and the state, now and when they return.

The list of what is suppressed comes first and the removal of older snapshots last, so that a
takedown that was broken off is completed by giving the same command again.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from flows.intake import discovery, hash_cache
from flows.report import document
from flows.settings import Settings
from flows.snapshots import (
    CleanedRun,
    Current,
    Dataset,
    Outcome,
    Replacements,
    Selection,
    housekeeping,
    inputs_index,
    short_ids,
    takedown,
)
from flows.snapshots import unmatched as unmatched_names
from flows.snapshots.suppression import Suppression
from flows.snapshots.takedown import Found, Row, Target
from flows.snapshots.unmatched import Unmatched
from flows.stages import (
    deduplicate,
    relations,
    seen_again,
    site_templates,
    stories,
    story_names,
)
from flows.storage.tables import Decisions

# Snapshots: a takedown removes none but those that hold what goes.
KEEP_ALL = sys.maxsize


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was taken down, or would be: rows of the newest snapshot, and older snapshots."""

    articles: tuple[Row, ...]
    quarantine: tuple[Row, ...]
    snapshots: tuple[Path, ...]


def with_whole_ids(dataset: Dataset, target: Target) -> Target:
    """Write ids in full that are given by how they begin.

    Raises AmbiguousIdError and DatasetError.
    """
    current = dataset.current()
    if current is None:
        return target
    return short_ids.complete(current.folder / current.path, target)


def preview(dataset: Dataset, target: Target) -> Forgotten:
    """Find what would be taken down, and change nothing. Raises DatasetError."""
    current = dataset.current()
    if current is None:
        return Forgotten((), (), ())
    found = takedown.find(current.folder / current.path, target)
    older = takedown.older_with(dataset.paths, current.snapshot, target)
    return Forgotten(found.articles, found.quarantine, tuple(older))


def forget(dataset: Dataset, target: Target) -> Forgotten:
    """Take down what is meant, and never take it in again.

    Raises DatasetBusy and DatasetError.
    """
    with dataset.lock():
        dataset.make_ready()
        shown = preview(dataset, target)
        found = Found(shown.articles, shown.quarantine)
        current = dataset.current()
        _suppress(dataset, current, target, found)
        _forget_files(dataset)
        affected = list(shown.snapshots)
        if current and found:
            _publish_without(dataset, current, found)
            replaced = current.folder / current.path
            affected.append(replaced)
        for path in affected:
            housekeeping.remove_snapshot(path)
    return shown


def unmatched(dataset: Dataset, target: Target, shown: Forgotten) -> list[Unmatched]:
    """List the names of which the newest snapshot has nothing. Raises DatasetError."""
    current = dataset.current()
    snapshot = current.folder / current.path if current else None
    found = Found(shown.articles, shown.quarantine)
    return unmatched_names.find(snapshot, target, found)


def allow_again(dataset: Dataset, target: Target) -> list[Target]:
    """Take names off the list of what is not taken in again; return those that were on it.

    What was taken down stays on it. Raises DatasetBusy and DatasetError.
    """
    state = dataset.paths.state
    with dataset.lock():
        listed = Suppression.of(state, dataset.current())
        allowed = []
        for each in target.each():
            left = listed.without(takedown.entries(each, Found((), ())))
            if left != listed:
                allowed.append(each)
            listed = left
        if allowed:
            listed.write(state)
    return allowed


def _suppress(
    dataset: Dataset, current: Current | None, target: Target, found: Found
) -> None:
    """Write the list of what is not to be taken in again."""
    state = dataset.paths.state
    listed = Suppression.with_salt(state).joined(takedown.entries(target, found))
    if current:
        snapshot = current.folder / current.path
        left = takedown.sources_left(snapshot, found)
        known = inputs_index.read(current.folder, current)
        files = takedown.file_entries(found, left, known)
        listed = listed.joined(files)
    listed.write(state)


def _forget_files(dataset: Dataset) -> None:
    """Remove the hashes of the inbox, and what a run that was killed left."""
    state = dataset.paths.state
    (state / hash_cache.NAME).unlink(missing_ok=True)  # made again by the next run
    for folder in (dataset.shards, state / discovery.SPOOL):
        shutil.rmtree(folder, ignore_errors=True)


def _publish_without(dataset: Dataset, current: Current, found: Found) -> None:
    """Publish the next snapshot, with an index that is made anew from what stays."""
    dataset.shards.mkdir(parents=True, exist_ok=True)
    selection = _without(found)
    cleaned = CleanedRun(current, (), dataset.shards, selection)
    settings = Settings(keep_snapshots=KEEP_ALL)
    run = dataset.begin((), settings)
    decisions = _decide(cleaned)
    outcome = Outcome(run, (), cleaned, decisions)
    publisher = document.with_reports(dataset)
    publisher.publish(outcome)


def _decide(cleaned: CleanedRun) -> Decisions:
    """Decide from scratch for all articles that stay."""
    decisions = deduplicate.assign_clusters(cleaned, from_scratch=True)
    decisions = seen_again.decide(cleaned, decisions)
    decisions = stories.assign_stories(cleaned, decisions)
    decisions = story_names.rename(cleaned.folder, decisions, cleaned.gone)
    decisions = site_templates.rebuild(cleaned, decisions)
    return relations.relate(cleaned, decisions)


def _without(found: Found) -> Selection:
    """Select all but what was found."""
    gone = Replacements(found.ids, found.places)
    return Selection(replacements=gone, forgotten=len(gone))

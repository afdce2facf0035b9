"""Rebuild the duplicate index, after an upgrade or the loss of its files."""

from __future__ import annotations

from flows.report import document
from flows.settings import Settings
from flows.snapshots import CleanedRun, Dataset, Outcome, Published
from flows.stages import (
    deduplicate,
    relations,
    seen_again,
    site_templates,
    stories,
)


def rebuild_index(dataset: Dataset) -> Published | None:
    """Rebuild the index from the texts of the newest snapshot, and publish what it finds.

    None where there is no snapshot yet. Raises DatasetBusy and DatasetError.
    """
    with dataset.lock():
        current = dataset.current()
        if not current:
            return None
        dataset.make_ready()
        current = dataset.current()
        run = dataset.begin((), Settings())
        cleaned = CleanedRun.of(current, (), dataset.shards)
        decisions = deduplicate.assign_clusters(cleaned, from_scratch=True)
        decisions = seen_again.decide(cleaned, decisions)
        decisions = stories.assign_stories(cleaned, decisions)
        decisions = site_templates.rebuild(cleaned, decisions)
        decisions = relations.relate(cleaned, decisions)
        outcome = Outcome(run, (), cleaned, decisions)
        return document.with_reports(dataset).publish(outcome)

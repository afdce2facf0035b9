"""Find the copies among all live articles, with an index of what earlier runs found out."""

from cleaners.duplicates import spun_classes
from flows.stages.deduplicate.clusters import assign_clusters, revise
from flows.stages.deduplicate.index_files import read_written
from flows.stages.deduplicate.shard_reading import DOCUMENT, matching_classes

__all__ = [
    "DOCUMENT",
    "assign_clusters",
    "matching_classes",
    "read_written",
    "revise",
    "spun_classes",
]

"""Snapshots: whole versions of a dataset, of which readers always see one, old or new."""

from flows.snapshots.current import Current, DatasetBusy, DatasetError
from flows.snapshots.dataset import Dataset, Published
from flows.snapshots.publishing import Run
from flows.snapshots.reading import read_articles
from flows.snapshots.replacements import Replacements

__all__ = [
    "Current",
    "Dataset",
    "DatasetBusy",
    "DatasetError",
    "Published",
    "Replacements",
    "Run",
    "read_articles",
]

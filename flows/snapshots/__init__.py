"""Snapshots: whole versions of a dataset, of which readers always see one, old or new."""

from flows.snapshots.cleaned_run import CleanedRun
from flows.snapshots.current import Current, DatasetBusy, DatasetError
from flows.snapshots.dataset import Dataset, Published
from flows.snapshots.paths import DatasetPaths
from flows.snapshots.publishing import Outcome, Run
from flows.snapshots.reading import read_articles, read_standing, stands
from flows.snapshots.replacements import Replacements
from flows.snapshots.selection import Selection
from flows.snapshots.suppression import Suppression

__all__ = [
    "CleanedRun",
    "Current",
    "Dataset",
    "DatasetBusy",
    "DatasetError",
    "DatasetPaths",
    "Outcome",
    "Published",
    "Replacements",
    "Run",
    "Selection",
    "Suppression",
    "read_articles",
    "read_standing",
    "stands",
]

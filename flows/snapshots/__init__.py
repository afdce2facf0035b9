"""Snapshots: whole versions of a dataset, of which readers always see one, old or new.

Its names are imported when they are asked for: those who read need nothing of those who write.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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

MODULES = {
    "CleanedRun": "cleaned_run",
    "Current": "current",
    "Dataset": "dataset",
    "DatasetBusy": "current",
    "DatasetError": "current",
    "DatasetPaths": "paths",
    "Outcome": "publishing",
    "Published": "dataset",
    "Replacements": "replacements",
    "Run": "publishing",
    "Selection": "selection",
    "Suppression": "suppression",
    "read_articles": "reading",
    "read_standing": "reading",
    "stands": "reading",
}


def __getattr__(name: str) -> object:
    """Import a name from its module."""
    if name not in MODULES:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    module = import_module(f"{__name__}.{MODULES[name]}")
    return getattr(module, name)

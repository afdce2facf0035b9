"""What is new, gone or changed between two snapshots of a dataset."""

from flows.differences.comparison import Comparison, Counts, compare
from flows.differences.entries import COMPARED, Change, Entry, Status
from flows.differences.word_diff import Mark, Word, changed_lines

__all__ = [
    "COMPARED",
    "Change",
    "Comparison",
    "Counts",
    "Entry",
    "Mark",
    "Status",
    "Word",
    "changed_lines",
    "compare",
]

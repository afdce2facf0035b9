"""A search for copies: the words it keeps in files, the articles it reads again, and its labour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cleaners.duplicates import (
    Document,
    DuplicateIndex,
    UpdateResult,
    Workspace,
    update,
)
from cleaners.duplicates.labour import OwnLabour
from cleaners.duplicates.reading import ReadTexts
from cleaners.duplicates.workspace import ArticleStore
from flows.stages.deduplicate import index_files
from flows.stages.deduplicate.divided_labour import DividedLabour
from flows.stages.deduplicate.shard_reading import matching_classes
from flows.stages.deduplicate.word_files import kept_words


@dataclass(frozen=True, slots=True)
class Search:
    """A search for copies."""

    workspace: Workspace

    def among(
        self, every: Iterable[Document], read: Iterable[ReadTexts]
    ) -> UpdateResult:
        """Find the copies among some articles."""
        return self.update(DuplicateIndex.empty(), every, frozenset(), read)

    def update(
        self,
        index: DuplicateIndex,
        new: Iterable[Document],
        gone: frozenset[str],
        read: Iterable[ReadTexts],
    ) -> UpdateResult:
        """Find the copies among known articles, without those that are gone, and new ones."""
        return update(index, new, self.workspace, gone, read)


@contextmanager
def searching(
    folder: Path, store: ArticleStore, labour: DividedLabour | None
) -> Iterator[Search]:
    """Start a search that keeps words in files in `folder` while it runs."""
    classes = matching_classes()
    try:
        with kept_words(folder / index_files.FOLDER) as (buffer, cache):
            own = labour or OwnLabour()
            yield Search(Workspace(classes, store, buffer, cache, own))
    finally:
        if labour:
            labour.clear()

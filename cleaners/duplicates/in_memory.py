"""A search in memory, over texts that are all there at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cleaners.duplicates.index import DuplicateIndex
from cleaners.duplicates.records import Cluster, Document
from cleaners.duplicates.search import update
from cleaners.duplicates.text_words import TextWords
from cleaners.duplicates.word_classes import WordClasses
from cleaners.duplicates.workspace import Workspace


class MemoryStore:
    """The articles of earlier searches, by id."""

    def __init__(self, documents: Iterable[Document] = ()) -> None:
        """Store documents."""
        self._documents = {document.article_id: document for document in documents}

    def fetch(self, article_ids: Sequence[str]) -> Iterator[Document]:
        """Yield the articles of these ids."""
        return (self._documents[article_id] for article_id in article_ids)


class MemoryCache:
    """The words of texts, by number."""

    def __init__(self) -> None:
        """Create an empty cache."""
        self._texts: dict[int, TextWords] = {}

    def put(self, text: int, words: TextWords) -> None:
        """Store the words of a text."""
        self._texts[text] = words

    def get(self, text: int) -> TextWords:
        """Return the words of a text."""
        return self._texts[text]

    def __contains__(self, text: int) -> bool:
        """Return whether a text's words are in the cache."""
        return text in self._texts


def find_clusters(
    documents: Iterable[Document], classes: Mapping[str, str] | None = None
) -> tuple[Cluster, ...]:
    """Return the clusters of documents, sorted by cluster id.

    `classes` maps folded words to the word of their class, as `word_classes` returns
    it. Raises ValueError if two documents have the same id.
    """
    every = list(documents)
    _check_ids(every)
    clusters = _search(every, WordClasses.of(classes or {}))
    return tuple(sorted(clusters, key=lambda cluster: cluster.cluster_id))


def _search(documents: Sequence[Document], classes: WordClasses) -> tuple[Cluster, ...]:
    """Return the clusters of documents, from an index of their own."""
    workspace = Workspace(classes, MemoryStore(), [], MemoryCache())
    result = update(DuplicateIndex.empty(), documents, workspace)
    return tuple(result.clusters)


def _check_ids(documents: Iterable[Document]) -> None:
    """Raise ValueError if two documents have the same id."""
    counts = Counter(document.article_id for document in documents)
    repeated = sorted(name for name, count in counts.items() if count > 1)
    if repeated:
        raise ValueError(
            f"two documents have the id {repeated[0]}; every article needs its own"
        )

"""A search in memory, over texts that all come at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cleaners.duplicates.index import Known
from cleaners.duplicates.records import Cluster, Document
from cleaners.duplicates.search import Tools, update
from cleaners.duplicates.verification import Text
from cleaners.duplicates.word_classes import Classes


class MemoryLibrary:
    """The articles of earlier searches, by their ids."""

    def __init__(self, documents: Iterable[Document] = ()) -> None:
        """Take in what is there."""
        self._documents = {document.article_id: document for document in documents}

    def fetch(self, article_ids: Sequence[str]) -> Iterator[Document]:
        """Yield the articles of these ids."""
        return (self._documents[article_id] for article_id in article_ids)


class MemoryShelf:
    """The words of texts, by number."""

    def __init__(self) -> None:
        """Begin with none."""
        self._texts: dict[int, Text] = {}

    def put(self, text: int, words: Text) -> None:
        """Keep the words of a text."""
        self._texts[text] = words

    def get(self, text: int) -> Text:
        """Give the words of a text back."""
        return self._texts[text]

    def __contains__(self, text: int) -> bool:
        """Tell whether a text's words are here."""
        return text in self._texts


def find_clusters(
    documents: Iterable[Document], classes: Mapping[str, str] | None = None
) -> tuple[Cluster, ...]:
    """Group copies, each group under the article to keep; sorted by cluster id.

    `classes` maps folded words to the word of their class, as `word_classes` makes it. Raises
    ValueError when two documents have one id.
    """
    every = list(documents)
    counts = Counter(document.article_id for document in every)
    if twice := sorted(name for name, count in counts.items() if count > 1):
        raise ValueError(
            f"two documents have the id {twice[0]}; every article needs its own"
        )
    tools = Tools(Classes.of(classes or {}), MemoryLibrary(), [], MemoryShelf())
    found = update(Known.nothing(), every, tools)
    return tuple(sorted(found.clusters, key=lambda cluster: cluster.cluster_id))

"""Which articles have a line: the same as reading all of them would say."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from cleaners.duplicates import Document, LineIndex, line_hashes
from cleaners.duplicates.in_memory import MemoryCache, MemoryStore
from cleaners.duplicates.index import DuplicateIndex
from cleaners.duplicates.search import update
from cleaners.duplicates.word_classes import WordClasses
from cleaners.duplicates.workspace import Workspace

CLASSES = WordClasses.of({})
LINES = (
    "Read more of our stories",
    "The ferry sank off the coast",
    "A mill burnt down",
    "...",
)
SITES = (None, "harbour.example", "hill.example")
ARTICLES = st.lists(
    st.tuples(
        st.sampled_from(SITES), st.lists(st.sampled_from(LINES), min_size=1, max_size=4)
    ),
    min_size=1,
    max_size=8,
)


def documents(articles: Sequence[tuple[str | None, list[str]]]) -> list[Document]:
    return [
        Document(f"{number:032x}", "\n".join(lines), site=site)
        for number, (site, lines) in enumerate(articles)
    ]


@given(ARTICLES, st.integers(0, 8))
def test_an_article_has_the_lines_that_its_site_has_of_its_text(
    articles: list[tuple[str | None, list[str]]], count_of_first_run: int
) -> None:
    every = documents(articles)
    first, later = every[:count_of_first_run], every[count_of_first_run:]
    store = MemoryStore(every)
    index = DuplicateIndex.empty()
    for new in (first, later):
        index = update(index, new, Workspace(CLASSES, store, [], MemoryCache())).index
    sites = {document.article_id: document.site for document in every}
    found = LineIndex.of(index)
    for line, key in zip(LINES, line_hashes(LINES, CLASSES).tolist(), strict=True):
        has_words = any(letter.isalpha() for letter in line)
        expected = [
            document.article_id
            for document in every
            if has_words and line in document.text.split("\n")
        ]
        assert found.with_line(key, sites) == expected

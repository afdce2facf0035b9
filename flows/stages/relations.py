"""Say what articles are to one another: copies, and what else the search for copies found.

The table is made of the index and of all decisions, so it does not depend on the order in which
articles came.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from cleaners.duplicates import DuplicateIndex, Kind, WordClasses
from cleaners.duplicates.columns import BoolArray, UInt32Array
from cleaners.duplicates.index import ArticlesById
from cleaners.duplicates.relation import Relation
from cleaners.duplicates.relations import RelatedArticles, related_articles
from cleaners.sorted_search import contains
from flows.snapshots import CleanedRun
from flows.stages.deduplicate import read_written, spun_classes
from flows.storage import parquet
from flows.storage.tables import SCHEMAS, Decision, Decisions, Row

TABLE = "relations"
FILE = "relations.parquet"
ORDER = [("article_id", "ascending"), ("other_id", "ascending")]
OF_COPY = ("article_id", "canonical_id", "kind", "similarity")


def relate(cleaned: CleanedRun, decisions: Decisions) -> Decisions:
    """Write the relations of all articles below the shards' output; name the file."""
    index = _index(cleaned, decisions)
    copies = list(_copies(cleaned, decisions.by_article))
    rows = _rows(index, copies)
    parquet.write(cleaned.folder / FILE, rows)
    return replace(decisions, relations=FILE)


def _index(cleaned: CleanedRun, decisions: Decisions) -> DuplicateIndex:
    """Map the index that belongs to the decisions."""
    classes = WordClasses.of(spun_classes())
    return read_written(cleaned.folder, cleaned.current, decisions.index, classes)


def _rows(index: DuplicateIndex, copies: Sequence[_Copy]) -> pa.Table:
    """Return all rows, in order."""
    related = related_articles(index, _kept(index, copies))
    tables = [_of_copies(index, copies), _of_articles(related)]
    return pa.concat_tables(tables).sort_by(ORDER)


@dataclass(frozen=True, slots=True)
class _Copy:
    """A row of duplicates, now or as the snapshot has it."""

    article_id: str
    canonical_id: str
    kind: str
    similarity: float | None


def _copies(cleaned: CleanedRun, by_article: Mapping[str, Decision]) -> Iterator[_Copy]:
    """Yield all duplicates of the next snapshot."""
    yield from _decided_copies(by_article)
    decided = by_article.keys() | cleaned.replacements.articles
    earlier = _earlier_copies(cleaned)
    yield from (copy for copy in earlier if copy.article_id not in decided)


def _decided_copies(by_article: Mapping[str, Decision]) -> Iterator[_Copy]:
    """Yield the duplicates of which the run decided."""
    for name, copy in by_article.items():
        if copy.canonical_id and copy.kind:
            yield _Copy(name, copy.canonical_id, copy.kind, copy.similarity)


def _earlier_copies(cleaned: CleanedRun) -> Iterator[_Copy]:
    """Yield the duplicates of the snapshot that the run builds upon."""
    if cleaned.current:
        for path in cleaned.current.parts("duplicates"):
            for row in parquet.read(path, OF_COPY).to_pylist():
                yield _Copy(*(row[name] for name in OF_COPY))


def _kept(index: DuplicateIndex, copies: Iterable[_Copy]) -> BoolArray:
    """Return a mask of the articles of the index that are no duplicates."""
    ids = [copy.article_id.encode() for copy in copies]
    duplicates = np.array(sorted(ids), np.bytes_)
    return ~contains(duplicates, index.articles.ids)


def _of_copies(index: DuplicateIndex, copies: Iterable[_Copy]) -> pa.Table:
    """Return the rows of duplicates."""
    by_id = ArticlesById.of(index.articles)
    rows = [_of_copy(copy, by_id, index.texts.word_count) for copy in copies]
    return pa.Table.from_pylist(rows, schema=SCHEMAS[TABLE])


def _of_copy(copy: _Copy, by_id: ArticlesById, lengths: UInt32Array) -> Row:
    """Return the row of a duplicate: of two, the longer one contains its part."""
    one, other, relation = copy.article_id, copy.canonical_id, Relation.COPY
    if copy.kind == Kind.CONTAINED and one in by_id:
        relation = Relation.CONTAINS
        if lengths[by_id.text(one)] <= lengths[by_id.text(other)]:
            one, other = other, one
    return {
        "article_id": one,
        "other_id": other,
        "relation": relation.label,
        "kind": copy.kind,
        "share": copy.similarity,
    }


def _of_articles(related: RelatedArticles) -> pa.Table:
    """Return the rows of articles that are both kept."""
    share = related.matched / np.maximum(related.shorter, 1)
    columns = {
        "article_id": _names(related.articles.tolist()),
        "other_id": _names(related.others.tolist()),
        "relation": related.labels(),
        "kind": pa.nulls(len(share), pa.string()),
        "share": share,
        "words": related.matched,
        "passage": related.passage,
        "same_marks": related.same_marks,
        "other_marks": related.slots,
    }
    arrays = [pa.array(column) for column in columns.values()]
    return pa.table(arrays, names=list(columns)).cast(SCHEMAS[TABLE])


def _names(ids: Iterable[bytes]) -> pa.Array:
    return pa.array([name.decode() for name in ids], pa.string())

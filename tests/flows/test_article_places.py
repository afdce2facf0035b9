"""A few articles of a run are found in the shards that have them, without a look at the others."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from flows.storage import parquet
from flows.storage.article_places import DIGITS, ArticlePlaces
from flows.storage.shards import ARTICLE_TABLES, Shard

CLOSED, OPEN, ELSEWHERE, UNKNOWN = (digit * 32 for digit in "1a2f")
TWIN = f"{CLOSED[:DIGITS]}{'0' * DIGITS}"  # of another shard
IDS = [([CLOSED], [OPEN]), ([], []), ([ELSEWHERE, TWIN], [])]


def places(folder: Path) -> ArticlePlaces:
    """Write the ids of three shards, by table, and read where they are."""
    shards = [Shard(number, f"{number}" * 64, ()) for number in range(len(IDS))]
    for shard, tables in zip(shards, IDS, strict=True):
        for table, ids in zip(ARTICLE_TABLES, tables, strict=True):
            column = pa.array(ids, pa.string())
            rows = pa.table({parquet.ARTICLE_ID: column})
            parquet.write(shard.output(folder, table), rows)
    return ArticlePlaces.of(shards, folder)


def test_articles_are_found_in_their_shards(tmp_path: Path) -> None:
    found = places(tmp_path)
    assert found.of_articles([OPEN]) == [0]
    assert found.of_articles([ELSEWHERE]) == [2]
    assert found.of_articles([ELSEWHERE, OPEN, UNKNOWN]) == [0, 2]
    assert found.of_articles([UNKNOWN]) == []
    assert found.of_articles([]) == []


def test_ids_that_begin_alike_are_looked_for_in_all_their_shards(
    tmp_path: Path,
) -> None:
    found = places(tmp_path)
    assert found.of_articles([CLOSED]) == found.of_articles([TWIN]) == [0, 2]


def test_a_run_without_shards_has_no_articles(tmp_path: Path) -> None:
    assert ArticlePlaces.of([], tmp_path).of_articles([CLOSED]) == []

"""Pair the rows of two snapshots: an article and what became of it.

Kept articles are paired by their page, so that a new version of a page is a change of its article.
What is left is paired by its id: it was kept and is a copy now, or the other way round. Articles
without a url are paired by their place in the input at last: the file was edited.
"""

from __future__ import annotations

import duckdb

from flows.snapshots import Current
from flows.sql.connection import select, set_spill_folder

BEFORE, AFTER = "before", "after"
# A key that several rows of a snapshot have pairs none of them.
PAGE = """
    INSERT INTO pairs
    SELECT b.article_id, a.article_id
    FROM (
        SELECT url_key, min(article_id) AS article_id FROM kept_before
        WHERE url_key IS NOT NULL GROUP BY url_key HAVING count(*) = 1
    ) b
    JOIN (
        SELECT url_key, min(article_id) AS article_id FROM kept_after
        WHERE url_key IS NOT NULL GROUP BY url_key HAVING count(*) = 1
    ) a USING (url_key)
"""
ID = """
    INSERT INTO pairs
    SELECT article_id, article_id FROM before b JOIN after a USING (article_id)
    WHERE article_id NOT IN (SELECT before_id FROM pairs)
        AND article_id NOT IN (SELECT after_id FROM pairs)
"""
PLACE = """
    INSERT INTO pairs
    SELECT b.article_id, a.article_id
    FROM (
        SELECT source_path, record_number, min(article_id) AS article_id FROM kept_before
        WHERE article_id NOT IN (SELECT before_id FROM pairs)
        GROUP BY ALL HAVING count(*) = 1
    ) b
    JOIN (
        SELECT source_path, record_number, min(article_id) AS article_id FROM kept_after
        WHERE article_id NOT IN (SELECT after_id FROM pairs)
        GROUP BY ALL HAVING count(*) = 1
    ) a USING (source_path, record_number)
"""


def connect(before: Current, after: Current) -> duckdb.DuckDBPyConnection:
    """Open two snapshots as the views `before` and `after`, with their rows in `pairs`."""
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    set_spill_folder(connection)
    for name, current in ((BEFORE, before), (AFTER, after)):
        tables = " UNION ALL BY NAME ".join(
            select(current, table) for table in ("articles", "duplicates")
        )
        connection.execute(f"CREATE VIEW {name} AS {tables}")
        connection.execute(
            f"CREATE VIEW kept_{name} AS FROM {name} WHERE canonical_id IS NULL"
        )
    connection.execute("CREATE TABLE pairs (before_id VARCHAR, after_id VARCHAR)")
    for rule in (PAGE, ID, PLACE):
        connection.execute(rule)
    return connection

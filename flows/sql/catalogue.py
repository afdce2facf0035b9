"""What SHOW TABLES and DESCRIBE answer: not just names and types, but what they mean."""

from __future__ import annotations

import re

from flows.sql.views import VIEWS

SHOW_TABLES = re.compile(r"\s*show\s+(?:all\s+)?tables\s*;?\s*", re.IGNORECASE)
DESCRIBE = re.compile(r'\s*(?:describe|desc|show)\s+"?(\w+)"?\s*;?\s*', re.IGNORECASE)
TABLES = (
    "SELECT view_name AS name, comment AS meaning FROM duckdb_views() WHERE NOT internal"
    " ORDER BY list_position([{names}], view_name)"
)
COLUMNS = (
    "SELECT column_name AS name, data_type AS type, comment AS meaning"
    " FROM duckdb_columns() WHERE table_name = '{table}' ORDER BY column_index"
)


def rewritten(sql: str) -> str:
    """Return the query to run: SHOW TABLES and DESCRIBE have one that tells meanings."""
    if SHOW_TABLES.fullmatch(sql):
        names = ", ".join(f"'{name}'" for name in VIEWS)
        return TABLES.format(names=names)
    described = DESCRIBE.fullmatch(sql)
    if described and described[1].lower() in VIEWS:
        return COLUMNS.format(table=described[1].lower())
    return sql

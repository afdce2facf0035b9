"""Give rows the columns that their table has in this version."""

from __future__ import annotations

import pyarrow as pa

from flows.storage.tables import SCHEMAS


def conform(table: str, rows: pa.Table) -> pa.Table:
    """Return rows with exactly the columns of their table; one that is missing is null."""
    schema = SCHEMAS[table]
    columns = []
    for item in schema:
        if item.name in rows.column_names:
            column = rows[item.name].cast(item.type)
        else:
            column = pa.nulls(rows.num_rows, item.type)
        columns.append(column)
    return pa.Table.from_arrays(columns, schema=schema)

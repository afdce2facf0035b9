"""Tables as CSV and as JSONL, one file each."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from flows.export.source import Source
from flows.sql.values import FORMULA_STARTS, json_value
from flows.storage.tables import SCHEMAS

FORMULA = f"^[{''.join(FORMULA_STARTS)}]".replace("+-", "+\\-")
QUOTING = pa_csv.WriteOptions(quoting_style="needed")


def write_csv(source: Source, table: str, file: Path) -> None:
    """Write a table as CSV: texts in quotes, null as nothing, lists as JSON.

    Cells that look like formulas are prefixed with '.
    """
    schema = pa.schema([(field.name, _csv_type(field)) for field in SCHEMAS[table]])
    with pa_csv.CSVWriter(file, schema, write_options=QUOTING) as writer:
        for batch in source.batches(table):
            columns = [_csv_column(column) for column in batch.columns]
            writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))


def write_jsonl(source: Source, table: str, file: Path) -> None:
    """Write a table as one JSON object a line, with dates in ISO 8601."""
    with file.open("w", encoding="utf-8", newline="\n") as lines:
        for batch in source.batches(table):
            for row in batch.to_pylist():
                text = json.dumps(json_value(row), ensure_ascii=False, allow_nan=False)
                lines.write(f"{text}\n")


def _csv_type(field: pa.Field) -> pa.DataType:
    return pa.string() if pa.types.is_list(field.type) else field.type


def _csv_column(column: pa.Array) -> pa.Array:
    if pa.types.is_list(column.type):
        return list_texts(column)
    if not pa.types.is_string(column.type):
        return column
    runs = pc.match_substring_regex(column, FORMULA)
    guarded = pc.binary_join_element_wise("'", column, "")
    return pc.if_else(runs, guarded, column)


def list_texts(column: pa.Array) -> pa.Array:
    """Write lists as JSON."""
    texts = [
        None if value is None else json.dumps(value, ensure_ascii=False)
        for value in column.to_pylist()
    ]
    return pa.array(texts, pa.string())

"""Write the values of Arrow as JSON could hold them, and say how large they are."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from flows.intake.decoding import decode
from flows.intake.inputs import UnfitError

if TYPE_CHECKING:
    import pyarrow as pa


def decoded_size(batch: pa.RecordBatch) -> int:
    """Count the bytes that the rows of a batch hold, with each string as often as it is there."""
    import pyarrow.compute as pc  # noqa: PLC0415  # takes .1 s that other formats need not pay

    size = 0
    for column in batch.columns:
        if not hasattr(column, "dictionary"):
            size += column.nbytes
            continue
        counted = column.indices.drop_null().value_counts()
        strings = column.dictionary.take(counted.field("values"))
        lengths = pc.binary_length(strings)
        total = pc.sum(pc.multiply(lengths.cast("int64"), counted.field("counts")))
        size += total.as_py() or 0
    return size


def with_microseconds(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Write nanoseconds as microseconds, which Python's dates can hold."""
    import pyarrow as pa  # noqa: PLC0415  # takes .1 s that other formats need not pay

    for index, field in enumerate(batch.schema):
        kind = field.type
        if not pa.types.is_timestamp(kind) or kind.unit != "ns":
            continue
        shorter = pa.timestamp("us", kind.tz)
        column = batch.column(index).cast(shorter, safe=False)
        batch = batch.set_column(index, field.name, column)
    return batch


def plain(value: object) -> object:
    """Write a value as JSON could hold it: dates in ISO 8601, bytes as the text that they are."""
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, bytes):
        return _text(value)
    if isinstance(value, dict):
        return {name: plain(member) for name, member in value.items()}
    if isinstance(value, list):
        return [plain(member) for member in value]
    return value


def _text(data: bytes) -> str | None:
    try:
        return decode(data, is_html=True)
    except UnfitError:
        return None

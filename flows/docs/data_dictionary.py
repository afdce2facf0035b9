"""The page docs/data-dictionary.md, from the schemas: `python -m flows.docs.data_dictionary`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pyarrow as pa

from cleaners.article import REASONS
from flows import versions
from flows.storage.tables import DESCRIPTIONS, SCHEMAS


def write() -> str:
    """Return the page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Data dictionary"
    yield ""
    yield "Generated from the schemas by `make docs`. Unknown is null, never an empty string."
    yield f"Schema version {versions.SCHEMA_VERSION}."
    for table, schema in SCHEMAS.items():
        yield from ("", f"## {table}", "", DESCRIPTIONS[table], "")
        yield from ("| column | type | meaning |", "|---|---|---|")
        for field in schema:
            meaning = field.metadata[b"description"].decode()
            yield f"| {field.name} | {_type_name(field.type)} | {meaning} |"
    yield from ("", "## Reasons for quarantine", "")
    yield from ("| reason | meaning |", "|---|---|")
    for reason, meaning in REASONS.items():
        yield f"| {reason.value} | {meaning} |"


def _type_name(kind: pa.DataType) -> str:
    """Return the name of a type, the same for every version of Arrow."""
    name = str(kind)
    for item in ("item", "element"):
        name = name.replace(f"list<{item}: string>", "list<string>")
    return name


if __name__ == "__main__":
    sys.stdout.write(write())

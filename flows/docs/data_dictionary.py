"""The data dictionary, written from the schemas so that it cannot be wrong: `python -m flows.docs.data_dictionary`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from cleaners.article import REASONS
from flows import versions
from flows.storage.tables import DESCRIPTIONS, SCHEMAS


def write() -> str:
    """Write docs/data-dictionary.md."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Data dictionary"
    yield ""
    yield "Generated from the schemas by `make docs`. Unknown is null, never an empty string."
    yield f"Schema version {versions.SCHEMA_VERSION}."
    for table, schema in SCHEMAS.items():
        yield from (
            "",
            f"## {table}",
            "",
            DESCRIPTIONS[table],
            "",
            "| column | type | meaning |",
            "|---|---|---|",
        )
        for field in schema:
            kind = (
                str(field.type)
                .replace("list<item: string>", "list<string>")
                .replace("list<element: string>", "list<string>")
            )
            yield f"| {field.name} | {kind} | {field.metadata[b'description'].decode()} |"
    yield from (
        "",
        "## Reasons for quarantine",
        "",
        "| reason | meaning |",
        "|---|---|",
    )
    for reason, meaning in REASONS.items():
        yield f"| {reason.value} | {meaning} |"


if __name__ == "__main__":
    sys.stdout.write(write())

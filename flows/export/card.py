"""The dataset card: what a Hugging Face folder holds, and on which terms."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice

import duckdb

from flows import versions
from flows.export.source import Source, described
from flows.report.statistics import FIGURES, rows
from flows.sql import connect
from flows.storage.tables import DESCRIPTIONS, SCHEMAS, Row

SIZES = (  # of the Hub: rows below which a category holds
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
    (100_000_000, "10M<n<100M"),
)
LARGEST = "100M<n<1B"
LISTED = 20  # licences and languages in a table: a screen. Not tuned.
LICENCES = """
    SELECT licence, count(*) AS articles FROM articles
    GROUP BY 1 ORDER BY articles DESC, licence
"""
TERMS = """
## Licence and takedown

The articles belong to their publishers. This folder grants no rights to them. The column `licence`
says which licence a record or page names; where it is null, none is known, and you need permission
or a legal basis of your own. `robots_ok` says whether robots.txt allowed the fetch.

Whoever publishes this folder must take articles out on request. In the dataset that it was made
from, `unspun forget DIR --url URL` takes a page out of every snapshot and keeps it out; then export
again, and publish that in place of this. This folder does not change by itself."""
MARKUP = re.compile(r"[\\`*_\[\]<>|#]")  # what Markdown does not show as it is
UNKNOWN = "und"  # the code of a language that is not known


def card(source: Source) -> str:
    """Write the card of the tables that are exported."""
    connection = connect(source.current)
    languages = rows(connection, FIGURES["languages"])
    sections = (_head(source, languages), _body(source, connection, languages))
    return "\n".join(line for section in sections for line in section) + "\n"


def _head(source: Source, languages: Sequence[Row]) -> Iterator[str]:
    """Yield the YAML that the Hub and `datasets` read."""
    codes = [row["language"] for row in languages]
    known = [code for code in codes if code and code != UNKNOWN]
    yield "---"
    yield f"pretty_name: {json.dumps(_title(source))}"
    yield f"language: {json.dumps(known)}"
    yield "license: other"
    yield "license_name: per-article"
    yield "license_link: README.md"
    yield f"size_categories: {json.dumps([_size(source)])}"
    yield 'tags: ["news", "text", "deduplicated"]'
    yield "configs:"
    for table in source.tables:
        yield f"- config_name: {table}"
        yield f"  data_files: {table}/*.parquet"
        if table == source.tables[0]:
            yield "  default: true"
    yield "---"


def _title(source: Source) -> str:
    return f"Cleaned news articles, snapshot {source.current.snapshot}"


def _size(source: Source) -> str:
    """Return the category of the Hub for the rows of the first table."""
    count = source.rows(source.tables[0])
    for limit, name in SIZES:
        if count < limit:
            return name
    return LARGEST


def _body(
    source: Source, connection: duckdb.DuckDBPyConnection, languages: Sequence[Row]
) -> Iterator[str]:
    yield from ("", f"# {_title(source)}", "")
    yield f"Scraped news, cleaned by Unspun {versions.pipeline_version()}: boilerplate removed,"
    yield "encoding and machine-paraphrased text repaired, copies set aside, stories grouped."
    yield f"Run `{source.current.run_id}` published it."
    yield from ("", "```python", "from datasets import load_dataset", "")
    yield f'{source.tables[0]} = load_dataset("PATH", "{source.tables[0]}", split="train")'
    yield from ("```", "", "| table | rows | one row for each |", "|---|---:|---|")
    for table in source.tables:
        yield f"| `{table}` | {source.rows(table):,} | {_one_row(table)} |"
    yield from _table("Languages", "language", languages)
    yield from _terms(rows(connection, LICENCES))
    for table in source.tables:
        yield from _columns(table)


def _one_row(table: str) -> str:
    """Return what a row of a table stands for."""
    return DESCRIPTIONS[table].removeprefix("One row for each ")


def _terms(licences: Sequence[Row]) -> Iterator[str]:
    yield TERMS
    yield from _table("Licences", "licence", licences)


def _table(heading: str, column: str, found: Sequence[Row]) -> Iterator[str]:
    """Yield a table of articles by the values of a column, most articles first."""
    yield from ("", f"### {heading}", "")
    yield from (f"| {column} | articles |", "|---|---:|")
    for row in islice(found, LISTED):
        yield f"| {_escaped(row[column])} | {row['articles']:,} |"
    if len(found) > LISTED:
        yield f"| {len(found) - LISTED} more | |"


def _columns(table: str) -> Iterator[str]:
    yield from ("", f"## {table}", "", DESCRIPTIONS[table], "")
    yield from ("| column | type | meaning |", "|---|---|---|")
    meanings = described(table)
    for field in SCHEMAS[table]:
        kind = str(field.type).replace("|", "\\|")
        yield f"| `{field.name}` | {kind} | {meanings[field.name]} |"


def _escaped(value: object) -> str:
    """Write a value of others so that Markdown shows it as it is."""
    text = str(value or "not known")
    shown = "".join(sign if sign.isprintable() else " " for sign in text)
    return MARKUP.sub(r"\\\g<0>", " ".join(shown.split()))

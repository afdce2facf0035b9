"""Rows say what the records say, unknown is null, and equal rows have equal bytes."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cleaners.article import (
    Article,
    Language,
    Metadata,
    Reason,
    Record,
    Rejection,
    Spinning,
)
from cleaners.draft import Draft, Edit, replay, rewind
from flows import versions
from flows.docs import data_dictionary
from flows.intake import Quarantined
from flows.storage import parquet, tables

RAW = "Share this\nItâ€™s dry. The meadow of information is dry.\nBy A. One"
CONTRACT = {
    "articles": """
        article_id url site host publisher title author published_at published_on
        published_precision modified_at fetched_at language language_confidence
        page_type page_type_confidence extraction_confidence text word_count char_count tags
        section image_url declared_language source_credit spun spun_score spun_dialect repairs
        removed_chars encoding_fixes cluster_id copies story_id versions url_key content_key
        source_path source_format record_number raw_sha256 source_id licence notes robots_ok
        pipeline_version run_id
    """,
    "edits": """
        article_id stage rule start end before after confidence before_sha256
    """,
    "quarantine": """
        source_path record_number source_format reason detail raw_sha256 raw_excerpt
        url run_id records
    """,
}


def article(raw: str = RAW) -> Article:
    """Make an article with one edit of each kind."""
    draft = Draft.of(raw).revise("encoding", [Edit(13, 16, "’", "mojibake", 0.9)])
    draft = draft.revise("boilerplate", [Edit(0, 11, "", "share/this")])
    at = draft.text.index("meadow of information")
    draft = draft.revise(
        "paraphrase", [Edit(at, at + 21, "field of data", "dictionary/data", 0.8)]
    )
    at = draft.text.index("\nBy")
    draft = draft.revise("metadata", [Edit(at, at + 10, "", "byline/by")])
    record = Record("a/b.txt", "text", 3, raw, "0" * 64)
    return Article(
        article_id="f" * 32,
        record=record,
        raw=raw,
        text=draft.text,
        metadata=Metadata(
            author="A. One", title="", published_at=datetime(2024, 5, 1, tzinfo=UTC)
        ),
        language=Language("en", 0.99),
        spinning=Spinning(spun=True, score=0.4, dialect="dictionary"),
        ledger=tuple(draft.ledger()),
    )


def test_the_columns_are_those_of_the_contract() -> None:
    for table, names in CONTRACT.items():
        assert tables.SCHEMAS[table].names == names.split()
    assert tables.SCHEMAS["duplicates"].names == [
        *CONTRACT["articles"].split(),
        "canonical_id",
        "kind",
        "similarity",
    ]
    for schema in tables.SCHEMAS.values():
        assert all(field.metadata[b"description"] for field in schema)
        assert set(schema.metadata) == {
            b"unspun.schema_version",
            b"unspun.pipeline_version",
            b"unspun.rule_set",
        }
        assert {str(field.type) for field in schema} <= {
            *("string", "int32", "int64", "double", "bool", "date32[day]"),
            *("timestamp[us, tz=UTC]", "list<item: string>", "list<element: string>"),
        }


def test_an_article_counts_what_was_done_to_it() -> None:
    row = tables.article_row(article())
    decided = {"cluster_id", "copies", "story_id", "versions", "run_id"}
    assert set(row) | decided == set(tables.SCHEMAS["articles"].names)
    assert row["text"] == "It’s dry. The field of data is dry."
    assert (row["word_count"], row["repairs"], row["encoding_fixes"]) == (8, 1, 1)
    assert row["char_count"] == len(row["text"])
    assert row["removed_chars"] == len("Share this\n") + len("\nBy A. One")
    assert (row["author"], row["title"], row["url"], row["tags"]) == (
        "A. One",
        None,
        None,
        None,
    )


@pytest.mark.parametrize("keep_before", [True, False])
def test_the_ledger_survives_parquet(tmp_path: Path, keep_before: bool) -> None:  # noqa: FBT001
    made = article()
    rows = list(tables.edit_rows(made.article_id, made.ledger, keep_before=keep_before))
    parquet.write(
        tmp_path / "edits.parquet",
        pa.Table.from_pylist(rows, schema=tables.SCHEMAS["edits"]),
    )
    rows_read = parquet.read(tmp_path / "edits.parquet").to_pylist()
    assert [
        (row["start"], row["end"], row["after"], row["rule"]) for row in rows_read
    ] == [(entry.start, entry.end, entry.after, entry.rule) for entry in made.ledger]
    if keep_before:
        assert [row["before"] for row in rows_read] == [
            entry.before for entry in made.ledger
        ]
        assert {row["before_sha256"] for row in rows_read} == {None}
    else:
        assert {row["before"] for row in rows_read} == {None}
        for row in rows_read:
            assert (
                row["before_sha256"]
                == hashlib.sha256(RAW[row["start"] : row["end"]].encode()).hexdigest()
            )
    assert rewind(replay(RAW, made.ledger), made.ledger) == RAW


def test_quarantine_has_what_intake_and_the_cleaners_refuse() -> None:
    record = Record("a.txt", "text", 0, "x" * 9_000, "0" * 64)
    cut = tables.quarantine_row(Rejection(record, Reason.FAILED, "ValueError: \ud800"))
    assert (len(str(cut["raw_excerpt"])), cut["detail"], cut["reason"]) == (
        2_000,
        "ValueError: \ufffd",
        "failed",
    )
    bare = tables.quarantine_row(Quarantined("b.txt", 4, "text", Reason.TRUNCATED, ""))
    assert (
        bare["detail"],
        bare["raw_sha256"],
        bare["raw_excerpt"],
        bare["record_number"],
    ) == (None, None, None, 4)
    for row in (cut, bare):
        assert set(row) | {"run_id"} == set(tables.SCHEMAS["quarantine"].names)


def test_equal_rows_have_equal_bytes_however_they_were_cut(tmp_path: Path) -> None:
    schema = tables.SCHEMAS["articles"]
    rows = [
        tables.article_row(article()) | {"article_id": f"{number:032x}"}
        for number in range(300)
    ]
    whole = pa.Table.from_pylist(rows, schema=schema)
    pieces = pa.concat_tables(
        pa.Table.from_pylist(rows[at : at + 7], schema=schema)
        for at in range(0, 300, 7)
    )
    for name, table in (("whole", whole), ("pieces", pieces)):
        parquet.write(tmp_path / name, table)
    assert (tmp_path / "whole").read_bytes() == (tmp_path / "pieces").read_bytes()
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["pieces", "whole"]
    seen = duckdb.execute(
        "SELECT count(*), max(word_count) FROM read_parquet(?)",
        [str(tmp_path / "whole")],
    ).fetchall()
    assert seen == [(300, 8)]
    footer = pq.read_metadata(tmp_path / "whole")
    assert footer.row_group(0).column(9).compression == "ZSTD"
    assert footer.metadata[b"unspun.schema_version"] == versions.SCHEMA_VERSION.encode()


def test_a_flipped_bit_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "articles.parquet"
    rows = [
        tables.article_row(article()) | {"text": f"{number} " * 50}
        for number in range(50)
    ]
    parquet.write(path, pa.Table.from_pylist(rows, schema=tables.SCHEMAS["articles"]))
    column = pq.read_metadata(path).row_group(0).column(9)
    data = bytearray(path.read_bytes())
    data[column.data_page_offset + column.total_compressed_size // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(OSError, match=r"(?i)crc|checksum|corrupt"):
        parquet.read(path)


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    parquet.write(path, pa.table({"a": [1]}))
    with pytest.raises(TypeError), parquet.replacing(path) as part:
        part.write_bytes(b"half" + None)  # type: ignore[operator]  # the error is the point
    assert parquet.read(path).to_pylist() == [{"a": 1}]
    assert list(tmp_path.iterdir()) == [path]


def test_the_dictionary_names_every_column_and_reason() -> None:
    page = data_dictionary.write()
    for schema in tables.SCHEMAS.values():
        assert all(f"| {field.name} | " in page for field in schema)
    assert all(f"| {reason.value} | " in page for reason in Reason)


def test_the_dictionary_in_the_docs_is_the_generated_one() -> None:
    page = Path(__file__).parents[2] / "docs" / "data-dictionary.md"
    assert page.read_text(encoding="utf-8") == data_dictionary.write(), "run: make docs"

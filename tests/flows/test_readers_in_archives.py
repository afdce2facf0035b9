"""Check that a file in a ZIP, packed or not, gives the rows that it gives alone."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cleaners.article import Record
from flows.intake.readers.jsonl import JSONL
from tests.flows.reading import found, rows_of
from tests.flows.test_reader_warc import crawl, response

ROWS = [
    {"title": f"Ferry {number}", "text": f"The boat left at {number}."}
    for number in range(3)
]


def _parquet() -> bytes:
    packed = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(ROWS), packed)
    return packed.getvalue()


FILES = {
    "a.json": json.dumps({"status": "ok", "hits": ROWS}).encode(),
    "a.jsonl": "\n".join(map(json.dumps, ROWS)).encode(),
    "a.csv": b"title,text\nFerry 0,The boat left.\nFerry 1,It came back.\n",
    "a.parquet": _parquet(),
    "a.warc": response(0) + response(1),
    "a.warc.gz": gzip.compress(response(0), mtime=0)
    + gzip.compress(response(1), mtime=0),
    "a.wacz": crawl([response(0), response(1)]),
    "a.eml": b"Message-ID: <1@a.example>\nSubject: Ferry\n\nThe boat left.\n",
    "a.rss": (
        b"<rss><channel><item><title>F</title><content>The boat left.</content></item>"
        b"</channel></rss>"
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_members_give_the_rows_of_files(tmp_path: Path, name: str) -> None:
    data = FILES[name]
    alone = rows_of(tmp_path, name, data)
    assert all(isinstance(row, Record) for row in alone)
    wanted = [(row.source_format, row.raw_sha256) for row in alone]
    members = {name: data}
    if not name.endswith(".gz"):
        members[f"{name}.gz"] = gzip.compress(data, mtime=0)
    for member, content in members.items():
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"in/{member}", content)
        rows = rows_of(tmp_path, "all.zip", packed.getvalue())
        assert [(row.source_format, row.raw_sha256) for row in rows] == wanted
        assert {row.source_path for row in rows} == {f"all.zip/in/{member}"}


def test_a_web_archive_is_told_from_a_zip(tmp_path: Path) -> None:
    data = FILES["a.wacz"]
    for name in ("a.wacz", "a.zip", "a"):
        assert found(tmp_path, name, data).source_format == "wacz"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("archive/pages.jsonl", FILES["a.jsonl"])
        archive.writestr("datapackage.json", "{}")
    assert found(tmp_path, "b.zip", packed.getvalue()).source_format == "zip"


def test_a_document_with_objects_on_lines_of_it_is_no_jsonl() -> None:
    lines = ",\n".join(map(json.dumps, ROWS))
    assert not JSONL.recognises(f'{{"status": "ok",\n"hits": [\n{lines}\n]}}'.encode())
    assert not JSONL.recognises(FILES["a.json"])
    assert JSONL.recognises(json.dumps(ROWS[0]).encode())
    assert JSONL.recognises(json.dumps({"hit": ROWS[0]}).encode() + b"\n{}")

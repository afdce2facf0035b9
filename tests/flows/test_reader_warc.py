"""Web archives are read page by page, and each damage costs the records that it hits."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import brotli
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cleaners.article import Reason, Record
from flows.intake import Quarantined
from flows.intake.readers.warc import WARC
from tests.flows.reading import keep_the_laws, rows_of, texts_of

HTML = "Content-Type: text/html; charset=utf-8"
WORDS = " ".join(f"word{n * 7919 % 1001}" for n in range(400))
PAGE = f"<html><body><p>Ferry news. {WORDS}</p></body></html>".encode()


def record(kind: str, block: bytes, number: int, media_type: str, error: int) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://a.example/{number}\r\n"
        f"WARC-Date: 2024-03-05T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
        f"Content-Type: {media_type}\r\nContent-Length: {len(block) + error}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def response(
    number: int,
    body: bytes = PAGE,
    headers: str = HTML,
    status: str = "HTTP/1.1 200 OK",
    error: int = 0,
) -> bytes:
    block = f"{status}\r\n{headers}\r\n\r\n".encode() + body
    media_type = "application/http; msgtype=response"
    return record("response", block, number, media_type, error)


def other(kind: str, number: int) -> bytes:
    block = b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"
    return record(kind, block, number, "application/http; msgtype=request", 0)


def packed(parts: list[bytes]) -> bytes:
    return b"".join(gzip.compress(part, mtime=0) for part in parts)


FORMS: dict[str, Callable[[list[bytes]], bytes]] = {
    "a.warc": b"".join,
    "a.warc.gz": packed,
    "b.warc.gz": lambda parts: gzip.compress(b"".join(parts), mtime=0),
}


SHAPES = (  # how many records are compressed together, one after another
    [3],
    [2, 2, 2],
    [1, 3, 1, 2],
    [1, 1, 1],
)


def long_page(number: int) -> bytes:
    """Make a page that hardly compresses, so that its parts are read one after another."""
    noise = random.Random(number).randbytes(20_000).hex()  # noqa: S311  # the same in every run
    return f"<html><body><p>Ferry {number}. {noise}</p></body></html>".encode()


@pytest.mark.parametrize("make", [lambda _: PAGE, long_page], ids=["short", "long"])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_records_that_are_compressed_together_are_read_once(
    tmp_path: Path, shape: list[int], make: Callable[[int], bytes]
) -> None:
    records = [response(n, make(n)) for n in range(sum(shape))]
    records[-1:-1] = [other("request", 90)]
    left = iter(records)
    members = [b"".join(islice(left, count)) for count in shape] + [b"".join(left)]
    data = packed(members)
    wacz = io.BytesIO()
    with zipfile.ZipFile(wacz, "w") as archive:
        archive.writestr("archive/a.warc.gz", data)
    for name, content in (("a.warc.gz", data), ("a.wacz", wacz.getvalue())):
        for range_bytes in (100, 50_000):
            rows = keep_the_laws(tmp_path, name, content, range_bytes)
            assert len(rows) == sum(shape)


@pytest.mark.parametrize("name", FORMS)
def test_pages_are_read_and_what_is_no_page_is_passed_over(
    tmp_path: Path, name: str
) -> None:
    parts = [
        other("warcinfo", 0),
        other("request", 1),
        response(2),
        response(3, headers="Content-Type: image/png"),
        response(4, status="HTTP/1.1 404 Not Found"),
        response(5, status="HTTP/1.1 301 Moved"),
        other("revisit", 6),
        other("metadata", 7),
        response(8, status="HTTP/2 200"),
        response(9, headers="Server: none"),
        record("resource", PAGE, 10, "text/html", 0),
        record("conversion", b"Ferry news.", 11, "text/plain", 0),
    ]
    rows = keep_the_laws(tmp_path, name, FORMS[name](parts), 700)
    page = PAGE.decode()
    assert texts_of(rows) == [page, page, page, page, "Ferry news."]
    urls = [row.metadata.url for row in rows if isinstance(row, Record)]
    assert urls == [f"https://a.example/{n}" for n in (2, 8, 9, 10, 11)]
    first = rows[0]
    assert isinstance(first, Record)
    assert first.metadata.fetched_at == datetime(2024, 3, 5, 10, tzinfo=UTC)
    assert (first.source_id, first.is_html) == ("<urn:uuid:2>", True)
    assert not getattr(rows[-1], "is_html", True)


def crawl(parts: list[bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    """Make a WACZ with its pages in two archives."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        archive.writestr("pages/pages.jsonl", '{"url": "x", "text": "No page."}')
        archive.writestr("archive/a.warc.gz", packed(parts[:1]))
        archive.writestr("archive/b.warc.gz", packed(parts[1:]))
        archive.writestr("datapackage.json", "{}")
    return out.getvalue()


def test_the_archives_in_a_wacz_are_read(tmp_path: Path) -> None:
    data = crawl([response(n) for n in range(5)])
    rows = keep_the_laws(tmp_path, "a.wacz", data, 4_000)
    urls = [row.metadata.url for row in rows if isinstance(row, Record)]
    assert urls == [f"https://a.example/{n}" for n in range(5)]
    (row,) = rows_of(tmp_path, "a.wacz", crawl([response(0)]))  # and an empty archive
    assert isinstance(row, Record)
    for broken in (data[:-40], b"", crawl([response(0)], zipfile.ZIP_DEFLATED)):
        (row,) = rows_of(tmp_path, "a.wacz", broken)
        assert isinstance(row, Quarantined)
        assert row.reason == Reason.BROKEN_RECORD


CHUNKED = b"10\r\n" + PAGE[:16] + b"\r\nfff;x=y\r\n" + PAGE[16:] + b"\r\n0\r\n\r\n"
BODIES = [
    (gzip.compress(PAGE, mtime=0), f"{HTML}\r\nContent-Encoding: gzip"),
    (zlib.compress(PAGE), f"{HTML}\r\nContent-Encoding: deflate"),
    (zlib.compress(PAGE)[2:-4], f"{HTML}\r\nContent-Encoding: deflate"),
    (brotli.compress(PAGE), f"{HTML}\r\nContent-Encoding: br"),
    (PAGE, f"{HTML}\r\nContent-Encoding: gzip"),
    (PAGE, f"{HTML}\r\nContent-Encoding: br\r\nTransfer-Encoding: chunked"),
    (PAGE, "CONTENT-TYPE: Text/HTML"),
]


@pytest.mark.parametrize(("body", "headers"), BODIES)
def test_a_body_is_decoded_as_its_headers_say(
    tmp_path: Path, body: bytes, headers: str
) -> None:
    rows = rows_of(tmp_path, "a.warc", response(0, body, headers))
    assert texts_of(rows) == [PAGE.decode()]


def test_chunks_are_joined(tmp_path: Path) -> None:
    size = f"{len(PAGE) - 16:x}".encode()
    body = CHUNKED.replace(b"fff", size)
    headers = f"{HTML}\r\nTransfer-Encoding: chunked"
    rows = rows_of(tmp_path, "a.warc", response(0, body, headers))
    assert texts_of(rows) == [PAGE.decode()]


def test_the_charset_of_the_headers_is_heeded(tmp_path: Path) -> None:
    text = "<html><p>Паром ушёл утром</p></html>"
    headers = "Content-Type: text/html; charset=windows-1251"
    rows = rows_of(tmp_path, "a.warc", response(0, text.encode("cp1251"), headers))
    assert texts_of(rows) == [text]


DAMAGES = {
    "a length that swallows the next": [response(0), response(1, error=99), response(2)],
    "a length that is too short": [response(0), response(1, error=-9), response(2)],
    "words between records": [response(0), b"words\r\n\r\n", response(2)],
    "a record that breaks off": [response(0), response(1)[:-900], response(2)],
    "a record that breaks off in its headers": [response(0), response(1)[:90], response(2)],
    "a compressed body that breaks off": [
        response(0),
        response(1, gzip.compress(PAGE, mtime=0)[:-80], f"{HTML}\r\nContent-Encoding: gzip"),
        response(2),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damage_costs_the_record_that_it_hits(
    tmp_path: Path, name: str, damage: str
) -> None:
    rows = keep_the_laws(tmp_path, name, FORMS[name](DAMAGES[damage]), 500)
    urls = [row.metadata.url for row in rows if isinstance(row, Record)]
    assert urls == ["https://a.example/0", "https://a.example/2"]
    (bad,) = [row for row in rows if isinstance(row, Quarantined)]
    is_between = "words" in damage or ("headers" in damage and name == "a.warc")
    assert bad.reason == (Reason.BROKEN_RECORD if is_between else Reason.TRUNCATED)


def test_a_flipped_byte_in_a_packed_record_costs_it_alone(tmp_path: Path) -> None:
    parts = [gzip.compress(response(n), mtime=0) for n in range(3)]
    broken = bytearray(parts[1])
    broken[len(broken) // 2] ^= 0xFF
    data = parts[0] + bytes(broken) + parts[2]
    rows = keep_the_laws(tmp_path, "a.warc.gz", data, 500)
    urls = [row.metadata.url for row in rows if isinstance(row, Record)]
    assert urls == ["https://a.example/0", "https://a.example/2"]
    assert len(rows) == 3


BOMB = gzip.compress(b"<p>" * 4_000_000, mtime=0)
NO_ARCHIVE = [
    (b"", Reason.EMPTY),
    (b"words", Reason.BROKEN_RECORD),
    (other("request", 1), Reason.EMPTY),
    (response(0, b" \n"), Reason.EMPTY),
    (response(0, b"<p>" * 4_000_000), Reason.TOO_LARGE),
    (response(0, BOMB, f"{HTML}\r\nContent-Encoding: gzip"), Reason.TOO_LARGE),
    (response(0)[:60], Reason.TRUNCATED),
]  # fmt: skip


@pytest.mark.parametrize(("data", "reason"), NO_ARCHIVE)
def test_what_holds_no_page_is_one_row(
    tmp_path: Path, data: bytes, reason: Reason
) -> None:
    (row,) = rows_of(tmp_path, "a.warc", data)
    assert isinstance(row, Quarantined)
    assert row.reason == reason
    assert WARC.recognises(data) == data.startswith(b"WARC/")


LAWS = hypothesis_settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
PARTS = [
    response(0),
    response(1),
    other("request", 2),
    response(3, error=40),
    response(4, error=-5),
    b"words\r\n",
    b"WARC/1.0\r\n",
    b"\x1f\x8b\x08",
]


@LAWS
@given(
    st.lists(st.sampled_from(PARTS), max_size=5),
    st.sampled_from(["a.warc", "a.warc.gz"]),
    st.integers(1, 4_000),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=2),
)
def test_no_bytes_stop_it(
    tmp_path: Path,
    parts: list[bytes],
    name: str,
    size: int,
    flips: list[tuple[float, int]],
) -> None:
    data = bytearray(FORMS[name](parts))
    for place, value in flips:
        if data:
            data[min(len(data) - 1, int(place * len(data)))] = value
    keep_the_laws(tmp_path, name, bytes(data), size)


@LAWS
@given(st.sampled_from(["a.warc", "a.warc.gz"]), st.floats(0, 1))
def test_what_is_cut_short_keeps_the_pages_before(
    tmp_path: Path, name: str, share: float
) -> None:
    parts = [response(n) for n in range(3)]
    data = FORMS[name](parts)
    end = int(share * len(data))
    rows = keep_the_laws(tmp_path, name, data[:end], 400)
    ends = [len(FORMS[name](parts[: n + 1])) for n in range(3)]
    whole = sum(1 for each in ends if each <= end)
    found = [row.metadata.url for row in rows if isinstance(row, Record)]
    assert found[:whole] == [f"https://a.example/{n}" for n in range(whole)]

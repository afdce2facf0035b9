"""Intake ends on any input, names what it cannot read, and reads the rest."""

import bz2
import gzip
import hashlib
import json
import lzma
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cleaners.article import Reason, Record
from flows.intake import (
    InputError,
    Quarantined,
    discover,
    format_names,
    known_suffixes,
    read,
    reader_of,
    record_ranges,
)
from flows.intake.formats import FORMATS
from flows.intake.inputs import COMPRESSIONS
from flows.intake.readers.reader import Reader
from flows.settings import Settings

SETTINGS = Settings()
RUSSIAN = (
    "Правительство сообщило, что новые правила вступят в силу в понедельник.\n" * 4
)
CHINESE = "政府周一宣布了新的规定，专家表示欢迎这一决定。\n" * 4
JAPANESE = "政府は月曜日に新しい規則を発表した。専門家は歓迎している。\n" * 4
FRENCH = (
    "La mairie a décidé de réparer le pont près de l’école ; « c’est fini », a-t-elle dit à 9 h.\n"
    * 4
)
ENGLISH = "The café was “full” – of people who came early.\n"


def zst(data: bytes) -> bytes:
    return bytes(pa.compress(data, "zstd", asbytes=True))


def xz(data: bytes) -> bytes:
    return lzma.compress(data, preset=0)


def noise(lines: int, digests: int = 1) -> bytes:
    """Make JSONL that compresses badly, of so many digests a line."""
    rows = (
        json.dumps(
            {
                "text": " ".join(
                    hashlib.sha256(bytes([n % 256, n // 256, place])).hexdigest()
                    for place in range(digests)
                ),
                "id": n,
            }
        )
        for n in range(lines)
    )
    return "\n".join(rows).encode() + b"\n"


def items(
    folder: Path, name: str, data: bytes, settings: Settings = SETTINGS
) -> list[Record | Quarantined]:
    (folder / name).write_bytes(data)
    (file,) = discover([folder / name]).files
    return list(read(file, settings))


def only(
    folder: Path, name: str, data: bytes, settings: Settings = SETTINGS
) -> Record | Quarantined:
    (item,) = items(folder, name, data, settings)
    return item


REFUSED = [
    ("picture.html", b"\x89PNG\r\n\x1a\n" + bytes(20), Reason.BINARY),
    ("program.txt", b"\x7fELF\x02\x01\x01", Reason.BINARY),
    ("zeros.txt", b"a story" + bytes(9), Reason.BINARY),
    ("controls.txt", bytes(range(1, 9)) * 50, Reason.BINARY),
    ("picture.jsonl", b"\x89PNG\r\n\x1a\n" * 9, Reason.BINARY),
    ("nothing.txt", b"", Reason.EMPTY),
    ("mark.txt", b"\xef\xbb\xbf \r\n", Reason.EMPTY),
    ("blank.jsonl", b"\n \n\n", Reason.EMPTY),
    ("nothing.jsonl", b"", Reason.EMPTY),
    ("large.txt", b"word " * 2_100_000, Reason.TOO_LARGE),
    ("large.txt.gz", gzip.compress(b"word " * 2_100_000, mtime=0), Reason.TOO_LARGE),
    ("bomb.txt.gz", gzip.compress(bytes(60_000_000), 1, mtime=0), Reason.TOO_LARGE),
    (
        "bomb.jsonl.gz",
        gzip.compress(bytes(b"x" * 60_000_000), 9, mtime=0),
        Reason.TOO_LARGE,
    ),
    ("bomb.jsonl.zst", zst(b"x" * 60_000_000), Reason.TOO_LARGE),
    ("cut.txt.gz", gzip.compress(noise(99), mtime=0)[:-500], Reason.TRUNCATED),
    ("cut.txt.zst", zst(noise(99))[:-500], Reason.TRUNCATED),
    ("nothing.txt.gz", b"", Reason.TRUNCATED),
    ("cut.html.bz2", bz2.compress(noise(99))[:-500], Reason.TRUNCATED),
    ("cut.html.xz", lzma.compress(noise(99))[:-500], Reason.TRUNCATED),
    ("bomb.jsonl.bz2", bz2.compress(b"x" * 60_000_000, 9), Reason.TOO_LARGE),
    ("bomb.txt.xz", lzma.compress(bytes(60_000_000)), Reason.TOO_LARGE),
    ("other.html.gz", b"\0\1 not compressed", Reason.TRUNCATED),
    ("other.jsonl.zst", b"\0\1 not compressed", Reason.TRUNCATED),
    ("blank.jsonl.gz", gzip.compress(b"\n" * 3_000_000, mtime=0), Reason.BROKEN_RECORD),
]


@pytest.mark.parametrize(
    ("name", "data", "reason"), REFUSED, ids=[name for name, _, _ in REFUSED]
)
def test_binary_empty_and_broken_files_go_to_quarantine(
    tmp_path: Path, name: str, data: bytes, reason: Reason
) -> None:
    item = only(tmp_path, name, data)
    assert isinstance(item, Quarantined)
    assert (item.reason, item.source_path) == (reason, name)
    assert item.detail
    assert len(item.raw_excerpt or "") <= 2_000


DECODED = [
    ("zero.txt", b"a story\0with a hole", "a story\ufffdwith a hole"),
    ("plain.txt", b"one\r\ntwo\rthree\n", "one\r\ntwo\rthree\n"),
    ("marked.txt", b"\xef\xbb\xbfone", "one"),
    ("wide.txt", FRENCH.encode("utf-16"), FRENCH),
    ("wide_big.txt", b"\xfe\xff" + FRENCH.encode("utf-16-be"), FRENCH),
    ("cp1252.txt", FRENCH.encode("cp1252"), FRENCH),
    (
        "quotes.txt",
        b"The \x93quote\x94 and the dash \x96 it\x92s late.",
        "The “quote” and the dash – it’s late.",
    ),
    ("cp1251.txt", RUSSIAN.encode("cp1251"), RUSSIAN),
    ("gb18030.txt", CHINESE.encode("gb18030"), CHINESE),
    ("shift_jis.txt", JAPANESE.encode("cp932"), JAPANESE),
    (
        "far.txt",
        b"plain words\n" * 9_000 + RUSSIAN.encode("cp1251"),
        "plain words\n" * 9_000 + RUSSIAN,
    ),
    (
        "one_bad_byte.txt",
        (ENGLISH * 9).encode() + b"It\x92s the end",
        ENGLISH * 9 + "It’s the end",
    ),
    (
        "declared.html",
        b'<meta charset="windows-1251">' + "Да".encode("cp1251"),
        '<meta charset="windows-1251">Да',
    ),
    (
        "latin.htm",
        b"<meta charset=iso-8859-1>\x93Yes\x94",
        "<meta charset=iso-8859-1>“Yes”",
    ),
    (
        "wrong.html",
        '<meta charset="shift_jis"><p>café</p>'.encode(),
        '<meta charset="shift_jis"><p>café</p>',
    ),
    (
        "trap.html",
        b'<meta charset="zip"><p>caf\xe9</p>',
        '<meta charset="zip"><p>café</p>',
    ),
    (
        "twice.txt.gz",
        gzip.compress(b"one ", mtime=0) + gzip.compress(b"two", mtime=0),
        "one two",
    ),
    ("twice.txt.bz2", bz2.compress(b"one ") + bz2.compress(b"two"), "one two"),
    ("twice.txt.xz", lzma.compress(b"one ") + lzma.compress(b"two"), "one two"),
    ("twice.txt.zst", zst(b"one ") + zst(b"two"), "one two"),
    (
        "packed.txt",
        gzip.compress(b"called by another name", mtime=0),
        "called by another name",
    ),
    ("plain.txt.gz", b"called by another name", "called by another name"),
    ("page.xhtml.zst", zst(b"<p>page</p>"), "<p>page</p>"),
]


@pytest.mark.parametrize(
    ("name", "data", "text"), DECODED, ids=[name for name, _, _ in DECODED]
)
def test_text_comes_out_as_it_was_written(
    tmp_path: Path, name: str, data: bytes, text: str
) -> None:
    item = only(tmp_path, name, data)
    assert isinstance(item, Record)
    assert item.content == text
    assert item.source_format == ("text" if ".txt" in name else "html")
    assert item.is_html == (".txt" not in name)
    if not name.endswith((*COMPRESSIONS, "packed.txt")):
        assert item.raw_sha256 == hashlib.sha256(data).hexdigest()


LABELS = [
    ("ISO-8859-1", "cp1252", "“Oui”"),
    ("latin1", "cp1252", "“Oui”"),
    ("ascii", "cp1252", "“Oui”"),
    ("iso-8859-9", "cp1254", "“İstanbul’da”"),
    ("x-sjis", "cp932", "①日本語"),
    ("gb2312", "gb18030", "政府€"),
    ("ks_c_5601-1987", "cp949", "똠방각하"),
    ("tis-620", "cp874", "“ข่าว”"),
    ("cp866", "cp866", "Новости"),
]


@pytest.mark.parametrize(("label", "codec", "text"), LABELS)
def test_a_label_means_what_it_means_in_browsers(
    tmp_path: Path, label: str, codec: str, text: str
) -> None:
    page = f'<meta charset="{label}"><p>{text}</p>'
    item = only(tmp_path, "page.html", page.encode(codec))
    assert isinstance(item, Record)
    assert item.content == page


@pytest.mark.parametrize("label", ["utf-8", "utf-16", "replacement", "x-user-defined"])
def test_a_label_that_cannot_be_true_is_disregarded(tmp_path: Path, label: str) -> None:
    page = f'<meta charset="{label}"><p>“Oui”</p>'
    item = only(tmp_path, "page.html", page.encode("cp1252"))
    assert isinstance(item, Record)
    assert item.content == page


@pytest.mark.parametrize("reader", FORMATS, ids=[reader.format for reader in FORMATS])
def test_each_suffix_of_a_format_is_found_plain_and_compressed(
    tmp_path: Path, reader: Reader
) -> None:
    for suffix in reader.suffixes:
        for compression in ("", *COMPRESSIONS):
            path = tmp_path / f"file{suffix.upper()}{compression}"
            path.write_bytes(b"")
            (file,) = discover([path]).files
            assert file.source_format == reader.format
            assert reader_of(file.source_format) is reader
        assert suffix in known_suffixes()
    assert reader.format in format_names()


def test_no_two_formats_share_a_name_or_a_suffix() -> None:
    formats = [reader.format for reader in FORMATS]
    suffixes = [suffix for reader in FORMATS for suffix in reader.suffixes]
    assert len({*formats}) == len(formats)
    assert len({*suffixes}) == len(suffixes)


def test_a_page_called_txt_is_read_as_a_page(tmp_path: Path) -> None:
    item = only(tmp_path, "page.txt", b"\n<!DOCTYPE html><html><p>Rain.</p></html>")
    assert isinstance(item, Record)
    assert (item.source_format, item.is_html) == ("html", True)


LINES = [
    (b'{"text": "a\\ud800b\\u0000c"}', "a\ufffdb\ufffdc"),
    (b"broken", Reason.BROKEN_RECORD),
    (b"[1]", Reason.BROKEN_RECORD),
    (b"[" * 100_000, Reason.BROKEN_RECORD),
    (b'{"text": "cut', Reason.BROKEN_RECORD),
    (b'{"x\\udc00": 1}', Reason.NO_TEXT_FIELD),
    (b'{"text": 5}', Reason.NO_TEXT_FIELD),
    (b'{"text": null, "body": "second choice"}', "second choice"),
    (b'{"text": " "}', Reason.EMPTY),
    (b'{"text": "zero\0byte"}', "zero\ufffdbyte"),
    (b'{"text": "' + b"x" * 10_100_000 + b'"}', Reason.TOO_LARGE),
    (b'{"text": "' + b"x" * 16_100_000 + b'"}', Reason.TOO_LARGE),
    (b'{"text": "n", "n": ' + b"9" * 5_000 + b"}", "n"),
    ('{"text": "café"}'.encode("cp1252"), "café"),
    (b'{"text": "last"}', "last"),
]


def test_a_bad_line_quarantines_that_line_alone(tmp_path: Path) -> None:
    found = items(tmp_path, "lines.jsonl", b"\n".join(line for line, _ in LINES))
    assert [item.record_number for item in found] == list(range(len(LINES)))
    assert [
        item.content if isinstance(item, Record) else item.reason for item in found
    ] == [want for _, want in LINES]
    for item, (line, _) in zip(found, LINES, strict=True):
        if isinstance(item, Quarantined):
            assert (
                f"line {item.record_number + 1}" in item.detail
                or item.reason != Reason.BROKEN_RECORD
            )
        if len(line) < SETTINGS.line_bytes:
            assert item.raw_sha256 == hashlib.sha256(line).hexdigest()


@pytest.mark.parametrize("pack", [gzip.compress, zst, bz2.compress, xz])
def test_the_lines_before_a_break_are_delivered(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    packed = pack(noise(6_000, 5))
    found = items(tmp_path, "cut.jsonl", packed[: len(packed) // 2])
    *records, last = found
    assert isinstance(last, Quarantined)
    assert (last.reason, last.record_number) == (Reason.TRUNCATED, len(records))
    assert len(records) > 1_700
    assert all(
        isinstance(item, Record) and item.source_id == str(n)
        for n, item in enumerate(records)
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_lines_keep_their_numbers_past_blank_ones(
    tmp_path: Path, encoding: str
) -> None:
    found = items(
        tmp_path,
        "wide.jsonl",
        '{"text": "één"}\n\n{"text": "twee"}\r\n'.encode(encoding),
    )
    assert [
        (item.record_number, item.content) for item in found if isinstance(item, Record)
    ] == [
        (0, "één"),
        (2, "twee"),
    ]


@hypothesis_settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.sampled_from(
            [b'{"text": "a"}', b"", b"x", b'{"text": "' + b"b" * 40 + b'"}']
        ),
        max_size=40,
    ),
    st.integers(1, 200),
    st.sampled_from(["plain", "gz", "wide"]),
    st.booleans(),
)
def test_line_ranges_tile_a_file(
    tmp_path: Path,
    rows: list[bytes],
    size: int,
    kind: str,
    ends: bool,  # noqa: FBT001  # drawn by hypothesis
) -> None:
    data = b"\n".join(rows) + b"\n" * ends
    data = {
        "plain": data,
        "gz": gzip.compress(data, mtime=0),
        "wide": data.decode().encode("utf-16"),
    }[kind]
    path = tmp_path / ("f.jsonl.gz" if kind == "gz" else "f.jsonl")
    path.write_bytes(data)
    (file,) = discover([path]).files
    cut = replace(SETTINGS, shard_bytes=size)
    assert [
        item for lines in record_ranges(file, cut) for item in read(file, cut, lines)
    ] == list(read(file, SETTINGS))


def test_the_columns_of_a_record_are_read_whatever_their_type(tmp_path: Path) -> None:
    row = {
        "content": "<p>Rain is due.</p>",
        "link": " https://news.example/a ",
        "headline": "Rain\n due",
        "authors": [{"name": "A. One"}, "B. Two", "", None],
        "keywords": "rain, flood, rain,",
        "date": "Mon, 04 Mar 2024 09:30:00 -0500",
        "crawled_at": 1709562600,
        "id": 123456789012345678901234567890,
        "license": "CC BY 4.0",
        "robots_ok": "false",
    }
    item = only(tmp_path, "row.jsonl", json.dumps(row).encode())
    assert isinstance(item, Record)
    known = item.metadata
    assert (known.url, known.title, known.author) == (
        "https://news.example/a",
        "Rain due",
        "A. One, B. Two",
    )
    assert (known.tags, known.licence, known.section) == (
        ("rain", "flood"),
        "CC BY 4.0",
        None,
    )
    assert known.published_at == datetime(2024, 3, 4, 14, 30, tzinfo=UTC)
    assert known.fetched_at == datetime(2024, 3, 4, 14, 30, tzinfo=UTC)
    assert (item.source_id, item.robots_ok, item.is_html) == (
        "123456789012345678901234567890",
        False,
        True,
    )


IDS = [
    ("a\ud800", "a\ufffd"),
    (7, "7"),
    (1.5, "1.5"),
    (True, "true"),
    ({"$oid": "5f"}, "5f"),
    ({"n": "5f"}, '{"n": "5f"}'),
    ("", None),
]


@pytest.mark.parametrize(("given_id", "source_id"), IDS)
def test_an_id_of_any_type_becomes_a_string(
    tmp_path: Path, given_id: object, source_id: str | None
) -> None:
    item = only(
        tmp_path, "row.jsonl", json.dumps({"text": "t", "id": given_id}).encode()
    )
    assert isinstance(item, Record)
    assert item.source_id == source_id


@hypothesis_settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.binary(max_size=300),
    st.sampled_from(["f.txt", "f.html", "f.jsonl", "f.txt.gz", "f.jsonl.zst"]),
)
def test_any_bytes_make_rows_that_a_file_can_hold(
    tmp_path: Path, data: bytes, name: str
) -> None:
    found = items(tmp_path, name, data)
    assert found
    for item in found:
        texts = (
            [item.content]
            if isinstance(item, Record)
            else [item.detail, item.raw_excerpt or ""]
        )
        "".join(texts).encode()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Fill an inbox with everything that should not hang, lead astray or stop intake."""
    folder = tmp_path / "inbox"
    (folder / "deep").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    for name in (
        "b.txt",
        "deep/A.HTML",
        "deep/c.ndjson.gz",
        ".dot.txt",
        "d.txt.part",
        "e.tmp",
        ".hidden/x.txt",
        "photo.jpg",
    ):
        (folder / name).write_bytes(b"text")
    os.mkfifo(folder / "pipe.txt")
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "link.txt").symlink_to("b.txt")
    (folder / "zero.txt").symlink_to("/dev/zero")
    (folder / "around").symlink_to(".")
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")).write_bytes(b"text")
    return folder


def test_discovery_follows_nothing_and_waits_for_nothing(inbox: Path) -> None:
    found = discover([inbox])
    readable = [file.source_path for file in found.files if not file.unreadable]
    assert readable == ["b.txt", "caf\\xe9.txt", "deep/A.HTML", "deep/c.ndjson.gz"]
    refused = {
        file.source_path: file.unreadable for file in found.files if file.unreadable
    }
    assert refused == {
        "link.txt": "a link",
        "loop.txt": "a link",
        "pipe.txt": "not a regular file",
        "zero.txt": "a link",
    }
    assert [(file.path, file.reason) for file in found.left_aside] == [
        ("around", "a link"),
        ("d.txt.part", "still being written"),
        ("e.tmp", "still being written"),
        ("photo.jpg", "a picture"),
    ]
    for file in found.files:
        assert all(
            isinstance(item, Record) or item.reason for item in read(file, SETTINGS)
        )


def test_files_of_one_name_get_distinct_paths_in_any_order(tmp_path: Path) -> None:
    for folder in ("one/news", "two/news", "three"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.txt").write_text(folder)
    (tmp_path / "three" / "b.txt").write_text("alone")
    inputs = [
        tmp_path / "one/news",
        tmp_path / "two/news",
        tmp_path / "three",
        tmp_path / "three/a.txt",
    ]
    want = ["b.txt", "one/news/a.txt", "three/a.txt", "two/news/a.txt"]
    for order in (inputs, inputs[::-1]):
        assert [file.source_path for file in discover(order).files] == want
    assert [
        file.source_path for file in discover([tmp_path / "three/a.txt"]).files
    ] == ["a.txt"]


def test_a_dataset_inside_its_input_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out" / "snapshots" / "000001").mkdir(parents=True)
    (tmp_path / "out" / "CURRENT.json").write_text("{}")
    (tmp_path / "out" / "snapshots" / "000001" / "report.html").write_text(
        "<p>report</p>"
    )
    (tmp_path / "a.txt").write_text("a")
    assert [file.source_path for file in discover([tmp_path]).files] == ["a.txt"]


def test_an_input_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    for name in ("none", "loop"):
        with pytest.raises(InputError, match=f"{name}: no such file"):
            discover([tmp_path / name])


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_a_file_that_changes_after_discovery_is_left_to_the_next_run(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text('{"text": "short"}')
    (file,) = discover([tmp_path]).files
    (tmp_path / name).write_text('{"text": "longer"}')
    (item,) = read(file, SETTINGS)
    assert isinstance(item, Quarantined)
    assert (item.reason, "changed" in item.detail) == (Reason.UNREADABLE, True)
    (tmp_path / name).unlink()
    (item,) = read(file, SETTINGS)
    assert isinstance(item, Quarantined)
    assert item.reason == Reason.UNREADABLE

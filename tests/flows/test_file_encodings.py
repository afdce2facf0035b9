"""The encoding belongs to the file: short records are read in it, and a note says which it is."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cleaners.article import Record
from flows.intake.stream_codec import to_utf8
from tests.flows.reading import Rows, keep_the_laws, rows_of, texts_of
from tests.flows.test_decoding import encodable

CASES = Path(__file__).parents[1] / "cases/decoding/texts.toml"
TEXTS = {
    case["language"]: case["text"] for case in tomllib.loads(CASES.read_text())["text"]
}
WORDS = 3  # of a record: too few to tell an encoding by
# Each with the codec that the note names: the one that has all its characters.
ENCODINGS = [
    ("fr", "cp1252", "cp1252"),
    ("de", "mac_roman", "mac-roman"),
    ("cs", "cp1250", "cp1250"),
    ("pl", "iso8859_2", "iso8859-2"),
    ("ru", "cp1251", "cp1251"),
    ("ru", "koi8_r", "koi8-r"),
    ("uk", "mac_cyrillic", "mac-cyrillic"),
    ("el", "cp1253", "cp1253"),
    ("tr", "cp1254", "cp1254"),
    ("ar", "cp1256", "cp1256"),
    ("zh", "gb18030", "gb18030"),
    ("ja", "cp932", "cp932"),
    ("ja", "euc_jp", "euc_jp"),
    ("ko", "cp949", "cp949"),
]


def short_texts(language: str, encoding: str) -> list[str]:
    """Return pieces of a text, each with a letter that is not ASCII."""
    text = encodable(TEXTS[language], encoding)
    if language in {"zh", "ja"}:
        pieces = [text[begin : begin + 8] for begin in range(0, len(text), 8)]
    else:
        words = text.split()
        pieces = [
            " ".join(words[begin : begin + WORDS])
            for begin in range(0, len(words), WORDS)
        ]
    lines = [piece.replace("\n", " ").strip() for piece in pieces]
    return [line for line in lines if not line.isascii() and line.strip('."«»')][:16]


def as_csv(texts: list[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["title", "text"], *(["T", text] for text in texts)])
    return out.getvalue()


def as_json(texts: list[str]) -> str:
    items = [{"title": "T", "text": text} for text in texts]
    return json.dumps(items, ensure_ascii=False)


def as_jsonl(texts: list[str]) -> str:
    return "\n".join(as_json([text])[1:-1] for text in texts)


FORMATS = {"a.csv": as_csv, "a.json": as_json, "a.jsonl": as_jsonl}


def notes_of(rows: Rows) -> set[tuple[str, ...]]:
    return {row.metadata.notes for row in rows if isinstance(row, Record)}


@pytest.mark.parametrize(("language", "encoding", "codec"), ENCODINGS)
def test_short_records_are_read_as_their_file(
    tmp_path: Path, language: str, encoding: str, codec: str
) -> None:
    texts = short_texts(language, encoding)
    assert len(texts) >= 8
    for name, write in FORMATS.items():
        data = write(texts).encode(encoding)
        rows = keep_the_laws(tmp_path, name, data, 200)
        assert texts_of(rows) == texts, name
        assert notes_of(rows) == {(f"encoding: {codec}",)}, name


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-16", "utf-32"])
def test_wide_files_are_read_with_a_mark_and_without(
    tmp_path: Path, codec: str
) -> None:
    texts = short_texts("fr", "cp1252") + short_texts("ru", "cp1251")
    notes = {()} if codec in {"utf-16", "utf-32"} else {(f"encoding: {codec}",)}
    for name, write in FORMATS.items():
        rows = keep_the_laws(tmp_path, name, write(texts).encode(codec), 200)
        assert texts_of(rows) == texts, name
        assert notes_of(rows) == notes, name


def test_utf8_keeps_its_utf8_beside_other_rows(tmp_path: Path) -> None:
    french = short_texts("fr", "cp1252")
    chinese = short_texts("zh", "gb18030")
    for texts, encoding in ((french, "cp1252"), (chinese, "gb18030")):
        legacy = as_jsonl(texts).encode(encoding)
        greek = "Το πλοίο φεύγει στις οκτώ"
        data = legacy + b"\n" + as_jsonl([greek, "plain words"]).encode()
        rows = keep_the_laws(tmp_path, "a.jsonl", data, 300)
        assert texts_of(rows) == [*texts, greek, "plain words"]


def test_rows_of_another_encoding_are_read_in_theirs(tmp_path: Path) -> None:
    french = short_texts("fr", "cp1252")
    russian = " ".join(TEXTS["ru"].split())
    data = as_jsonl(french).encode("cp1252") + b"\n"
    data += as_jsonl([russian]).encode("cp1251")
    rows = rows_of(tmp_path, "a.jsonl", data)
    assert texts_of(rows) == [*french, russian]
    assert notes_of(rows) == {("encoding: cp1252",), ("encoding: cp1251",)}


def test_what_begins_behind_the_sample_is_read_alone(tmp_path: Path) -> None:
    filler = as_jsonl(["plain words " * 40]) + "\n"
    russian = " ".join(TEXTS["ru"].split())
    data = (filler * 2_600).encode() + as_jsonl([russian]).encode("cp1251")
    (*_, last) = rows_of(tmp_path, "a.jsonl", data)
    assert texts_of([last]) == [russian]


def test_a_stray_byte_stays_a_stray_byte(tmp_path: Path) -> None:
    greek = as_jsonl(["Το πλοίο φεύγει στις οκτώ"]).encode()
    stray = as_jsonl(["Zoë’s café? Ann"]).encode().replace(b"? ", b"\x85 ")
    rows = rows_of(tmp_path, "a.jsonl", greek + b"\n" + stray)
    assert texts_of(rows)[1] == "Zoë’s café… Ann"
    assert notes_of(rows) == {(), ("encoding: utf-8 with bytes of cp1252",)}


NOTED = [
    ("<p>Été à la plage, où ça ?</p>", "cp1252", "cp1252"),
    ('<meta charset="windows-1252"><p>Été à la plage, où ça ?</p>', "cp1252", None),
    ('<meta charset="iso-8859-1"><p>Été à la plage, où ça ?</p>', "cp1252", None),
    ('<meta charset="utf-8"><p>Été à la plage, où ça ?</p>', "cp1252", "cp1252"),
    ('<meta charset="windows-1252"><p>Été à la plage</p>', "utf-8", None),
    ('<meta charset="koi8-r"><p>' + TEXTS["ru"] + "</p>", "cp1251", "cp1251"),
]


@pytest.mark.parametrize(("page", "encoding", "noted"), NOTED)
def test_what_a_page_declares_needs_no_note(
    tmp_path: Path, page: str, encoding: str, noted: str | None
) -> None:
    want = (f"encoding: {noted}",) if noted else ()
    data = page.encode(encoding)
    rows = rows_of(tmp_path, "a.html", data)
    assert texts_of(rows) == [page]
    assert notes_of(rows) == {want}
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    block = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: %d\r\n\r\n" % len(
        head + data
    )
    rows = rows_of(tmp_path, "a.warc", block + head + data + b"\r\n\r\n")
    assert notes_of(rows) == {want}


def test_a_header_in_a_legacy_encoding_names_its_columns(tmp_path: Path) -> None:
    text = "Ταχύτητα;text\n" + "\n".join(
        f"γρήγορα;{piece}" for piece in short_texts("el", "cp1253")
    )
    rows = rows_of(tmp_path, "a.csv", text.encode("cp1253"))
    assert texts_of(rows) == short_texts("el", "cp1253")


@hypothesis_settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.sampled_from(
            [text.encode("gb18030") for text in short_texts("zh", "gb18030")]
        )
        | st.sampled_from([b"\n", b"\r", b"a", b'"', "é à ü ö ñ".encode()])
        | st.binary(max_size=4)
    ).map(b"".join),
    st.integers(1, 40),
)
def test_lines_are_converted_alike_however_they_come(data: bytes, size: int) -> None:
    cut = [data[begin : begin + size] for begin in range(0, len(data), size)]
    whole = b"".join(to_utf8([data], "gb18030"))
    assert b"".join(to_utf8(cut, "gb18030")) == whole
    assert whole.decode() or not data

"""Bytes are read in the encoding that they are in, whatever is said of it."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.article import Reason
from flows.intake.decoding import decode
from flows.intake.encodings.code_pages import CODE_PAGES, codec_of_label
from flows.intake.inputs import UnfitError
from tests.growth import assert_linear

CASES = Path(__file__).parents[1] / "cases/decoding/texts.toml"
TEXTS = tomllib.loads(CASES.read_text("utf-8"))["text"]
SHORT = 200  # characters, a teaser's
PLAIN = str.maketrans("“”„’–—«»", '"""\'--""', "€")
LABELS = {
    "mac_roman": "macintosh",
    "mac_cyrillic": "x-mac-cyrillic",
    "euc_jp": "euc-jp",
    "iso2022_jp": "iso-2022-jp",
    "koi8_r": "koi8-r",
    "koi8_u": "koi8-u",
    "gb18030": "gb2312",
    "cp932": "shift_jis",
    "cp949": "ks_c_5601-1987",
}
WRONG = ("utf-8", "iso-8859-1", "koi8-r", "gb2312")
# chardet has no model of Estonian in what Finland writes, and ISO 8859-16 has the letters of
# Hungarian where 8859-2 has them.
UNDECLARED_FAILURES = {("et", "iso8859_15"), ("hu", "iso8859_16")}
DECLARED_FAILURES = {("et", "iso8859_15")}


@dataclass(frozen=True)
class Encoded:
    """A text of one's own in one of the encodings of its language."""

    language: str
    encoding: str
    text: str

    @property
    def data(self) -> bytes:
        """The bytes of the text."""
        return self.text.encode(self.encoding)

    @property
    def label(self) -> str:
        """What a page calls the encoding."""
        name = self.encoding
        if name.startswith("cp125"):
            return name.replace("cp", "windows-")
        return LABELS.get(name, name.replace("iso8859_", "iso-8859-"))


def encodable(text: str, encoding: str) -> str:
    """Write plain what an encoding lacks: typographic marks, and tones beside their letters."""
    if encoding == "cp1258":
        return "".join(map(beside, text))
    if encoding == "iso8859_16":
        text = text.translate(str.maketrans("şŞţŢ", "șȘțȚ"))
    if encoding == "cp1256":
        text = text.replace("ی", "ي")
    return "".join(
        character if can_write(character, encoding) else character.translate(PLAIN)
        for character in text
    )


def can_write(text: str, encoding: str) -> bool:
    return text.encode(encoding, "ignore") != b""


def beside(character: str) -> str:
    """Split the tone off a Vietnamese letter, as cp1258 writes it."""
    if can_write(character, "cp1258"):
        return character
    parts = unicodedata.normalize("NFD", character)
    tones = "".join(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
    letter = "".join(part for part in parts if part not in tones)
    return unicodedata.normalize("NFC", letter) + tones


def encoded(size: int | None = None) -> Iterator[Encoded]:
    for case in TEXTS:
        for encoding in case["encodings"]:
            text = encodable(case["text"].strip()[:size], encoding)
            yield Encoded(case["language"], encoding, text)


def page(case: Encoded, label: str) -> bytes:
    return b'<html><head><meta charset="%s"></head>' % label.encode() + case.data


def is_read(case: Encoded, found: str) -> bool:
    body = found.rpartition("</head>")[2]
    return unicodedata.normalize("NFC", body) == unicodedata.normalize("NFC", case.text)


def failures(size: int | None, label: str | None) -> set[tuple[str, str]]:
    failed = set()
    for case in encoded(size):
        data = case.data if label is None else page(case, label or case.label)
        if not is_read(case, decode(data, is_html=label is not None)):
            failed.add((case.language, case.encoding))
    return failed


@pytest.mark.parametrize("size", [None, SHORT])
def test_an_undeclared_encoding_is_found(size: int | None) -> None:
    assert failures(size, None) <= UNDECLARED_FAILURES


@pytest.mark.parametrize("size", [None, SHORT])
def test_a_right_declaration_stands(size: int | None) -> None:
    assert failures(size, "") <= DECLARED_FAILURES


@pytest.mark.parametrize("label", WRONG)
def test_a_wrong_declaration_is_overruled(label: str) -> None:
    assert failures(None, label) <= UNDECLARED_FAILURES | {("sq", "cp1252")}


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: case["language"])
def test_utf8_stays_whatever_is_declared(case: dict[str, str]) -> None:
    data = case["text"].encode()
    assert decode(data) == case["text"]
    assert decode(data, is_html=True, declared="windows-1252") == case["text"]
    assert decode(b"\xef\xbb\xbf" + data) == case["text"]


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: case["language"])
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_wide_text_needs_no_mark(case: dict[str, str], codec: str) -> None:
    text = case["text"]
    assert decode(text.encode(codec)) == text
    assert decode("﻿".encode(codec) + text.encode(codec)) == text


STRAYS = [
    (
        ("the Zoë of the board", b"\x92", "s “office”"),
        "the Zoë of the board’s “office”",
    ),
    (("déjà « vu » ", b"\x96", " et d", b"\xe9j\xe0", "."), "déjà « vu » – et déjà."),
    (("Małgorzata Źródlana i ", b"\xa3", "ukasz"), "Małgorzata Źródlana i Łukasz"),
    (("Вера сказала: ", b"\xab\xcd\xe5\xf2\xbb", ", и"), "Вера сказала: «Нет», и"),
    (("Işıl Çağlayan: ", b"\xfe\xfd", "k"), "Işıl Çağlayan: şık"),
]


@pytest.mark.parametrize(("parts", "text"), STRAYS)
def test_stray_bytes_are_read_alone(parts: tuple[str | bytes, ...], text: str) -> None:
    data = b"".join(
        part if isinstance(part, bytes) else part.encode() for part in parts
    )
    assert decode(data) == text
    assert decode(data, is_html=True, declared="utf-8") == text


UTF8_DAMAGE = [
    (b"caf\xc3\xa9, cr\xc3\xa8me et th\xe9.", "café, crème et thé."),
    (
        b"caf\xc3\xa9, cr\xc3\xa8me, \x93th\xe9\x94 et p\xe2t\xe9",
        "café, crème, “thé” et pâté",
    ),
    (b"Z\xc3\xbcrich, K\xc3\xb6ln, M\xc3", "Zürich, Köln, M\ufffd"),
    (
        "東京で地震、".encode() + "大".encode()[:2] + "きな揺れ".encode(),
        "東京で地震、\ufffdきな揺れ",
    ),
    (b"na\xc3\xafve \xed\xa0\xbd\xed\xb8\x80 ok", "naïve 😀 ok"),
    (b"\xef\xbb\xbfd\xc3\xa9j\xc3\xa0 \x96 vu", "déjà – vu"),
    (b"Z\xc3\xbcrich\x81 und K\xc3\xb6ln", "Zürich\ufffd und Köln"),
]


@pytest.mark.parametrize(("data", "text"), UTF8_DAMAGE)
def test_damaged_utf8_is_utf8(data: bytes, text: str) -> None:
    assert decode(data) == text
    assert decode(data, is_html=True, declared="utf-8") == text


LABELLED = [
    ("latin1", "cp1252"),
    ("ISO-8859-6", "iso8859-6"),
    ("iso-8859-8-i", "iso8859-8"),
    (" 'macintosh' ", "mac-roman"),
    ("x-sjis", "cp932"),
    ("ks_c_5601-1987", "cp949"),
    ("gb2312", "gb18030"),
    ("cp437", "cp437"),
    ("hp-roman8", "hp-roman8"),
    ("utf8", None),
    ("utf-16", None),
    ("utf-7", None),
    ("base64", None),
    ("idna", None),
    ("no such thing", None),
    ("", None),
    ("\0", None),
]


@pytest.mark.parametrize(("label", "codec"), LABELLED)
def test_a_label_means_what_browsers_take_it_for(label: str, codec: str | None) -> None:
    assert codec_of_label(label) == codec


def test_a_header_declares_as_a_page_does() -> None:
    text = "Ура рек"
    assert decode(text.encode("koi8_r"), declared="KOI8-R") == text
    assert decode("Čaj ťuk".encode("iso8859_2"), declared="iso-8859-2") == "Čaj ťuk"


BINARY = [
    b"\x89PNG\r\n\x1a\n" + bytes(20),
    bytes(range(1, 9)) * 50,
    b"\0\1\2",
    bytes(1_000),
    b"a story" + bytes(100),
    b"words of text " * 9_000 + bytes(70_000),
]


@pytest.mark.parametrize("data", BINARY)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnfitError) as caught:
        decode(data)
    assert caught.value.reason == Reason.BINARY


HOLED = [
    (b"a story\0with a hole", "a story\ufffdwith a hole"),
    (b"The bridge will close.\0\0\0", "The bridge will close.\ufffd\ufffd\ufffd"),
    ("Où ça ?\0 Là.".encode(), "Où ça ?\ufffd Là."),
    ("Où ça ?\0 Là-bas.".encode("cp1252"), "Où ça ?\ufffd Là-bas."),
]


@pytest.mark.parametrize(("data", "text"), HOLED)
def test_a_few_zero_bytes_are_damage(data: bytes, text: str) -> None:
    assert decode(data) == text
    assert decode(data, is_html=True) == text


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=300)
    | st.lists(st.sampled_from([case.data[:90] for case in encoded()])).map(b"".join),
    st.none()
    | st.sampled_from([each.codec for each in CODE_PAGES])
    | st.text(max_size=9),
    st.booleans(),
)
def test_any_bytes_are_read_or_refused(
    data: bytes,
    declared: str | None,
    is_html: bool,  # noqa: FBT001 - drawn by hypothesis
) -> None:
    with suppress(UnfitError):
        assert "\0" not in decode(data, is_html=is_html, declared=declared)


@pytest.mark.parametrize("piece", [b"word ", b"\xff", b"\xc3\xa9\xe9 "])
def test_large_input_costs_little(piece: bytes) -> None:
    assert_linear(lambda size: decode(piece * (size // len(piece))), 100_000)

"""Zero bytes that only pad a text go; others mark damage, or binary data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleaners.article import Record
from cleaners.zero_characters import SIGN
from flows.intake.decoding import decode
from flows.intake.inputs import UnfitError
from tests.flows.reading import rows_of
from unspun import clean

STORY = b"The ferry left on time, and nobody was aboard. " * 6
IN_WORDS = STORY.replace(b"ferry", b"fe\0rry")
PADDED = [
    STORY + bytes(9),
    STORY + bytes(4_000),
    STORY.replace(b" ", b"\0 "),
    STORY.replace(b" ", b" \0\0"),
    STORY.replace(b". ", b".\0\n"),
]
NOT_PADDED = [
    STORY + bytes(5_000),
    STORY[:90] + bytes(90),
    IN_WORDS + bytes(400),
    STORY.replace(b"e", b"\0") + b".",
    bytes(400) + b"\1\2\3 " * 90,
]


@pytest.mark.parametrize("data", PADDED)
def test_zeros_that_pad_a_text_are_no_part_of_it(data: bytes) -> None:
    words = STORY.decode().split()
    assert decode(data).split() == words


@pytest.mark.parametrize("data", NOT_PADDED)
def test_other_zeros_are_binary_data(data: bytes) -> None:
    with pytest.raises(UnfitError):
        decode(data)


def test_zeros_in_words_stay_marks_of_damage() -> None:
    assert decode(IN_WORDS).count("fe\ufffdrry") == 6


WIDE = ["周一早上，渡轮准时离开。\n没有人在船上。\n" * 20, STORY.decode()]


@pytest.mark.parametrize("text", WIDE)
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_zeros_of_utf_16_are_no_padding(text: str, codec: str) -> None:
    assert decode(text.encode(codec)) == text


def test_zeros_in_fields_are_taken_out_by_cleaning(tmp_path: Path) -> None:
    item = {
        "title": "Fe\0rry leaves\0",
        "author": "Ann\0 Roe\0\0",
        "text": IN_WORDS.decode() + "\0" * 9,
        "url": "https://news.example/fe\0rry",
    }
    (row,) = rows_of(tmp_path, "a.jsonl", json.dumps(item).encode())
    assert isinstance(row, Record)
    known = row.metadata
    assert (known.title, known.author) == ("Ferry leaves", "Ann Roe")
    assert known.url == "https://news.example/ferry"
    assert row.content == IN_WORDS.decode().replace("\0", SIGN)
    article = clean(row.content)
    assert article.text.split() == STORY.decode().split()
    assert {edit.stage for edit in article.edits if SIGN in edit.before} == {"encoding"}


def test_fields_in_which_zeros_stand_for_letters_keep_signs_of_damage(
    tmp_path: Path,
) -> None:
    text = "A di\0erent o\0cer re\0ected on it. " * 6
    (row,) = rows_of(tmp_path, "a.jsonl", json.dumps({"text": text}).encode())
    assert isinstance(row, Record)
    assert row.content == text.replace("\0", "\ufffd")


@pytest.mark.parametrize("title", ["Ferry", "Fähre"])
@pytest.mark.parametrize("codec", ["utf-8", "cp1252"])
def test_zeros_in_cells_are_as_those_in_fields(
    tmp_path: Path, title: str, codec: str
) -> None:
    table = f"title,text\n{title},{IN_WORDS.decode().replace(',', ';')}\n"
    (row,) = rows_of(tmp_path, "a.csv", table.encode(codec))
    assert isinstance(row, Record)
    assert row.metadata.title == title
    assert row.content.count(f"fe{SIGN}rry") == 6

"""Zero bytes that only pad a text go; others mark damage, or binary data."""

from __future__ import annotations

import pytest

from flows.intake.decoding import decode
from flows.intake.inputs import UnfitError

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

"""Each message of a mailbox is read as the same message in a file of its own."""

from __future__ import annotations

import gzip
import mailbox
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cleaners.article import Reason, Record
from flows.intake.readers import mail_message, mbox
from flows.intake.readers.mail import MAIL
from flows.intake.readers.mbox import MBOX
from tests.flows.reading import found, keep_the_laws, rows_of, texts_of
from tests.flows.test_reader_mail import alternative, newsletter, saved_page

FROM = b"From news@paper.example Tue Mar  5 10:00:00 2024\n"
PLAIN = (
    "The ferry runs.\n\nFrom the quay, at 10:30 in 2024, it looks small.\n"
    "\nFrom: the harbour master\n"
)


def plain() -> bytes:
    message = newsletter(Subject="Ferry", From="Ann <a@b.example>", Received="x")
    message.set_content(PLAIN)
    return message.as_bytes()


MESSAGES = [
    alternative(),
    plain(),
    saved_page("https://a.example/").replace(b"\r\n", b"\n"),
]


def mailbox_of(folder: Path) -> bytes:
    """Write a mailbox with Python's own module."""
    path = folder / "written.mbox"
    box = mailbox.mbox(path)
    for data in MESSAGES:
        message = mailbox.mboxMessage(data)
        message.set_from("news@paper.example Tue Mar  5 10:00:00 2024")
        box.add(message)
    box.close()
    return path.read_bytes()


def alone(folder: Path) -> list[str]:
    """Return the texts of the messages, each in a file of its own."""
    return [
        text for data in MESSAGES for text in texts_of(rows_of(folder, "a.eml", data))
    ]


def test_the_messages_of_a_mailbox_are_read(tmp_path: Path) -> None:
    data = mailbox_of(tmp_path)
    assert b">From the quay" in data
    want = alone(tmp_path)
    for name in ("inbox.mbox", "inbox", "inbox.eml"):
        rows = keep_the_laws(tmp_path, name, data, 400)
        assert [text.strip() for text in texts_of(rows)] == [
            text.strip() for text in want
        ]
        assert [row.record_number for row in rows] == [0, 1, 2]
        assert {row.source_format for row in rows} == {"mbox"}
    crlf = data.replace(b"\n", b"\r\n")
    assert len(keep_the_laws(tmp_path, "b.mbox", crlf, 400)) == 3
    packed = gzip.compress(data, mtime=0)
    assert len(keep_the_laws(tmp_path, "c.mbox.gz", packed, 400)) == 3


def test_a_broken_message_costs_itself(tmp_path: Path) -> None:
    parts = [
        plain(),
        b"Subject: x\n\n \n",
        b"Content-Type: image/png\n\nabc\n",
        plain(),
    ]
    data = b"\n".join(FROM + part for part in parts)
    rows = keep_the_laws(tmp_path, "a.mbox", data, 100)
    first, *middle, last = texts_of(rows)
    assert middle == [f"({Reason.EMPTY})", f"({Reason.NO_TEXT})"]
    assert first.strip() == last.strip() == PLAIN.strip()


def test_a_giant_message_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (mail_message, mbox):
        monkeypatch.setattr(module, "MESSAGE_BYTES", 1_500_000)
    giant = b"Subject: x\n\n" + b"word word\n" * 500_000
    data = b"\n".join(FROM + part for part in [plain(), giant, plain()])
    rows = keep_the_laws(tmp_path, "a.mbox", data, 1_000_000)
    assert texts_of(rows)[1] == f"({Reason.TOO_LARGE})"
    assert [isinstance(row, Record) for row in rows] == [True, False, True]


def test_mailboxes_are_told_from_messages(tmp_path: Path) -> None:
    assert MBOX.recognises(FROM + plain())
    assert MBOX.recognises(b"From - Tue Mar 05 10:00:00 2024\r\n" + plain())
    assert not MAIL.recognises(FROM + plain())
    for text in (plain(), b"From the quay at 10:30\n\nIt looks small.", b"", FROM):
        assert not MBOX.recognises(text)
    (row,) = rows_of(tmp_path, "a.mbox", b"")
    assert texts_of([row]) == [f"({Reason.EMPTY})"]


PIECES = [
    FROM,
    b"\n",
    b"\r\n",
    b"Subject: a\n",
    b"text\n",
    b">From x\n",
    plain(),
    b"\xff",
]


@hypothesis_settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.sampled_from(PIECES), max_size=12), st.integers(1, 300))
def test_no_bytes_stop_it(tmp_path: Path, pieces: list[bytes], size: int) -> None:
    keep_the_laws(tmp_path, "a.mbox", b"".join(pieces), size)


def test_the_mailbox_is_never_held_whole(tmp_path: Path) -> None:
    data = b"\n".join([FROM + plain()] * 3_000)
    file = found(tmp_path, "a.mbox", data)
    splitter = mbox._Splitter(0)  # noqa: SLF001  # what it keeps is what is measured
    chunks = (data[begin : begin + 4_096] for begin in range(0, len(data), 4_096))
    kept = [len(splitter.buffer) for _ in splitter.messages(chunks)]
    assert len(kept) == 3_000
    assert max(kept) < 4 * 4_096 < file.size

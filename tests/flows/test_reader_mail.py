"""Newsletters and saved pages are read, with broken headers too."""

from __future__ import annotations

import base64
import quopri
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cleaners.article import Article, Reason, Record
from cleaners.pipeline import clean
from flows.intake import Quarantined
from flows.intake.readers.mail import MAIL
from tests.flows.reading import keep_the_laws, rows_of

PAGE = "<html><body><p>Die Fähre fährt – wieder.</p></body></html>"


def newsletter(**headers: str) -> EmailMessage:
    message = EmailMessage()
    message["MIME-Version"] = "1.0"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    return message


def alternative() -> bytes:
    message = newsletter(
        From="Ann Weir <news@paper.example>",
        Subject="Ferry resumes",
        Date="Tue, 05 Mar 2024 10:00:00 +0000",
        Message_ID="<1@paper.example>",
    )
    message.set_content("The ferry runs.")
    message.add_alternative(PAGE, subtype="html")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf")
    return message.as_bytes()


def saved_page(address: str, encoding: str = "quoted-printable") -> bytes:
    data = PAGE.encode()
    body = quopri.encodestring(data)
    if encoding == "base64":
        body = base64.encodebytes(data)
    head = (
        f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {address}\r\n"
        "Subject: =?utf-8?Q?F=C3=A4hre?=\r\nDate: Tue, 5 Mar 2024 10:00:00 -0000\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n'
        '\tboundary="----Bound"\r\n\r\n\r\n------Bound\r\nContent-Type: text/html\r\n'
        f"Content-Transfer-Encoding: {encoding}\r\nContent-Location: {address}\r\n\r\n"
    )
    tail = (
        "\r\n------Bound\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64"
        "\r\nContent-Location: https://a.example/i.png\r\n\r\niVBORw0KGgo=\r\n------Bound--\r\n"
    )
    return head.encode() + body + tail.encode()


def only(folder: Path, name: str, data: bytes) -> Record | Quarantined:
    (row,) = keep_the_laws(folder, name, data, 100)
    return row


def test_a_newsletter_is_read(tmp_path: Path) -> None:
    row = only(tmp_path, "a.eml", alternative())
    assert isinstance(row, Record)
    assert row.content.strip() == PAGE
    assert (row.is_html, row.source_id) == (True, "<1@paper.example>")
    known = row.metadata
    assert (known.title, known.author, known.site) == (
        "Ferry resumes",
        "Ann Weir",
        "paper.example",
    )
    assert known.published_at == datetime(2024, 3, 5, 10, tzinfo=UTC)


def test_a_newsletter_of_text_alone_is_read(tmp_path: Path) -> None:
    data = (
        b"Subject: =?koi8-r?B?8MHSz80=?=\nFrom: a@b.example\nReceived: x\n"
        b"Content-Type: text/plain; charset=koi8-r\nContent-Transfer-Encoding: 8bit\n\n"
    ) + "Паром снова ходит каждый день.\n".encode("koi8-r")
    row = only(tmp_path, "a.eml", data)
    assert isinstance(row, Record)
    assert row.content == "Паром снова ходит каждый день.\n"
    assert (row.metadata.title, row.is_html) == ("Паром", False)


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("name", ["a.mht", "a.mhtml"])
def test_a_saved_page_is_read(tmp_path: Path, name: str, encoding: str) -> None:
    data = saved_page("https://a.example/ferry?id=3", encoding)
    row = only(tmp_path, name, data)
    assert isinstance(row, Record)
    assert row.content.strip() == PAGE
    assert row.metadata.url == "https://a.example/ferry?id=3"
    assert row.metadata.fetched_at == datetime(2024, 3, 5, 10, tzinfo=UTC)
    assert row.metadata.title is None
    assert MAIL.recognises(data)


BROKEN_HEADERS = [
    b"From: =?utf-9?Q?\xff?= <\nSubject: =?x\nDate: yesterday\nReceived: x\n\nThe ferry runs.",
    b"From: ann@[\nSubject: a\nTo: ,,,;\nDate: Tue, 99 Foo\n\nThe ferry runs.",
    b"Content-Type: text/plain; charset=klingon\nSubject: x\n\nThe ferry runs.",
    b"Content-Type: ;;;\nContent-Disposition: ;x=\nSubject: x\n\nThe ferry runs.",
    b"Content-Type: text/plain; charset*0*=\nContent-Transfer-Encoding: foo\n\nThe ferry runs.",
]


@pytest.mark.parametrize("data", BROKEN_HEADERS)
def test_broken_headers_are_survived(tmp_path: Path, data: bytes) -> None:
    row = only(tmp_path, "a.eml", data)
    assert isinstance(row, Record)
    assert row.content == "The ferry runs."


NO_MESSAGE = [
    (b"", Reason.EMPTY),
    (b"Subject: x\n\n \n", Reason.EMPTY),
    (b"Content-Type: image/png\n\nabc", Reason.NO_TEXT),
    (b"\x89PNG\r\n\x1a\n", Reason.BINARY),
    (b"Subject: x\n\n" + b"word " * 2_100_000, Reason.TOO_LARGE),
]


@pytest.mark.parametrize(("data", "reason"), NO_MESSAGE)
def test_what_holds_no_article_is_one_row(
    tmp_path: Path, data: bytes, reason: Reason
) -> None:
    (row,) = rows_of(tmp_path, "a.eml", data)
    assert isinstance(row, Quarantined)
    assert row.reason == reason


def test_messages_are_recognised() -> None:
    assert MAIL.recognises(alternative())
    assert MAIL.recognises(alternative().replace(b"\n", b"\r\n"))
    for text in (b"Title: A\nDate: B\n\nText", b"Note: this\n", b"", b"<p>From: x</p>"):
        assert not MAIL.recognises(text)


@hypothesis_settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.integers(0, 900), st.binary(max_size=6), st.booleans())
def test_no_bytes_stop_it(
    tmp_path: Path,
    place: int,
    data: bytes,
    is_cut: bool,  # noqa: FBT001  # drawn by hypothesis
) -> None:
    for message in (alternative(), saved_page("https://a.example/")):
        changed = message[:place] + data
        rest = b"" if is_cut else message[place + len(data) :]
        only(tmp_path, "a.eml", changed + rest)


SIGNED = "<h1>Lock gates close</h1><p>By Ines Torvald</p>" + 3 * (
    "<p>The lock gates of Harrowby were shut on Monday, a year early, the board said.</p>"
)
SENDERS = [
    ("The Courier – Morning <news@courier.example>", SIGNED, "Ines Torvald"),
    ("Harrowby Weekly <news@harrowby.example>", SIGNED, "Ines Torvald"),
    ("Jon Barwell <jon@courier.example>", SIGNED, "Jon Barwell"),
    (
        "The Courier – Morning <news@courier.example>",
        SIGNED.replace("<p>By Ines Torvald</p>", ""),
        "The Courier – Morning",
    ),
]


@pytest.mark.parametrize(("sender", "page", "author"), SENDERS)
def test_who_signs_counts_for_more_than_a_desk_that_sends(
    tmp_path: Path, sender: str, page: str, author: str
) -> None:
    message = newsletter(From=sender, Subject="Lock gates close")
    message.set_content(page, subtype="html")
    row = only(tmp_path, "a.eml", message.as_bytes())
    assert isinstance(row, Record)
    article = clean(row)
    assert isinstance(article, Article)
    assert article.metadata.author == author

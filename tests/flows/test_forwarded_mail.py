"""A mail that is forwarded is that of who wrote it; a message of its own stays."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cleaners.article import Record
from flows.intake.readers.forwarded import forwarded_in
from tests.flows.reading import rows_of
from tests.growth import assert_linear

OUTER = (
    "From: Bob <bob@x.example>\nReceived: x\nDate: Thu, 12 Feb 2026 08:00:00 +0000\n"
)
FROM = "From: Giles Roe <g@y.example>\n"
GMAIL = (
    f"---------- Forwarded message ---------\n{FROM}Date: Wed, 11 Feb 2026 at 07:10\n"
    "Subject: Salmon return\nTo: <b@x.example>\n"
)
OUTLOOK = (
    f"-----Original Message-----\n{FROM}Sent: Wednesday, February 11, 2026 7:10 AM\n"
    "To: Bob\nSubject: FW: Salmon return\n"
)
APPLE = (
    f"Begin forwarded message:\n\n> {FROM}> Subject: Salmon return\n"
    "> Date: February 11, 2026 at 7:10:00 AM\n> To: Bob\n"
)
STORY = "> Wild salmon have spawned in the upper Orrin.\n> They passed a ladder.\n"
FORWARDED = [
    ("Fwd: Salmon return", GMAIL),
    ("FW: Salmon return", OUTLOOK),
    ("WG: Fwd: Salmon return", f"See below.\n\n{GMAIL}"),
    ("Fwd: Salmon return", APPLE),
    ("Fwd: Salmon return", GMAIL.replace("\n", "\r\n")),
]


def read(folder: Path, subject: str, text: str) -> Record:
    mail = f"Subject: {subject}\n{OUTER}\n{text}\n{STORY}"
    (row,) = rows_of(folder, "a.eml", mail.encode())
    assert isinstance(row, Record)
    return row


@pytest.mark.parametrize(("subject", "text"), FORWARDED)
def test_a_forwarded_mail_has_its_own_author_and_day(
    tmp_path: Path, subject: str, text: str
) -> None:
    known = read(tmp_path, subject, text).metadata
    assert (known.title, known.author, known.site) == (
        "Salmon return",
        "Giles Roe",
        "y.example",
    )
    assert known.published_at
    assert known.published_at.date() == datetime(2026, 2, 11, tzinfo=UTC).date()


OWN = [
    ("Salmon return", GMAIL),
    ("Re: Salmon return", GMAIL),
    ("Fwd: Salmon return", ""),
    ("Fwd: Salmon return", GMAIL + GMAIL),
    ("Fwd: Salmon return", FROM + "Date: Wed, 11 Feb 2026\nSubject: Salmon\n"),
    ("Fwd: Salmon return", GMAIL.replace("From", "Author")),
    ("Forward: a plan", GMAIL),
]


@pytest.mark.parametrize(("subject", "text"), OWN)
def test_other_messages_are_of_their_sender(
    tmp_path: Path, subject: str, text: str
) -> None:
    known = read(tmp_path, subject, text).metadata
    assert (known.title, known.author, known.site) == (subject, "Bob", "x.example")
    assert known.published_at == datetime(2026, 2, 12, 8, tzinfo=UTC)


@pytest.mark.parametrize("piece", ["-", "> ", "--a--\n", "--a--\nFrom: a\n", ">\n"])
def test_any_text_costs_little(piece: str) -> None:
    assert_linear(lambda size: forwarded_in("Fwd: a", piece * size), 20_000)

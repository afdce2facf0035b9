"""A mail that is forwarded is that of who wrote it; a message of its own stays."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cleaners.article import Record
from flows.intake.readers.forwarded import forwarded_in, lines_of_page
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


SENT = "Sent: 11 February 2026 07:10\nTo: Bob <b@x.example>\nSubject: Salmon return\n"
WORDS = [
    ("WG", "Von: {}Gesendet: Mittwoch, 11. Februar 2026 07:10\nAn: Bob\nBetreff: {}"),
    ("TR", "De : {}Date : mer. 11 févr. 2026 à 07:10\nObjet : {}À : Bob\n"),
    ("RV", "De: {}Fecha: miércoles, 11 de febrero de 2026\nAsunto: {}Para: Bob\n"),
    ("I", "Da: {}Data: mercoledì 11 febbraio 2026\nOggetto: {}A: Bob\n"),
    (
        "FW",
        "Van: {}Verzonden: woensdag 11 februari 2026 07:10\nAan: Bob\nOnderwerp: {}",
    ),
]
SENDER = FROM.removeprefix("From: ")
FORWARDED += [
    (f"{sign}: Salmon return", words.format(SENDER, "Salmon return\n"))
    for sign, words in WORDS
]
FORWARDED += [
    ("FW: Salmon return", f"{FROM}{SENT}"),
    ("FW: Salmon return", f"{'_' * 32}\n{FROM}{SENT}"),
    ("FW: Salmon return", f"*From:* Giles Roe <g@y.example>\n{SENT}"),
    ("FW: Salmon return", f"From: Giles Roe [mailto:g@y.example]\n{SENT}"),
    ("FW: Salmon", f"From: Giles Roe <g@y.example<mailto:g@y.example>>\n{SENT}"),
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
    ("TR: Ankara votes", ""),
    ("Salmon return", f"{FROM}{SENT}"),
    ("Fwd: Salmon return", "To: all\nFrom: us\nSubject: fish\n"),
    ("Fwd: Salmon return", f"From: Giles Roe <g@y.example>\n\n{SENT}"),
]


@pytest.mark.parametrize(("subject", "text"), OWN)
def test_other_messages_are_of_their_sender(
    tmp_path: Path, subject: str, text: str
) -> None:
    known = read(tmp_path, subject, text).metadata
    assert (known.title, known.author, known.site) == (subject, "Bob", "x.example")
    assert known.published_at == datetime(2026, 2, 12, 8, tzinfo=UTC)


PAGE = (
    "<div>See below.<br><br><div>---------- Forwarded message ---------<br>From: <strong>Giles\n"
    " Roe</strong> &lt;<a href='mailto:g@y.example'>g@y.example</a>&gt;<br>Date: Wed, 11 Feb 2026"
    "<br>Subject: Salmon return<br></div><p>Wild salmon have spawned.</p></div>"
)


@pytest.mark.parametrize(
    ("subject", "author"), [("Fwd: Salmon return", "Giles Roe"), ("My mail", "Bob")]
)
def test_a_page_of_mail_is_read_as_it_is_shown(
    tmp_path: Path, subject: str, author: str
) -> None:
    mail = f"Subject: {subject}\nContent-Type: text/html\n{OUTER}\n{PAGE}"
    (row,) = rows_of(tmp_path, "a.eml", mail.encode())
    assert isinstance(row, Record)
    assert row.content == PAGE
    assert row.metadata.author == author


INNER = (
    f"{FROM}Subject: Salmon return\nDate: Wed, 11 Feb 2026 07:10:00 +0000\n\n{STORY}"
)
ATTACHED = f"--b\nContent-Type: message/rfc822\n\n{INNER}\n"


@pytest.mark.parametrize(
    ("subject", "attached", "author"),
    [
        ("Fwd: Salmon return", ATTACHED, "Giles Roe"),
        ("Undelivered", ATTACHED, "Bob"),
        ("Fwd: two mails", 2 * ATTACHED, "Bob"),
    ],
)
def test_a_mail_that_is_attached_is_forwarded_too(
    tmp_path: Path, subject: str, attached: str, author: str
) -> None:
    cover = "--b\nContent-Type: text/plain\n\nSee attached.\n"
    kind = "Content-Type: multipart/mixed; boundary=b"
    mail = f"Subject: {subject}\n{kind}\n{OUTER}\n{cover}{attached}--b--\n"
    (row,) = rows_of(tmp_path, "a.eml", mail.encode())
    assert isinstance(row, Record)
    assert row.metadata.author == author
    assert ("salmon" in row.content) == (author != "Bob")


@pytest.mark.parametrize(
    "piece",
    ["-", "> ", "--a--\n", "--a--\nFrom: a\n", ">\n", "a", "A: b\n", "*", "<b", "<br"],
)
def test_any_text_costs_little(piece: str) -> None:
    assert_linear(lambda size: forwarded_in("Fwd: a", piece * size), 2_500)
    assert_linear(lambda size: lines_of_page(piece * size), 2_500)

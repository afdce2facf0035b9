"""Read who wrote a mail that another one forwards, when, and under which subject."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parseaddr
from html import unescape

# What mail programs put before a subject, in the languages of HEADER_NAMES.
FORWARD_SIGN = re.compile(
    r"(?:(?:fwd?|wg|tr|rv|enc|doorst|vb|vl|pd|i|ilt)\s*:\s*)+",
    re.IGNORECASE,
)
# The names of headers in English, German, French, Spanish, Italian, Portuguese, Dutch, Danish,
# Norwegian, Swedish, Polish, Turkish and Russian.
HEADER_NAMES = {
    "sender": "from von de da van fra från od kimden от",
    "date": (
        "date sent datum gesendet envoyé fecha enviado data inviato verzonden dato sendt skickat"
        " wysłano tarih gönderilme дата отправлено"
    ),
    "subject": (
        "subject betreff objet asunto oggetto assunto onderwerp emne ämne temat konu тема"
    ),
    "receiver": "to an à para a aan til till do kime кому",
}
ROLES = {name: role for role, names in HEADER_NAMES.items() for name in names.split()}
HEADER = r"[> \t]*\*{0,2}[^\W\d_][\w-]{0,20}[ \xa0]?:[^\n]*"
# Headers, below a line that programs write: of dashes and words, or with a colon at its end.
BLOCK = re.compile(
    r"^(?P<lead>[> \t]*-{2,20}[^\n-][^\n]{2,38}-{2,20}[ \t]*\n"
    r"|[> \t]*[^\W\d_][^\n:]{9,48}:[ \t]*\n)?"
    rf"(?P<headers>(?:[> \t]*\n){{0,2}}(?:{HEADER}(?:\n|\Z)){{3,9}})",
    re.MULTILINE,
)
NAMED = re.compile(
    r"^[> \t]*\*{0,2}(?P<name>[^\W\d_][\w-]*)[ \xa0]?:\*{0,2}[ \t\xa0]*(?P<value>[^\n]*)",
    re.MULTILINE,
)
NEEDED = ("sender", "date", "subject")
# "Ann Roe <a@x.example<mailto:a@x.example>>", "Ann Roe [mailto:a@x.example]": forms of Outlook.
LINKED = re.compile(r"<mailto:[^<>]{0,200}>")
BRACKETED = re.compile(r"\[mailto:(?P<mailbox>[^\[\]]{0,200})\]")
SENDER = re.compile(r"(?P<name>[^<>]{1,200}?)[ \t]*<(?P<mailbox>[^<>\s]{1,200})>")
LINE_TAG = re.compile(r"<(?:br|/?(?:p|div|tr|li|blockquote))\b[^<>]*>", re.IGNORECASE)
TAG = re.compile(r"<[^<>]*>")
BLANKS = re.compile(r"[ \t\r\n\xa0]+")


@dataclass(frozen=True, slots=True)
class Headers:
    """What the headers of a mail say: who sent it, from which mailbox, when, and its subject."""

    author: str
    mailbox: str
    date: str
    subject: str


def is_forwarded(subject: str) -> bool:
    """Return whether a subject has the sign of a mail that is forwarded."""
    return bool(FORWARD_SIGN.match(subject))


def forwarded_in(subject: str, text: str) -> Headers | None:
    """Find the mail that a message forwards; None for a message of its own.

    The subject says that it is forwarded, and the text has the headers of one mail alone.
    """
    if not is_forwarded(subject):
        return None
    found = list(_all_in(text.replace("\r\n", "\n")))
    return found[0] if len(found) == 1 else None


def lines_of_page(page: str) -> str:
    """Return the text of a page of mail, line by line as it is shown."""
    on_one_line = BLANKS.sub(" ", page)
    in_lines = LINE_TAG.sub("\n", on_one_line)
    shown = unescape(TAG.sub("", in_lines))
    return "\n".join(line.strip() for line in shown.split("\n"))


def bare_subject(subject: str) -> str:
    """Return a subject without the signs that it is forwarded."""
    return FORWARD_SIGN.sub("", subject, count=1)


def _all_in(text: str) -> Iterator[Headers]:
    """Yield the headers of each mail. Without a line above them, they name who received it."""
    for block in BLOCK.finditer(text):
        values = _values(block["headers"])
        is_led = bool(block["lead"]) or "receiver" in values
        if is_led and all(values.get(role) for role in NEEDED):
            yield _read(values)


def _values(headers: str) -> dict[str, str]:
    """Return what each header says, by its role; the first of two counts."""
    values: dict[str, str] = {}
    for header in NAMED.finditer(headers):
        role = ROLES.get(header["name"].casefold())
        if role:
            values.setdefault(role, header["value"].strip())
    return values


def _read(values: dict[str, str]) -> Headers:
    author, mailbox = _sender(values["sender"])
    return Headers(
        author=author,
        mailbox=mailbox,
        date=values["date"],
        subject=bare_subject(values["subject"]),
    )


def _sender(stated: str) -> tuple[str, str]:
    """Return the name and the mailbox of a sender, each empty where it is not stated."""
    unlinked = LINKED.sub("", stated)
    standard = BRACKETED.sub(r"<\g<mailbox>>", unlinked)
    found = SENDER.fullmatch(standard.strip())
    return _named(found) if found else parseaddr(standard)


def _named(sender: re.Match[str]) -> tuple[str, str]:
    name = sender["name"].strip("\"' *")
    return name, sender["mailbox"]

"""Make a record of a mail message: a newsletter, or a page that a browser saved as one."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr

from cleaners.article import SENDER, Metadata, Provenance, Reason, Record
from cleaners.lines import WORD
from cleaners.metadata.persons import is_person
from flows.intake import fields
from flows.intake.decoding import refuse_binary
from flows.intake.encodings.decoded import encoding_notes
from flows.intake.inputs import InputFile, UnfitError
from flows.intake.quarantine import quarantine
from flows.intake.readers.content import Content, refuse_too_large
from flows.intake.readers.forwarded import (
    Headers,
    forwarded_in,
    is_forwarded,
    lines_of_page,
)
from flows.intake.readers.http_message import HTML_TYPES, decode_page
from flows.intake.readers.reader import Row
from flows.jsonl_fields import Fields
from flows.settings import Settings

# Bytes of a whole message: its pictures may be larger than any article. A guard against
# memory, of which parsing takes several times as much.
MESSAGE_BYTES = 50_000_000
BINARY_HEAD_BYTES = 512  # at the start, in which binary data shows. A guard, not tuned.
ATTACHED = "message/rfc822"  # the type of a message in another one
ADDRESSES = ("Snapshot-Content-Location", "Content-Location")
NAME_LETTERS = 4  # of a word by which a site is called, at least. Set by hand
# What the standard library raises for headers and bodies that are broken in some way.
FAULTS = (ValueError, LookupError, AttributeError, TypeError, AssertionError)


def message_row(raw: bytes, file: InputFile, number: int, settings: Settings) -> Row:
    """Make the record of a message, or the row of one that has no article."""
    digest = hashlib.sha256(raw).hexdigest()
    try:
        refuse_giant(len(raw))
        refuse_binary(raw[:BINARY_HEAD_BYTES])
        record = _record(raw, file, settings)
    except UnfitError as error:
        return quarantine(file, number, error, raw, digest)
    return replace(record, record_number=number, raw_sha256=digest)


def refuse_giant(size: int) -> None:
    """Raise UnfitError for a message that is too large to be parsed."""
    if size > MESSAGE_BYTES:
        detail = f"a message of more than {MESSAGE_BYTES:,} bytes"
        raise UnfitError(Reason.TOO_LARGE, detail)


def _record(raw: bytes, file: InputFile, settings: Settings) -> Record:
    """Make the record of a message. Raises UnfitError."""
    if not raw.strip():
        raise UnfitError(Reason.EMPTY, "nothing but white space")
    message = _without_cover(_parsed(raw))
    part = _article_part(message)
    content = _content(part, settings)
    item = _item(message, part, content, settings)
    metadata = _with_source(fields.metadata(item, settings.fields))
    notes = (*metadata.notes, *encoding_notes(content.encoding))
    return Record(
        source_path=file.source_path,
        source_format=file.source_format,
        record_number=0,
        content=content.text,
        raw_sha256="",  # of the caller, who hashes what is refused too
        is_html=content.is_html,
        source_id=_header(message, "Message-ID") or None,
        metadata=replace(metadata, notes=notes),
    )


def _parsed(raw: bytes) -> EmailMessage:
    """Parse a message; the line before it in a mailbox is left out. Raises UnfitError."""
    try:
        return BytesParser(policy=policy.default).parsebytes(raw)
    except FAULTS as error:
        raise UnfitError(Reason.BROKEN_RECORD, f"no message: {error}") from error


def _without_cover(message: EmailMessage) -> EmailMessage:
    """Return the message that another one forwards as an attachment, or the message itself."""
    if not is_forwarded(_header(message, "Subject")):
        return message
    attached = [part.get_payload(0) for part in message.walk() if _holds_message(part)]
    messages = [inner for inner in attached if isinstance(inner, EmailMessage)]
    return messages[0] if len(messages) == 1 else message


def _holds_message(part: EmailMessage) -> bool:
    return part.get_content_type() == ATTACHED and part.is_multipart()


def _article_part(message: EmailMessage) -> EmailMessage:
    """Return the part with the article: the first page, or else the first text."""
    texts = []
    for part in message.walk():
        if part.is_multipart() or _is_attached(part):
            continue
        if part.get_content_type() in HTML_TYPES:
            return part
        if part.get_content_type() == "text/plain":
            texts.append(part)
    if not texts:
        raise UnfitError(Reason.NO_TEXT, "a message without a page or text in it")
    return texts[0]


def _is_attached(part: EmailMessage) -> bool:
    return _header(part, "Content-Disposition").lower().startswith("attachment")


def _content(part: EmailMessage, settings: Settings) -> Content:
    """Decode the text or page of a part. Raises UnfitError."""
    try:
        payload = part.get_payload(decode=True)
    except FAULTS as error:
        raise UnfitError(Reason.BROKEN_RECORD, f"no content: {error}") from error
    data = payload if isinstance(payload, bytes) else b""
    refuse_too_large(len(data), settings)
    decoded = decode_page(data, _header(part, "Content-Type"))
    if not decoded.text.strip():
        raise UnfitError(Reason.EMPTY, "nothing but white space")
    is_html = part.get_content_type() in HTML_TYPES
    return Content(decoded.text, is_html=is_html, encoding=decoded.encoding)


def _item(
    message: EmailMessage, part: EmailMessage, content: Content, settings: Settings
) -> dict[str, object]:
    """Return what the headers say as fields. A saved page names its address."""
    names = settings.fields
    address = _address(message, part)
    if address:
        return {names.url[0]: address, names.fetched_at[0]: _header(message, "Date")}
    return _stated(_article_headers(message, content), names)


def _article_headers(message: EmailMessage, content: Content) -> Headers:
    """Return the headers of the mail that a message forwards, or its own."""
    subject = _header(message, "Subject")
    if is_forwarded(subject):
        text = lines_of_page(content.text) if content.is_html else content.text
        found = forwarded_in(subject, text)
        if found:
            return found
    author, mailbox = parseaddr(_header(message, "From"))
    return Headers(
        author=author,
        mailbox=mailbox,
        date=_header(message, "Date"),
        subject=subject,
    )


def _stated(headers: Headers, names: Fields) -> dict[str, object]:
    """Return what headers say as fields."""
    _, _, domain = headers.mailbox.partition("@")
    return {
        names.title[0]: headers.subject,
        names.author[0]: headers.author,
        names.site[0]: domain,
        names.published_at[0]: headers.date,
    }


def _with_source(known: Metadata) -> Metadata:
    """Mark an author as the sender alone if that is a paper or a desk, as far as it shows."""
    author = known.author
    if not author or (is_person(author) and not _is_of_site(author, known.site or "")):
        return known
    return replace(known, provenance=(Provenance("author", SENDER),))


def _is_of_site(name: str, site: str) -> bool:
    """Return whether a site is called by a word of a name."""
    words = WORD.findall(name.casefold())
    return any(len(word) >= NAME_LETTERS and word in site for word in words)


def _address(message: EmailMessage, part: EmailMessage) -> str:
    """Return the address that a page was saved from, or nothing."""
    for holder in (message, part):
        for name in ADDRESSES:
            address = "".join(_header(holder, name).split())
            if address.startswith(("http://", "https://")):
                return address
    return ""


def _header(message: EmailMessage, name: str) -> str:
    """Return a header on one line; nothing for one that is missing or broken."""
    try:
        value = message[name]
        return " ".join(str(value).split()) if value is not None else ""
    except FAULTS:
        return ""

"""Read exports of news databases: a text file with many articles.

A file that looks like one, and is none up to its end, is one article, as any other text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from cleaners.article import Metadata, Reason, Record
from cleaners.news_exports import begins_export, split_documents, stated_authors
from flows.intake.decoding import decode_noted
from flows.intake.encodings.decoded import encoding_notes
from flows.intake.inputs import InputFile, RecordRange, UnfitError
from flows.intake.quarantine import quarantine
from flows.intake.readers.content import refuse_too_large
from flows.intake.readers.numbering import number_records
from flows.intake.readers.reader import Reader, Row
from flows.intake.streams import chunks
from flows.settings import Settings

# Bytes of a file, which is read whole: databases give out 500 articles at once, some 5 MB.
# A guard against memory.
EXPORT_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class _Document:
    """The text of an article, and the encoding of its file as in `Decoded`."""

    text: str
    encoding: str | None


def _read(file: InputFile, settings: Settings, records: RecordRange) -> Iterator[Row]:
    """Yield a record for each article."""
    documents = _documents(file, settings)
    rows_of = partial(_rows, file, settings)
    nothing = "no document in it"
    yield from number_records(documents, rows_of, file, records, nothing=nothing)


def _documents(file: InputFile, settings: Settings) -> Iterator[_Document]:
    """Yield the articles of a file. Raises UnfitError where it breaks or is too large."""
    data = b""
    for chunk in chunks(file, settings):
        data += chunk
        _refuse_giant(len(data))
    decoded = decode_noted(data, is_html=True)
    for text in split_documents(decoded.text):
        yield _Document(text, decoded.encoding)


def _refuse_giant(size: int) -> None:
    if size > EXPORT_BYTES:
        detail = f"an export of more than {EXPORT_BYTES:,} bytes"
        raise UnfitError(Reason.TOO_LARGE, detail)


def _rows(
    file: InputFile, settings: Settings, document: _Document, number: int
) -> Iterator[Row]:
    """Yield the one record of an article."""
    data = document.text.encode("utf-8", "surrogatepass")
    digest = hashlib.sha256(data).hexdigest()
    try:
        refuse_too_large(len(data), settings)
        _refuse_blank(document.text)
    except UnfitError as error:
        yield quarantine(file, number, error, data, digest)
        return
    known = Metadata(
        author=", ".join(stated_authors(document.text)) or None,
        notes=encoding_notes(document.encoding),
    )
    yield Record(
        source_path=file.source_path,
        source_format=file.source_format,
        record_number=number,
        content=document.text,
        raw_sha256=digest,
        is_html=False,
        metadata=known,
    )


def _refuse_blank(text: str) -> None:
    if not text.strip():
        raise UnfitError(Reason.EMPTY, "nothing below its number")


def _recognises(head: bytes) -> bool:
    """Recognise the first of several articles, by its number or by what is below it."""
    text = head.decode("utf-8", "replace")
    return begins_export(text)


NEWS_EXPORT = Reader(
    format="news_export",
    suffixes=(),
    read=_read,
    holds_many=True,
    recognises=_recognises,
    description="a first line such as “Document 1 of 3”, or the ends and headers of articles",
)

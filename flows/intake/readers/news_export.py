"""Read exports of news databases: a text file with many articles, which are numbered.

Above each article is a line such as `Document 1 of 3` or `1 of 3 DOCUMENTS`. A file of which the
numbers do not follow one another is one article, as any other text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from cleaners.article import Metadata, Reason, Record
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
NUMBER = r"[1-9]\d{0,4}"
COUNTED = (
    rf"[ \t]*(?:Document (?P<document>{NUMBER}) of (?P<documents>{NUMBER})"
    rf"|(?P<place>{NUMBER}) of (?P<places>{NUMBER}) DOCUMENTS)[ \t]*\r?(?:\n|\Z)"
)
HEADING = re.compile(rf"^{COUNTED}", re.MULTILINE)
FIRST_HEADING = re.compile(rf"\s{{0,99}}{COUNTED}".encode())
LABEL = re.compile(
    r"^Full text:[ \t]+(?=\S)", re.MULTILINE
)  # before the first paragraph
RULE_BELOW = re.compile(r"\s*(?:_{10,}\s*)*\Z")  # between two articles

Headings = list[re.Match[str]]


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


def split_documents(text: str) -> list[str]:
    """Split a text at the lines that number its articles; one text where they do not."""
    headings = list(HEADING.finditer(text))
    if not _are_numbered(headings):
        return [text]
    begins = [heading.end() for heading in headings]
    ends = [heading.start() for heading in headings[1:]]
    spans = zip(begins, [*ends, len(text)], strict=True)
    return [_bare(text[begin:end]) for begin, end in spans]


def _bare(document: str) -> str:
    """Return the text of a document without the label before it and the rule below."""
    without_rule = RULE_BELOW.sub("", document)
    return LABEL.sub("", without_rule, count=1)


def _are_numbered(headings: Headings) -> bool:
    """Return whether headings count on by one, and all name the same number of articles."""
    totals = {heading["documents"] or heading["places"] for heading in headings}
    places = [int(heading["document"] or heading["place"]) for heading in headings]
    follows = all(after == before + 1 for before, after in pairwise(places))
    return len(places) > 1 and len(totals) == 1 and follows


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
    notes = encoding_notes(document.encoding)
    yield Record(
        source_path=file.source_path,
        source_format=file.source_format,
        record_number=number,
        content=document.text,
        raw_sha256=digest,
        is_html=False,
        metadata=Metadata(notes=notes),
    )


def _refuse_blank(text: str) -> None:
    if not text.strip():
        raise UnfitError(Reason.EMPTY, "nothing below its number")


def _recognises(head: bytes) -> bool:
    """Recognise a first line that numbers the first of several articles."""
    return bool(FIRST_HEADING.match(head))


NEWS_EXPORT = Reader(
    format="news_export",
    suffixes=(),
    read=_read,
    holds_many=True,
    recognises=_recognises,
    description="a first line such as “Document 1 of 3” or “1 of 3 DOCUMENTS”",
)

"""Read a file that is one record."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from cleaners.article import Metadata, Reason, Record
from flows.intake.encodings.decoded import encoding_notes
from flows.intake.inputs import InputFile, Quarantined, UnfitError
from flows.intake.quarantine import quarantine
from flows.intake.readers.content import Content, refuse_too_large
from flows.intake.readers.extracted_document import stated_in
from flows.intake.readers.saved_page import saved_from
from flows.intake.streams import chunks
from flows.settings import Settings


def read_whole_file(
    file: InputFile, settings: Settings, parse: Callable[[bytes], Content]
) -> Record | Quarantined:
    """Read a file as one record. `parse` decodes its bytes, and may raise UnfitError."""
    raw = b""
    digest = None if file.compression else file.sha256
    try:
        for chunk in chunks(file, settings):
            raw += chunk
            refuse_too_large(len(raw), settings)
        digest = hashlib.sha256(raw).hexdigest()
        content = parse(raw)
        _refuse_blank(content.text)
    except UnfitError as error:
        return quarantine(file, 0, error, raw, digest)
    return Record(
        source_path=file.source_path,
        source_format=file.source_format,
        record_number=0,
        content=content.text,
        raw_sha256=digest,
        is_html=content.is_html,
        metadata=_metadata(content, settings),
    )


def _metadata(content: Content, settings: Settings) -> Metadata:
    """Return what is written around a page: by who saved it, or who extracted its text."""
    known = Metadata()
    if content.is_html:
        stated = stated_in(content.text, settings.fields)
        known = stated.or_else(saved_from(content.text))
    notes = (*encoding_notes(content.encoding), *known.notes)
    return replace(known, notes=notes)


def _refuse_blank(text: str) -> None:
    if not text.strip():
        raise UnfitError(Reason.EMPTY, "nothing but white space")

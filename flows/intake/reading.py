"""Read the records of one file: a text or a page whole, a JSONL file line by line."""

from __future__ import annotations

import codecs
import hashlib
import json
from collections.abc import Iterator, Mapping

from cleaners.article import Reason, Record
from flows.intake import fields
from flows.intake.decoding import decode, refuse_binary, settled
from flows.intake.inputs import (
    EXCERPT_CHARACTERS,
    WHOLE,
    InputFile,
    Quarantined,
    Span,
    UnfitError,
)
from flows.intake.streams import chunks, lines, utf8_chunks
from flows.settings import Settings

HEAD = 512
MOST_BLANK_LINES = 1_000_000
LONGEST_NUMBER = 18  # digits; longer ones are ids, and stay as they are written


def read(
    file: InputFile, settings: Settings, span: Span = WHOLE
) -> Iterator[Record | Quarantined]:
    """Yield the records of a file, and a quarantine row for each that cannot be read."""
    if file.unreadable:
        yield _quarantined(file, 0, UnfitError(Reason.UNREADABLE, file.unreadable))
    elif file.source_format == "jsonl":
        yield from _read_lines(file, settings, span)
    else:
        yield _read_whole(file, settings)


def spans(file: InputFile, settings: Settings) -> tuple[Span, ...]:
    """Cut a JSONL file into spans of about `settings.shard_bytes` each; any other file is one span."""
    small = not file.compression and file.size <= settings.shard_bytes
    if file.source_format != "jsonl" or file.unreadable or small:
        return (WHOLE,)
    starts, number, at, blank = [(0, 0)], 0, 0, True
    try:
        for chunk in utf8_chunks(file, settings, 0):
            begin, blank = 0, blank and not chunk.strip()
            while (
                cut := chunk.find(
                    b"\n", max(begin, starts[-1][1] + settings.shard_bytes - at)
                )
                + 1
            ):
                number += chunk.count(b"\n", begin, cut)
                starts.append((number, at + cut))
                begin = cut
            number, at = number + chunk.count(b"\n", begin), at + len(chunk)
    except UnfitError:
        pass  # whoever reads the last span meets it again, and names it
    if blank:
        return (WHOLE,)
    ends = [number for number, _ in starts[1:]]
    return tuple(
        Span(*start, end) for start, end in zip(starts, [*ends, None], strict=True)
    )


def _read_whole(file: InputFile, settings: Settings) -> Record | Quarantined:
    raw, digest = b"", None if file.compression else file.sha256
    try:
        for chunk in chunks(file, settings):
            raw += chunk
            _refuse_larger(len(raw), settings)
        digest = hashlib.sha256(raw).hexdigest()
        content = decode(raw, is_html=file.source_format == "html")
        if not content.strip():
            raise UnfitError(Reason.EMPTY, "nothing but white space")  # noqa: TRY301  # it joins the other reasons
    except UnfitError as error:
        return _quarantined(file, 0, error, raw, digest)
    is_html = file.source_format == "html" or fields.is_markup(content)
    return Record(file.source_path, file.source_format, 0, content, digest, is_html)


def _read_lines(
    file: InputFile, settings: Settings, span: Span
) -> Iterator[Record | Quarantined]:
    number, blanks, empty = span.first, 0, True
    try:
        for line in lines(
            _checked(utf8_chunks(file, settings, span.offset)), settings.line_bytes
        ):
            if number == span.end:
                return
            if line.strip():
                yield _read_line(file, number, line, settings)
                blanks, empty = 0, False
            elif (blanks := blanks + 1) > MOST_BLANK_LINES:
                raise UnfitError(
                    Reason.BROKEN_RECORD,
                    f"more than {MOST_BLANK_LINES:,} blank lines in a row",
                )  # noqa: TRY301  # it joins the other reasons
            number += 1
    except UnfitError as error:
        yield _quarantined(file, number, error)
        return
    if empty and not span.first:
        yield _quarantined(
            file,
            0,
            UnfitError(Reason.EMPTY, "nothing but white space"),
            digest=file.sha256,
        )


def _checked(source: Iterator[bytes]) -> Iterator[bytes]:
    """Refuse a binary file at once, before every line of it is found broken."""
    first = next(source, b"").removeprefix(codecs.BOM_UTF8)
    if not first.lstrip().startswith(b"{"):
        refuse_binary(first[:HEAD])
    yield first
    yield from source


def _read_line(
    file: InputFile, number: int, line: bytes, settings: Settings
) -> Record | Quarantined:
    digest = hashlib.sha256(line).hexdigest()
    try:
        item = _parsed(line, number, settings)
        content, is_html = _content(item, settings)
    except UnfitError as error:
        return _quarantined(file, number, error, line, digest)
    return Record(
        source_path=file.source_path,
        source_format=file.source_format,
        record_number=number,
        content=content,
        raw_sha256=digest,
        is_html=is_html,
        source_id=fields.source_id(item, settings.fields),
        robots_ok=fields.robots_ok(item, settings.fields),
        metadata=fields.metadata(item, settings.fields),
    )


def _parsed(line: bytes, number: int, settings: Settings) -> Mapping[str, object]:
    if len(line) > settings.line_bytes:
        raise UnfitError(
            Reason.TOO_LARGE,
            f"line {number + 1}: longer than line_bytes, {settings.line_bytes:,}",
        )
    try:
        item = json.loads(decode(line), parse_int=_number)
    except UnfitError as error:
        raise UnfitError(error.reason, f"line {number + 1}: {error}") from error
    except (ValueError, RecursionError) as error:
        raise UnfitError(Reason.BROKEN_RECORD, f"line {number + 1}: {error}") from error
    if not isinstance(item, dict):
        raise UnfitError(
            Reason.BROKEN_RECORD,
            f"line {number + 1}: a JSON {type(item).__name__}, not an object",
        )
    return item


def _content(item: Mapping[str, object], settings: Settings) -> tuple[str, bool]:
    """Take the text of a record, and whether it is markup."""
    names = settings.fields
    text = fields.first_text(item, names.text)
    content = text or fields.first_text(item, names.html)
    if content is None:
        if any(isinstance(item.get(name), str) for name in (*names.text, *names.html)):
            raise UnfitError(
                Reason.EMPTY, "the text field holds nothing but white space"
            )
        has = ", ".join(map(settled, list(item)[:20]))
        raise UnfitError(
            Reason.NO_TEXT_FIELD,
            f"it has {has or 'no fields'}; name the one with the text: --field text=NAME",
        )
    _refuse_larger(len(content.encode()), settings)
    return content, text is None or fields.is_markup(content)


def _number(digits: str) -> int | str:
    return int(digits) if len(digits) <= LONGEST_NUMBER else digits


def _refuse_larger(size: int, settings: Settings) -> None:
    if size > settings.record_bytes:
        raise UnfitError(
            Reason.TOO_LARGE, f"larger than record_bytes, {settings.record_bytes:,}"
        )


def _quarantined(
    file: InputFile,
    number: int,
    error: UnfitError,
    data: bytes = b"",
    digest: str | None = None,
) -> Quarantined:
    excerpt = settled(
        data[: 4 * EXCERPT_CHARACTERS].decode("utf-8", "replace")[:EXCERPT_CHARACTERS]
    )
    detail = settled(str(error))
    return Quarantined(
        file.source_path,
        number,
        file.source_format,
        error.reason,
        detail,
        digest,
        excerpt or None,
    )

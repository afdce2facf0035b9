"""Read the payload of a stored HTTP response: its headers, chunks, compression and encoding."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

import brotli

from cleaners.article import Reason
from flows.intake.decoding import BYTE_ORDER_MARKS, Decoded, decode_noted
from flows.intake.inputs import UnfitError
from flows.intake.readers.content import refuse_too_large
from flows.settings import Settings

STATUS_LINE = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})\b")
HEADERS_END = re.compile(rb"\r?\n\r?\n")
CHUNK_SIZE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,15})[^\r\n]{0,200}\r?\n")
CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
HTML_TYPES = ("text/html", "application/xhtml+xml", "application/xhtml")
HTML_START = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
MARKS = tuple(mark for mark, _ in BYTE_ORDER_MARKS)
ANY_ZLIB = 47  # window bits by which zlib tells gzip from zlib headers itself
BARE_DEFLATE = -15  # window bits for data without a header, which some servers send
SUCCESS = range(200, 300)  # status codes


@dataclass(frozen=True, slots=True)
class HttpMessage:
    """The status and the headers of a response, their names in lower case, and its body."""

    status: int
    headers: dict[str, str]
    body: bytes

    def header(self, name: str) -> str:
        """Return a header, or nothing."""
        return self.headers.get(name, "")

    @property
    def is_page(self) -> bool:
        """Whether it delivers a page of HTML."""
        if self.status not in SUCCESS:
            return False
        media_type, _, _ = self.header("content-type").lower().partition(";")
        if media_type.strip():
            return media_type.strip() in HTML_TYPES
        return bool(HTML_START.match(self.body))


def parse_message(data: bytes) -> HttpMessage | None:
    """Split a response into headers and body; None for anything else."""
    found = STATUS_LINE.match(data)
    if not found:
        return None
    status = int(found[1])
    end = HEADERS_END.search(data)
    if not end:
        headers = _headers(data)
        return HttpMessage(status, headers, b"")
    headers = _headers(data[: end.start()])
    body = data[end.end() :]
    return HttpMessage(status, headers, body)


def _headers(head: bytes) -> dict[str, str]:
    """Read the lines below the status; of a header that is there twice, the first."""
    headers: dict[str, str] = {}
    for line in head.decode("latin-1").splitlines()[1:]:
        name, _, value = line.partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    return headers


def page_text(message: HttpMessage, settings: Settings) -> Decoded:
    """Decode the page that a response delivers. Raises UnfitError."""
    body = message.body
    if "chunked" in message.header("transfer-encoding").lower():
        body = _unchunked(body)
    encodings = message.header("content-encoding").lower()
    for encoding in reversed(encodings.split(",")):
        body = _decompressed(body, encoding.strip(), settings.record_bytes)
    refuse_too_large(len(body), settings)
    content_type = message.header("content-type")
    return decode_page(body, content_type)


def decode_page(body: bytes, content_type: str) -> Decoded:
    """Decode a page by the charset of its headers, and else as any page."""
    charset = CHARSET.search(content_type)
    if not charset or body.startswith(MARKS):
        return decode_noted(body, is_html=True)
    # Of two declarations decoding takes the first, and weighs it against the bytes.
    declaration = f'<meta charset="{charset[1]}">'
    declared = declaration.encode("ascii", "replace") + body
    decoded = decode_noted(declared, is_html=True)
    text = decoded.text[len(declaration) :]
    return Decoded(text, decoded.encoding)


def _unchunked(data: bytes) -> bytes:
    """Join the chunks of a body; one that was joined before it was stored stays as it is."""
    parts: list[bytes] = []
    position = 0
    while size := CHUNK_SIZE.match(data, position):
        begin = size.end()
        end = begin + int(size[1], 16)
        parts.append(data[begin:end])
        position = end + len(b"\r\n") if data.startswith(b"\r\n", end) else end + 1
        if end == begin:
            break
    return b"".join(parts) if parts else data


def _decompressed(data: bytes, encoding: str, limit: int) -> bytes:
    """Decompress a body up to a limit; one that was decompressed before stays as it is."""
    try:
        if encoding == "br":
            whole = brotli.Decompressor().process(data, output_buffer_limit=limit + 1)
            return bytes(whole)
        if encoding in {"gzip", "x-gzip", "deflate"}:
            return _inflated(data, limit)
    except brotli.error:
        return data
    return data


def _inflated(data: bytes, limit: int) -> bytes:
    for window_bits in (ANY_ZLIB, BARE_DEFLATE):
        inflater = zlib.decompressobj(window_bits)
        try:
            whole = inflater.decompress(data, limit + 1)
        except zlib.error:
            continue
        if not inflater.eof and len(whole) <= limit:
            raise UnfitError(Reason.TRUNCATED, "its compressed body ends early")
        return whole
    return data

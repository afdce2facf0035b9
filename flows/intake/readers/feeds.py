"""Read feeds: RSS, Atom and RDF, one article an item, where the feed has its text.

lxml is used, not feedparser: it reads files of any size piece by piece, keeps the markup of an
article as it is, and neither expands entities nor opens addresses.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

from lxml import etree

from cleaners.article import Reason, Record
from flows.intake.decoding import DAMAGED_UTF8, LEAST_SEQUENCES, WESTERN, share_of_utf8
from flows.intake.inputs import InputFile, Quarantined, RecordRange, UnfitError
from flows.intake.quarantine import quarantine
from flows.intake.range_cutter import RecordStart, cut_at
from flows.intake.readers.blog_backups import names_of, refuse_no_post
from flows.intake.readers.feed_items import item_of, local_name, text_of
from flows.intake.readers.item import Item, record_of, with_encoding
from flows.intake.readers.numbering import number_records
from flows.intake.readers.reader import Reader
from flows.intake.stream_codec import legacy_codec, marked_stream_codec, to_utf8
from flows.intake.streams import chunks, raw_head
from flows.jsonl_fields import Fields
from flows.settings import Settings

ROOTS = ("rss", "RDF", "feed", "channel")
ITEMS = ("item", "entry")
ABOUT = ("title", "author")  # elements that say something about a feed
# Entities of HTML, which XML does not know, and which feeds use nonetheless.
ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
KNOWN_TO_XML = (b"amp", b"lt", b"gt", b"quot", b"apos")
ENTITY_BYTES = 32  # the longest entity, which two chunks may share
DECLARATION = re.compile(
    rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"'](?P<utf8>utf-?8)?", re.IGNORECASE
)
BEGINNING = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*"
    rb"<(?:\w+:)?(?:rss|RDF|feed)\b",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Element:
    """An item of a feed, the title of the feed, and how many bytes were read before.

    `authors` are the names of those whom the feed calls by their logins.
    """

    element: Any
    site: str
    authors: Mapping[str, str]
    position: int
    encoding: str | None = None  # as in Decoded


def _read(
    file: InputFile, settings: Settings, records: RecordRange
) -> Iterator[Record | Quarantined]:
    """Yield a record for each item with a text."""
    elements = islice(_elements(file, settings), records.first, None)
    rows_of = partial(_records, file, settings)
    yield from number_records(elements, rows_of, file, records, nothing="no item in it")


def _records(
    file: InputFile, settings: Settings, found: _Element, number: int
) -> Iterator[Record | Quarantined]:
    """Yield the one record of an item."""
    raw = etree.tostring(found.element, with_tail=False)
    try:
        refuse_no_post(found.element)
        item = item_of(found.element, found.site, settings.fields)
    except UnfitError as error:
        digest = hashlib.sha256(raw).hexdigest()
        yield quarantine(file, number, error, raw, digest)
        return
    named = _with_names(item, found.authors, settings.fields)
    record = record_of(named, file, number, raw, settings)
    yield with_encoding(record, found.encoding)


def _with_names(item: Item, authors: Mapping[str, str], names: Fields) -> Item:
    """Put the name of an author in the place of the login."""
    author = names.author[0]
    name = authors.get(str(item.get(author)))
    return {**item, author: name} if name else item


def _elements(file: InputFile, settings: Settings) -> Iterator[_Element]:
    """Yield the items that end, one by one. Raises UnfitError where the file breaks."""
    codec = _codec(raw_head(file, settings))
    source = chunks(file, settings)
    if codec:
        source = to_utf8(source, codec)
    first = next(source, b"")
    if not first.strip():
        raise UnfitError(Reason.EMPTY, "nothing but white space")
    parser = etree.XMLPullParser(
        events=("start", "end"),
        encoding="utf-8" if codec else None,
        recover=True,
        resolve_entities=False,
        no_network=True,
    )
    feed = _Feed(parser, codec)
    for chunk in _with_numbered_entities(first, source):
        yield from feed.add(chunk)
    if not feed.is_begun:
        raise UnfitError(Reason.BROKEN_RECORD, "no XML that can be read")
    if not feed.is_closed:
        raise UnfitError(Reason.TRUNCATED, "the feed ends before it is closed")


def _codec(head: bytes) -> str | None:
    """Return the codec that a feed is converted from; None for UTF-8 and what a parser knows.

    A declaration counts that names no UTF-8. One of UTF-8 that is wrong is overruled.
    """
    declared = DECLARATION.match(head)
    if marked_stream_codec(head) or (declared and not declared["utf8"]):
        return None
    codec = legacy_codec(head)
    most = LEAST_SEQUENCES if codec in WESTERN else DAMAGED_UTF8
    return codec if codec and share_of_utf8(head) < most else None


class _Feed:
    """A feed that is read piece by piece."""

    def __init__(self, parser: etree.XMLPullParser, codec: str | None) -> None:
        self._parser = parser
        self._codec = codec
        self._site = ""
        self._authors: dict[str, str] = {}
        self._read = 0
        self._depth = 0
        self.is_begun = False
        self.is_closed = False

    def add(self, chunk: bytes) -> Iterator[_Element]:
        """Yield the items that end in a chunk. Raises UnfitError."""
        try:
            self._parser.feed(chunk)
        except etree.XMLSyntaxError as error:
            raise UnfitError(Reason.BROKEN_RECORD, f"no XML: {error}") from error
        for event, element in self._parser.read_events():
            if event == "start":
                self._enter(element)
            else:
                yield from self._leave(element)
        self._read += len(chunk)

    def _enter(self, element: Any) -> None:  # noqa: ANN401  # lxml has no types
        root = local_name(element)
        if self._depth == 0 and root not in ROOTS:
            is_sitemap = root in {"urlset", "sitemapindex"}
            what = "a sitemap" if is_sitemap else f"XML with the root {root}"
            raise UnfitError(Reason.NO_TEXT, f"{what}, which is no feed of articles")
        self.is_begun = True
        self._depth += 1

    def _leave(self, element: Any) -> Iterator[_Element]:  # noqa: ANN401  # the same
        self._depth -= 1
        name = local_name(element)
        if name in ITEMS:
            yield _Element(element, self._site, self._authors, self._read, self._codec)
            _forget(element)
        elif name in ABOUT:
            self._read_about(element, name)
        self.is_closed = self._depth == 0

    def _read_about(self, element: Any, name: str) -> None:  # noqa: ANN401  # the same
        """Read what a feed says about itself; items have such elements too."""
        if local_name(element.getparent()) not in ROOTS:
            return
        if name == "title":
            self._site = text_of(element)
        else:
            self._authors.update(names_of(element))


def _forget(element: Any) -> None:  # noqa: ANN401  # the same
    """Free the memory of an item, and of all before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _with_numbered_entities(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    """Write the entities of HTML as numbers, which XML knows."""
    kept = first
    for chunk in rest:
        cut = _whole_entities(kept)
        yield ENTITY.sub(_numbered, kept[:cut])
        kept = kept[cut:] + chunk
    yield ENTITY.sub(_numbered, kept)


def _whole_entities(data: bytes) -> int:
    """Return how much of some bytes no entity at their end goes beyond."""
    begin = data.rfind(b"&", len(data) - ENTITY_BYTES)
    return begin if begin >= 0 else len(data)


def _numbered(match: re.Match[bytes]) -> bytes:
    if match[1] in KNOWN_TO_XML:
        return match[0]
    text = html.unescape(match[0].decode("ascii"))
    if text.startswith("&"):
        return match[0]
    return "".join(f"&#{ord(character)};" for character in text).encode()


def _cut(file: InputFile, settings: Settings) -> Iterator[RecordRange]:
    return cut_at(_starts(file, settings), settings.shard_bytes)


def _starts(file: InputFile, settings: Settings) -> Iterator[RecordStart]:
    """Yield the items; a reader of a range reads what is before it, and leaves it out."""
    for number, found in enumerate(_elements(file, settings)):
        yield RecordStart(number, 0, found.position)


def _recognises(head: bytes) -> bool:
    return bool(BEGINNING.match(head))


FEED = Reader(
    format="feed",
    suffixes=(".xml", ".rss", ".atom", ".rdf"),
    read=_read,
    holds_many=True,
    cut=_cut,
    recognises=_recognises,
    description="the tag that a feed begins with",
)

"""The articles that the report shows, as data in its page: which, and how much of each text.

The most doubtful in full, as far as there is room; of the others what was changed, with some text
around it. Blocks of a few articles are compressed, and unpacked when one is opened.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flows.account import Fate, Piece
from flows.account.pieces import pieces_of
from flows.report.reading import Reader

SHOWN = 10_000  # articles: a report of so many opens in 2 s
DOUBTFUL = 7_500  # of these, the most doubtful; the others are a sample of all others
BLOCK = 20  # articles that are compressed together: more pack better, fewer open faster
TEXT_BYTES = 9_200_000  # compressed: 12.3 MB in base64, so that a report is below 15 MB
LEVEL = 4  # of zlib: 4 % more bytes than by its default, in less than half the time
CODES = {Fate.REMOVED: 1, Fate.LEFT_OUT: 2, Fate.LIFTED: 3, Fate.REPAIRED: 4}
KEPT = 0  # the code of kept text that is shortened
DIGITS = 3  # of a confidence


@dataclass(frozen=True, slots=True)
class Sampled:
    """An article or duplicate that the report lists."""

    article_id: str
    title: str
    url: str
    site: str
    author: str
    language: str
    day: str
    words: int
    share: float
    confidence: float
    spun: bool
    copy_kind: str
    canonical_id: str
    rules: list[str]


@dataclass(frozen=True, slots=True)
class Detail:
    """How much of a text is shown, in characters: around changes, and of what was removed."""

    around: int
    removed: int


IN_FULL = Detail(around=1_000_000_000, removed=1_000_000_000)
# Half a line on both sides shows the place, a line of what went shows what it is.
SHORT = Detail(around=40, removed=80)


@dataclass(frozen=True, slots=True)
class Samples:
    """What the page holds of the articles: an index of all that are shown, and blocks of texts."""

    listed: int
    in_full: int
    with_text: int
    index: str
    blocks: tuple[str, ...]


def sample(reader: Reader) -> Samples:
    """Choose the articles of a snapshot and pack them."""
    reader.prepare("chosen", doubtful=DOUBTFUL, others=SHOWN - DOUBTFUL)
    rows = reader.read("sample", Sampled)
    rules = _numbered(rule for row in rows for rule in row.rules)
    packer = _Packer(rules)
    for block in reader.stream("texts", BLOCK):
        packer.add(block)
    blocks, in_full = packer.blocks()
    return Samples(
        listed=len(rows),
        in_full=min(in_full * BLOCK, len(rows)),
        with_text=min(len(blocks) * BLOCK, len(rows)),
        index=_encoded(_compressed(_index(rows, rules))),
        blocks=tuple(map(_encoded, blocks)),
    )


class _Packer:
    """Packs texts into blocks: all in short, and the first in full as far as there is room."""

    def __init__(self, rules: dict[str, int]) -> None:
        self._rules = rules
        self._short: list[bytes] = []
        self._full: list[bytes] = []
        self._is_full = False

    def add(self, block: Sequence[tuple[Any, ...]]) -> None:
        """Add a block of rows, each a clean text and its edits."""
        texts = [tuple(pieces_of(text, edits)) for text, edits in block]
        self._short.append(self._packed(texts, SHORT))
        if not self._is_full:
            self._full.append(self._packed(texts, IN_FULL))
            self._is_full = sum(map(len, self._full)) > TEXT_BYTES

    def blocks(self) -> tuple[list[bytes], int]:
        """Return all blocks for which there is room, and how many of them are in full."""
        blocks = _fitting(self._short)
        room = TEXT_BYTES - sum(map(len, blocks))
        pairs = zip(blocks, self._full, strict=False)
        for place, (short, full) in enumerate(pairs):
            room -= len(full) - len(short)
            if room < 0:
                return blocks, place
            blocks[place] = full
        return blocks, len(blocks)

    def _packed(self, texts: Iterable[Sequence[Piece]], detail: Detail) -> bytes:
        return _compressed([list(self._shown(pieces, detail)) for pieces in texts])

    def _shown(self, pieces: Iterable[Piece], detail: Detail) -> Iterator[object]:
        """Yield pieces as the page reads them: kept text, or a list for anything else."""
        for piece in pieces:
            if piece.fate is Fate.KEPT:
                yield _kept(piece.before, detail.around)
            else:
                yield self._changed(piece, detail.removed)

    def _changed(self, piece: Piece, most: int) -> list[object]:
        rules = [self._rules[rule] for rule in piece.rule.split(" + ")]
        hidden = max(0, len(piece.before) - most)
        return [
            CODES[piece.fate],
            piece.before[:most],
            piece.after,
            rules,
            round(piece.confidence, DIGITS),
            hidden,
            piece.unkept,
        ]


def _fitting(blocks: Iterable[bytes]) -> list[bytes]:
    """Return the first blocks, as many as there is room for."""
    fitting = []
    room = TEXT_BYTES
    for block in blocks:
        room -= len(block)
        if room < 0:
            break
        fitting.append(block)
    return fitting


def _kept(text: str, around: int) -> object:
    """Return kept text; one that is longer than what is shown on both sides is shortened."""
    hidden = len(text) - 2 * around
    if hidden <= 0:
        return text
    return [KEPT, text[:around], text[-around:], hidden]


def _numbered(names: Iterable[str]) -> dict[str, int]:
    """Give names numbers, in their order."""
    return {name: number for number, name in enumerate(sorted(set(names)))}


def _index(rows: Sequence[Sampled], rules: dict[str, int]) -> dict[str, object]:
    """List what is known of each article; names that return are numbers."""
    sites = _numbered(row.site for row in rows)
    languages = _numbered(row.language for row in rows)
    listed = [
        [
            row.article_id,
            row.title,
            row.url,
            sites[row.site],
            row.author,
            languages[row.language],
            row.day,
            row.words,
            round(row.share, DIGITS),
            round(row.confidence, DIGITS),
            int(row.spun),
            row.copy_kind,
            row.canonical_id,
            [rules[rule] for rule in row.rules],
        ]
        for row in rows
    ]
    return {
        "rules": list(rules),
        "sites": list(sites),
        "languages": list(languages),
        "block": BLOCK,
        "rows": listed,
    }


def _encoded(packed: bytes) -> str:
    """Write bytes so that nothing in them is markup."""
    return base64.b64encode(packed).decode()


def _compressed(content: object) -> bytes:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    data = text.encode("utf-8", "replace")
    return zlib.compress(data, LEVEL)

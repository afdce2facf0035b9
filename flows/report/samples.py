"""The articles that the report shows, as data in its page: which, and how much of each text.

All of a text where there is room, the most doubtful first; of the others what was changed, with
some text around it. Blocks of a few articles are compressed, and unpacked when one is opened.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from flows.account import Account, Fate, Piece, accounts
from flows.report.reading import Reader

if TYPE_CHECKING:
    from flows.snapshots import Current

SHOWN = 10_000  # articles: a report of so many opens in 2 s
DOUBTFUL = 7_500  # of these, the most doubtful; the others are a sample of all others
BLOCK = 20  # articles that are compressed together: more pack better, fewer open faster
READ = 1_000  # articles whose texts are in memory at once: some tens of MB
TEXT_BYTES = 9_500_000  # compressed: 12.7 MB in base64, so that a report is below 15 MB
LEVEL = 6  # of zlib: its default
CODES = {Fate.REMOVED: 1, Fate.LEFT_OUT: 2, Fate.LIFTED: 3, Fate.REPAIRED: 4}
KEPT = 0  # the code of kept text that is shortened
DIGITS = 3  # of a confidence
T = TypeVar("T")


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


# From everything to nothing but the changes. Two lines of context read as text; half a line
# shows the place. The last is for texts of thousands of edits.
DETAILS = (
    Detail(around=1_000_000_000, removed=1_000_000_000),
    Detail(around=160, removed=320),
    Detail(around=40, removed=80),
)
ROOM = (
    300  # compressed bytes that every article still to come has for itself. Measured.
)


@dataclass(frozen=True, slots=True)
class Samples:
    """What the page holds of the articles: an index of all that are shown, and blocks of texts."""

    listed: int
    shortened: int
    index: str
    blocks: tuple[str, ...]


def sample(reader: Reader, current: Current) -> Samples:
    """Choose the articles of a snapshot and pack them."""
    limits = {"doubtful": DOUBTFUL, "others": SHOWN - DOUBTFUL}
    rows = reader.read("sample", Sampled, **limits)
    rules = _numbered(rule for row in rows for rule in row.rules)
    packer = _Packer(rules, articles=len(rows))
    for batch in _batches(rows, READ):
        found = accounts(current, [row.article_id for row in batch])
        for block in _batches(found, BLOCK):
            packer.add(block)
    index = _pack(_index(rows, rules))
    return Samples(len(rows), packer.shortened, index, tuple(packer.blocks))


class _Packer:
    """Packs texts into blocks, in full as long as there is room for all others in short."""

    def __init__(self, rules: dict[str, int], articles: int) -> None:
        self.blocks: list[str] = []
        self.shortened = 0
        self._rules = rules
        self._left = articles
        self._room = TEXT_BYTES
        self._detail = 0

    def add(self, block: Sequence[Account]) -> None:
        """Add a block, in the most detail for which there is room."""
        self._left -= len(block)
        packed = self._packed(block)
        while not self._fits(packed) and self._detail < len(DETAILS) - 1:
            self._detail += 1
            packed = self._packed(block)
        self._room -= len(packed)
        self.shortened += len(block) if self._detail else 0
        self.blocks.append(base64.b64encode(packed).decode())

    def _fits(self, packed: bytes) -> bool:
        return len(packed) + self._left * ROOM <= self._room

    def _packed(self, block: Iterable[Account]) -> bytes:
        detail = DETAILS[self._detail]
        texts = [list(self._pieces(account, detail)) for account in block]
        return _compressed(texts)

    def _pieces(self, account: Account, detail: Detail) -> Iterator[object]:
        """Yield pieces as the page reads them: kept text, or a list for anything else."""
        for piece in account.pieces:
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


def _kept(text: str, around: int) -> object:
    """Return kept text; one that is longer than what is shown on both sides is shortened."""
    hidden = len(text) - 2 * around
    if hidden <= 0:
        return text
    return [KEPT, text[:around], text[-around:], hidden]


def _batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


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


def _pack(content: object) -> str:
    """Write data so that nothing in it is markup."""
    return base64.b64encode(_compressed(content)).decode()


def _compressed(content: object) -> bytes:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    data = text.encode("utf-8", "replace")
    return zlib.compress(data, LEVEL)

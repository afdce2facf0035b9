"""The account of one article: its place in the dataset, its columns, its text in pieces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from cleaners.explain import Fate, KnownValue, Piece
from flows.account.pieces import pieces_of

Row = Mapping[str, Any]
# Columns in the order in which readers see them. Others say how a row came about.
COLUMNS = (
    "url",
    "author",
    "published_at",
    "published_precision",
    "modified_at",
    "site",
    "publisher",
    "section",
    "tags",
    "source_credit",
    "licence",
    "language",
    "language_confidence",
    "page_type",
    "page_type_confidence",
    "extraction_confidence",
    "spun",
    "spun_score",
    "spun_dialect",
    "notes",
    "image_url",
    "versions",
    "copies",
    "cluster_id",
    "story_id",
    "fetched_at",
    "source_id",
    "pipeline_version",
    "run_id",
)


@dataclass(frozen=True, slots=True)
class CopyOf:
    """What a duplicate is a copy of: the kept article, the kind, how much they share (0..1)."""

    canonical_id: str
    kind: str
    similarity: float | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a record is in quarantine, how it begins, and for how many records that counts."""

    reason: str
    detail: str
    excerpt: str
    records: int


@dataclass(frozen=True, slots=True)
class Account:
    """An article of a snapshot, kept, copy or quarantined, before and after.

    `pieces` tile the raw text; a quarantined record has none, and `refusal` says why.
    `article_id` is None in quarantine. `values` are all columns that have one, as text.
    """

    table: str  # articles, duplicates or quarantine
    article_id: str | None
    source_path: str
    record_number: int
    source_format: str
    title: str | None = None
    url: str | None = None
    site: str | None = None
    language: str | None = None
    spun: bool = False
    extraction_confidence: float | None = None
    text: str = ""
    pieces: tuple[Piece, ...] = ()
    values: tuple[KnownValue, ...] = ()
    copy_of: CopyOf | None = None
    refusal: Refusal | None = None

    @property
    def raw(self) -> str:
        """The text before all edits; for HTML all visible text. It lacks what was not stored."""
        return "".join(piece.before for piece in self.pieces)

    @property
    def changes(self) -> tuple[Piece, ...]:
        """The pieces that are not as they were."""
        return tuple(piece for piece in self.pieces if piece.fate is not Fate.KEPT)

    @property
    def unkept(self) -> int:
        """How many characters of the raw text were not stored (`keep_before = false`)."""
        return sum(piece.unkept for piece in self.pieces)

    @property
    def removed_share(self) -> float:
        """The share of the raw text of which nothing is left, 0 to 1."""
        total = sum(piece.length for piece in self.pieces)
        gone = sum(piece.length for piece in self.pieces if not piece.after)
        return gone / total if total else 0.0

    @property
    def confidence(self) -> float:
        """The confidence of the least certain change, 1 where nothing was changed."""
        return min((piece.confidence for piece in self.changes), default=1.0)


OF_ROW = tuple(
    item.name
    for item in fields(Account)
    if item.name not in {"table", "pieces", "values", "copy_of", "refusal"}
)


def of_article(table: str, row: Row, edits: Sequence[Row]) -> Account:
    """Make the account of a row of articles or duplicates and its rows of edits."""
    known = {name: row[name] for name in OF_ROW if row.get(name) is not None}
    return Account(
        table=table,
        pieces=tuple(pieces_of(row["text"], edits)),
        values=tuple(_values(row)),
        copy_of=_copy_of(row),
        **known,
    )


def of_quarantine(row: Row) -> Account:
    """Make the account of a row of quarantine."""
    refusal = Refusal(
        reason=row["reason"],
        detail=row["detail"] or "",
        excerpt=row["raw_excerpt"] or "",
        records=row.get("records") or 1,
    )
    return Account(
        table="quarantine",
        article_id=None,
        source_path=row["source_path"],
        record_number=row["record_number"],
        source_format=row["source_format"],
        refusal=refusal,
    )


def _copy_of(row: Row) -> CopyOf | None:
    if row.get("canonical_id") is None:
        return None
    return CopyOf(row["canonical_id"], row["kind"], row.get("similarity"))


def _values(row: Row) -> Iterator[KnownValue]:
    for column in COLUMNS:
        value = row.get(column)
        if value is not None:
            yield KnownValue(column, _as_text(value), "")


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list):
        return ", ".join(value)
    return str(value)

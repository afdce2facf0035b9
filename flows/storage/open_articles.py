"""Open articles: new articles about which other articles may have more to say.

Those are spun articles and articles with lines in doubt. A shard keeps the draft of each,
without loss, until the run publishes; only then are its rows written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

import pyarrow as pa

from cleaners.article import Article, OpenDoubt
from cleaners.boilerplate import COLUMNS
from cleaners.draft import Draft, Edit, Entry, Evidence, Mark
from cleaners.lines import line_spans
from cleaners.metadata import RemovedLine, read_removed_lines
from flows.storage import tables
from flows.storage.tables import Row

ARROW_TYPES = {
    "int": pa.int64(),
    "str": pa.string(),
    "float": pa.float64(),
    "bool": pa.bool_(),
}
EVIDENCE = pa.list_(pa.struct([("name", pa.string()), ("figure", pa.float64())]))
MARK = pa.struct(
    [
        ("stage", pa.string()),
        ("rule", pa.string()),
        ("confidence", pa.float64()),
        ("evidence", EVIDENCE),
    ]
)
ENTRY = pa.struct(
    [
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("after", pa.string()),
        ("marks", pa.list_(MARK)),
    ]
)
DOUBT = pa.struct(
    [(item.name, ARROW_TYPES[str(item.type)]) for item in fields(OpenDoubt)]
)
DRAFT_FIELDS = (
    pa.field("raw", pa.string()),
    pa.field("ledger", pa.list_(ENTRY)),
    pa.field("spun_ledger", pa.list_(ENTRY)),
    pa.field("doubts", pa.list_(DOUBT)),
)
SCHEMA = pa.schema([*tables.SCHEMAS["articles"], *DRAFT_FIELDS])
HEAD, TAIL = "head", "tail"  # places of lines
PARAPHRASE, BOILERPLATE = "paraphrase", "boilerplate"


@dataclass(frozen=True, slots=True)
class OpenArticle:
    """An open article: its row so far, its draft, and its lines in doubt.

    `spun_draft` is the draft from before spun words were repaired; None where it is not spun.
    """

    row: Row
    draft: Draft
    spun_draft: Draft | None
    doubts: tuple[OpenDoubt, ...]

    @property
    def article_id(self) -> str:
        """The id of the article."""
        return str(self.row["article_id"])

    def repaired(self, edits: Sequence[Edit]) -> OpenArticle:
        """Return the article with other repairs of its spun words.

        The doubts move along: repairs change words, never line ends.
        """
        assert self.spun_draft, "only spun articles are repaired"
        draft = self.spun_draft.revise(PARAPHRASE, edits)
        doubts = move_doubts(self.doubts, self.draft.text, draft.text)
        return OpenArticle(self.row, draft, self.spun_draft, doubts)

    def without_lines(self, edits: Sequence[Edit]) -> OpenArticle:
        """Return the article without lines that other pages showed to be boilerplate.

        Values that the lines state fill empty columns of the row.
        """
        lines = [line for line in self.doubts if _is_covered(line, edits)]
        row = {**self.row, **self.values_of(lines)}
        draft = self.draft.revise(BOILERPLATE, edits)
        return OpenArticle(row, draft, self.spun_draft, ())

    def values_of(self, lines: Iterable[OpenDoubt]) -> dict[str, Any]:
        """Return the values that lines in doubt state for columns that are empty, by column."""
        text = self.draft.text
        removed = [
            RemovedLine(
                text[line.start : line.end].strip(),
                line.kind,
                place=TAIL if line.is_below else HEAD,
            )
            for line in lines
        ]
        stated = read_removed_lines(removed)
        found = {column: getattr(stated, column) for column in COLUMNS.values()}
        values = {
            column: value
            for column, value in found.items()
            if value and not self.row[column]
        }
        if "published_at" in values:
            values |= tables.date_columns(stated.published_at)
        return values

    def labelled(self, dialect: str) -> OpenArticle:
        """Return the article marked as spun in a dialect that is not repaired."""
        row = {**self.row, "spun": True, "spun_dialect": dialect}
        return OpenArticle(row, self.draft, self.spun_draft, self.doubts)

    def final_row(self) -> Row:
        """Return the row of the articles table, with the text as it now is."""
        ledger = tuple(self.draft.ledger())
        return {**self.row, **tables.text_row(self.draft.text, ledger)}

    def edit_rows(self, *, keep_before: bool) -> list[Row]:
        """Return the rows of the edits table."""
        ledger = self.draft.ledger()
        return list(tables.edit_rows(self.article_id, ledger, keep_before=keep_before))


def _is_covered(line: OpenDoubt, edits: Iterable[Edit]) -> bool:
    return any(edit.start <= line.start and line.end <= edit.end for edit in edits)


def is_open(article: Article) -> bool:
    """Return whether other articles may have more to say about an article."""
    return bool(article.doubts) or article.spun_ledger is not None


def row_of(article: Article) -> Row:
    """Build the row of an open article."""
    spun_ledger = article.spun_ledger
    return {
        **tables.article_row(article),
        "raw": article.raw,
        "ledger": [_entry_row(entry) for entry in article.ledger],
        "spun_ledger": spun_ledger and [_entry_row(entry) for entry in spun_ledger],
        "doubts": [asdict(doubt) for doubt in article.doubts],
    }


def read(row: Mapping[str, Any]) -> OpenArticle:
    """Read an open article back from its row."""
    columns = dict(row)
    for item in DRAFT_FIELDS:
        del columns[item.name]
    raw, spun_ledger = row["raw"], row["spun_ledger"]
    spun_draft = None
    if spun_ledger is not None:
        spun_draft = _draft(raw, spun_ledger)
    return OpenArticle(
        row=columns,
        draft=_draft(raw, row["ledger"]),
        spun_draft=spun_draft,
        doubts=tuple(OpenDoubt(**doubt) for doubt in row["doubts"]),
    )


def move_doubts(
    doubts: Iterable[OpenDoubt], before: str, after: str
) -> tuple[OpenDoubt, ...]:
    """Locate doubts in a text in which words have changed, but no line ends."""
    moved_to = {}
    for (old_start, _), place in zip(
        line_spans(before), line_spans(after), strict=True
    ):
        moved_to[old_start] = place
    moved = []
    for doubt in doubts:
        start, end = moved_to[doubt.start]
        columns = {**asdict(doubt), "start": start, "end": end}
        moved.append(OpenDoubt(**columns))
    return tuple(moved)


def _draft(raw: str, entries: Iterable[Mapping[str, Any]]) -> Draft:
    return Draft.restored(raw, (_entry(raw, entry) for entry in entries))


def _entry_row(entry: Entry) -> Row:
    marks = [
        {
            "stage": mark.stage,
            "rule": mark.rule,
            "confidence": mark.confidence,
            "evidence": evidence_rows(mark.evidence),
        }
        for mark in entry.marks
    ]
    return {
        "start": entry.start,
        "end": entry.end,
        "after": entry.after,
        "marks": marks,
    }


def _entry(raw: str, row: Mapping[str, Any]) -> Entry:
    marks = tuple(
        Mark(mark["stage"], mark["rule"], mark["confidence"], read_evidence(mark))
        for mark in row["marks"]
    )
    start, end = row["start"], row["end"]
    return Entry(start, end, raw[start:end], row["after"], marks)


def evidence_rows(evidence: Evidence) -> list[Row]:
    """Build the rows of what an edit or a mark rests on."""
    return [{"name": name, "figure": figure} for name, figure in evidence]


def read_evidence(row: Mapping[str, Any]) -> Evidence:
    """Read what an edit or a mark rests on."""
    return tuple((item["name"], item["figure"]) for item in row["evidence"])

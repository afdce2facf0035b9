"""The tables that readers rely on: their columns, and the way from records to rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import pyarrow as pa

from cleaners.article import Article, Rejection
from cleaners.draft import Entry
from cleaners.lines import WORD
from flows import versions
from flows.intake.decoding import settled
from flows.intake.inputs import EXCERPT_CHARACTERS, Quarantined

Row: TypeAlias = dict[
    str, object
]  # exactly the columns of its table, or those that are known so far

STAGES = (
    "extraction",
    "encoding",
    "boilerplate",
    "language",
    "paraphrase",
    "duplicates",
    "stories",
)  # timed ones
REMOVING = ("extraction", "boilerplate", "metadata")

STRING = pa.string()
WHEN = pa.timestamp("us", tz="UTC")


def _field(name: str, kind: pa.DataType, description: str) -> pa.Field:
    return pa.field(name, kind, metadata={"description": description})


_ARTICLE = [
    _field(
        "article_id",
        STRING,
        "32 hex digits of a hash of the address (or the path), record number and raw content.",
    ),
    _field("url", STRING, "Where the article was found."),
    _field(
        "site",
        STRING,
        "The publication, as the record or page names it, or the host of the url.",
    ),
    _field("title", STRING, "The headline."),
    _field(
        "author",
        STRING,
        "Who wrote it; names that are given one by one are joined by commas.",
    ),
    _field(
        "published_at",
        WHEN,
        "When it was published, never when it was changed; a day without a time is its midnight in UTC.",
    ),
    _field(
        "fetched_at",
        WHEN,
        "When it was fetched, as the record says; never the time of cleaning.",
    ),
    _field("language", STRING, "ISO 639-1 code of the clean text, or und."),
    _field("language_confidence", pa.float64(), "How sure the language is, 0 to 1."),
    _field("text", STRING, "The clean text."),
    _field("word_count", pa.int32(), "Words in the clean text."),
    _field(
        "tags",
        pa.list_(STRING),
        "Keywords that the record or page gives; null where it gives none.",
    ),
    _field("section", STRING, "The section of the publication."),
    _field(
        "source_credit", STRING, "The agency or publication that the article credits."
    ),
    _field("spun", pa.bool_(), "Whether the raw text was machine-paraphrased."),
    _field(
        "spun_score",
        pa.float64(),
        "Gain in log-likelihood per word by repair, or what single words say of it where that is below -.45;"
        " null where too short or not English.",
    ),
    _field(
        "spun_dialect",
        STRING,
        "Kind of spinner: dictionary, round_trip or neural; null where not spun or not known.",
    ),
    _field("repairs", pa.int32(), "Edits that gave spun text its words back."),
    _field(
        "removed_chars",
        pa.int32(),
        "Characters of the raw text removed as boilerplate, metadata or page furniture.",
    ),
    _field("encoding_fixes", pa.int32(), "Places where the encoding was repaired."),
    _field(
        "cluster_id",
        STRING,
        "Equal for an article and its copies: the smallest article_id among them.",
    ),
    _field(
        "copies",
        pa.int32(),
        "How many duplicates this article stands for, itself not counted; 0 for a duplicate.",
    ),
    _field(
        "story_id",
        STRING,
        "Equal for articles on the same event: the article_id of the first of them. Nothing is removed for it.",
    ),
    _field(
        "source_path",
        STRING,
        "Input file, relative to the input folder; bytes that are not UTF-8 are escaped.",
    ),
    _field("source_format", STRING, "text, html or jsonl."),
    _field(
        "record_number",
        pa.int64(),
        "Place in the input file, from 0; in JSONL the number of the line.",
    ),
    _field("raw_sha256", STRING, "Hash of the record's bytes before decoding."),
    _field("source_id", STRING, "The record's own id."),
    _field(
        "licence",
        STRING,
        "The licence that the record or page names; Creative Commons in short, as in CC BY 4.0.",
    ),
    _field(
        "robots_ok",
        pa.bool_(),
        "Whether robots.txt allowed the fetch, as the record says.",
    ),
    _field("pipeline_version", STRING, "Version of Unspun that cleaned the row."),
    _field("run_id", STRING, "The run that took the row in."),
]
_COPY = [
    _field(
        "canonical_id", STRING, "article_id of the article that is kept in its stead."
    ),
    _field("kind", STRING, "exact, near, contained or spun."),
    _field(
        "similarity",
        pa.float64(),
        "How much of the shorter text stands in the other one, 0 to 1.",
    ),
]
_EDITS = [
    _field("article_id", STRING, "The article or duplicate that was changed."),
    _field(
        "stage",
        STRING,
        "The stage with the last word: extraction, encoding, boilerplate, metadata or paraphrase.",
    ),
    _field(
        "rule",
        STRING,
        "Every rule that had a hand in it, first to last, joined by ' + '; paraphrase/copy rests on a genuine copy.",
    ),
    _field(
        "start",
        pa.int64(),
        "Where it begins in the raw text, in code points; for HTML, raw is the extracted text.",
    ),
    _field("end", pa.int64(), "Where it ends in the raw text, in code points."),
    _field(
        "before",
        STRING,
        "What stood there; null where the settings say keep_before = false.",
    ),
    _field("after", STRING, "What stands there now; empty where it was removed."),
    _field(
        "confidence",
        pa.float64(),
        "Confidence of the least certain of the rules, 0 to 1.",
    ),
    _field(
        "before_sha256",
        STRING,
        "Hash of what stood there, where it is not kept; else null.",
    ),
]
_QUARANTINE = [
    _field("source_path", STRING, "Input file, relative to the input folder."),
    _field(
        "record_number",
        pa.int64(),
        "Place in the input file, from 0; in JSONL the number of the line.",
    ),
    _field("source_format", STRING, "text, html or jsonl."),
    _field("reason", STRING, "Why it is no article: one of the closed list below."),
    _field("detail", STRING, "What exactly was met."),
    _field(
        "raw_sha256",
        STRING,
        "Hash of the record's bytes, where all of them could be read.",
    ),
    _field(
        "raw_excerpt",
        STRING,
        f"How it begins, up to {EXCERPT_CHARACTERS:,} characters.",
    ),
    _field("run_id", STRING, "The run that met it."),
]
_RUNS = [
    _field(
        "run_id",
        STRING,
        "Derived from the snapshot built upon, the inputs and the settings.",
    ),
    _field("started_at", WHEN, "When the run that published began."),
    _field("finished_at", WHEN, "When it wrote its snapshot."),
    _field(
        "inputs", pa.int64(), "Records taken in: articles + duplicates + quarantined."
    ),
    _field("articles", pa.int64(), "Of these, kept as articles when the run ended."),
    _field(
        "duplicates", pa.int64(), "Of these, set aside as copies when the run ended."
    ),
    _field(
        "quarantined", pa.int64(), "Of these, set aside as unreadable or without text."
    ),
    _field("edits", pa.int64(), "Edits made in these."),
    _field("spun", pa.int64(), "How many of these were machine-paraphrased."),
    *(
        _field(
            f"seconds_{stage}", pa.float64(), f"Seconds of work in the stage {stage}."
        )
        for stage in STAGES
    ),
    _field("pipeline_version", STRING, "Version of Unspun."),
    _field("rule_set", STRING, "Hash of the packaged rules and data."),
    _field("schema_version", STRING, "Version of these tables."),
    _field(
        "settings_digest",
        STRING,
        "Hash of settings, version, rules and libraries: equal ones promise equal rows.",
    ),
]
DESCRIPTIONS = {
    "articles": "One row for each kept article.",
    "duplicates": "One row for each copy: the columns of articles, and what it is a copy of.",
    "edits": "One row for each change to the raw text of an article or duplicate.",
    "quarantine": "One row for each input that could not become an article.",
    "runs": "One row for each run, oldest first. The only table with clock times of cleaning.",
}


def _schema(fields: list[pa.Field]) -> pa.Schema:
    return pa.schema(
        fields,
        metadata={
            "unspun.schema_version": versions.SCHEMA_VERSION,
            "unspun.pipeline_version": versions.pipeline_version(),
            "unspun.rule_set": versions.rule_set(),
        },
    )


SCHEMAS: Mapping[str, pa.Schema] = {
    "articles": _schema(_ARTICLE),
    "duplicates": _schema(_ARTICLE + _COPY),
    "edits": _schema(_EDITS),
    "quarantine": _schema(_QUARANTINE),
    "runs": _schema(_RUNS),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """Where an article stands among its copies; canonical_id, kind and similarity are None for one that is kept."""

    cluster_id: str
    copies: int = 0
    story_id: str | None = None
    canonical_id: str | None = None
    kind: str | None = None
    similarity: float | None = None


@dataclass(frozen=True, slots=True)
class IndexFiles:
    """The files of the next index: new ones, relative to the folder of the shards' output, and those that stay."""

    new: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decisions:
    """A decision for every new article and every other one whose cluster may have changed, by article_id.

    `seconds` is the time that it took, `story_seconds` that of the stories, `index` what the next run
    will know of all articles.
    """

    by_article: Mapping[str, Decision]
    seconds: float
    index: IndexFiles = IndexFiles()
    story_seconds: float = 0.0


def article_row(article: Article) -> Row:
    """Make the row of an article. What only a run knows (run_id and the copies) is left out."""
    record, known, spinning = article.record, article.metadata, article.spinning
    row: Row = {
        "article_id": article.article_id,
        "published_at": known.published_at,
        "fetched_at": known.fetched_at,
        "language": article.language.code,
        "language_confidence": article.language.confidence,
        "tags": list(known.tags) or None,
        "spun": spinning.spun,
        "spun_score": spinning.score,
        "spun_dialect": spinning.dialect,
        "encoding_fixes": sum(
            any(mark.stage == "encoding" for mark in entry.marks)
            for entry in article.ledger
        ),
        "source_path": record.source_path,
        "source_format": record.source_format,
        "record_number": record.record_number,
        "raw_sha256": record.raw_sha256,
        "robots_ok": record.robots_ok,
        "pipeline_version": versions.pipeline_version(),
        **text_row(article.text, article.ledger),
    }
    for name in (
        "url",
        "site",
        "title",
        "author",
        "section",
        "source_credit",
        "licence",
    ):
        row[name] = getattr(known, name) or None
    return row | {"source_id": record.source_id or None}


def text_row(text: str, ledger: Sequence[Entry]) -> Row:
    """Make the columns of a row that hang on the clean text."""
    return {
        "text": text,
        "word_count": sum(1 for _ in WORD.finditer(text)),
        "repairs": sum(entry.stage == "paraphrase" for entry in ledger),
        "removed_chars": sum(map(removed_chars, ledger)),
    }


def edit_rows(
    article_id: str, ledger: Iterable[Entry], *, keep_before: bool
) -> Iterator[Row]:
    """Make the rows of an article's ledger; without `keep_before` they hold a hash of what stood there."""
    for entry in ledger:
        yield {
            "article_id": article_id,
            "stage": entry.stage,
            "rule": entry.rule,
            "start": entry.start,
            "end": entry.end,
            "before": entry.before if keep_before else None,
            "after": entry.after,
            "confidence": entry.confidence,
            "before_sha256": None
            if keep_before
            else hashlib.sha256(entry.before.encode()).hexdigest(),
        }


def quarantine_row(item: Quarantined | Rejection) -> Row:
    """Make the row of an input that could not be read, or not be cleaned."""
    held = item if isinstance(item, Quarantined) else item.record
    excerpt = (
        item.raw_excerpt
        if isinstance(item, Quarantined)
        else item.record.content[:EXCERPT_CHARACTERS]
    )
    return {
        "source_path": held.source_path,
        "record_number": held.record_number,
        "source_format": held.source_format,
        "reason": item.reason.value,
        "detail": settled(item.detail) or None,
        "raw_sha256": held.raw_sha256,
        "raw_excerpt": excerpt or None,
    }


def removed_chars(entry: Entry) -> int:
    """Count the raw characters that an entry removed; 0 for one that repairs."""
    return (
        max(0, len(entry.before) - len(entry.after)) if entry.stage in REMOVING else 0
    )

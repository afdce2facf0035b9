"""The columns of articles and duplicates. A new column is one declaration here."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from cleaners.article import Article
from cleaners.draft import Entry
from cleaners.hard_wraps import RULE as HARD_WRAP
from cleaners.lines import count_all_words
from cleaners.link_breaks import RULE as LINK_BREAK
from cleaners.pieces import Mark
from cleaners.quoting import RULE as QUOTING
from cleaners.sites import site_of
from flows import versions
from flows.intake.known_formats import format_names
from flows.storage.tables.columns import (
    BOOL,
    FLOAT,
    INT32,
    INT64,
    STRING,
    STRINGS,
    WHEN,
    Column,
    Row,
)
from flows.storage.tables.copies import COPIES, OF_DUPLICATES
from flows.storage.tables.dates import DATES
from flows.storage.tables.edits import removed_chars
from flows.storage.tables.fetches import FETCHES
from flows.storage.tables.page import PAGE


def article_row(article: Article) -> Row:
    """Make the row of an article, without what only a run knows: the run_id and the copies."""
    row = text_row(article.text, article.ledger)
    for column in ARTICLES:
        if column.of_article:
            row[column.name] = column.of_article(article)
    return row


def text_row(text: str, ledger: Sequence[Entry]) -> Row:
    """Make the columns of a row that depend on the clean text."""
    return {
        column.name: column.of_text(text, ledger)
        for column in ARTICLES
        if column.of_text
    }


def _metadata(name: str, description: str, kind: pa.DataType = STRING) -> Column:
    """Declare a column with the metadata of that name; empty is null."""
    return Column(
        name,
        kind,
        description,
        of_article=lambda article: getattr(article.metadata, name) or None,
    )


def _record(name: str, description: str, kind: pa.DataType = STRING) -> Column:
    """Declare a column with the field of that name of the record as it was read."""
    return Column(
        name,
        kind,
        description,
        of_article=lambda article: getattr(article.record, name),
    )


def _count_repairs(ledger: Sequence[Entry]) -> int:
    return sum(entry.stage == "paraphrase" for entry in ledger)


def _count_encoding_fixes(article: Article) -> int:
    """Count the places in which the stage had a hand, whatever stage came after it.

    Lines that were joined, and signs of quoting, are no faults of the encoding.
    """
    return sum(any(map(_is_repair, entry.marks)) for entry in article.ledger)


def _is_repair(mark: Mark) -> bool:
    is_of_lines = mark.rule in {HARD_WRAP, LINK_BREAK, QUOTING}
    return mark.stage == "encoding" and not is_of_lines


ARTICLES = (
    Column(
        "article_id",
        STRING,
        "32 hex digits of a hash of url_key (or the path) and the raw content.",
        of_article=lambda article: article.article_id,
    ),
    _metadata("url", "Where the article was found."),
    _metadata(
        "site",
        "The publication: as the record names it, else the host of the url, without www. and the"
        " m. and amp. of mobile editions, else as the page names it.",
    ),
    Column(
        "host",
        STRING,
        "The host of the url, without www.; of a copy in an archive, that of its page.",
        of_article=lambda article: site_of(article.metadata.url),
    ),
    _metadata("publisher", "Who publishes the site, as the page declares it."),
    _metadata("title", "The headline."),
    _metadata(
        "author", "Who wrote it; names that are given one by one are joined by commas."
    ),
    *DATES,
    _metadata(
        "fetched_at",
        "When it was fetched, as the record says; never the time of cleaning.",
        WHEN,
    ),
    Column(
        "language",
        STRING,
        "ISO 639-1 code of the clean text, or und.",
        of_article=lambda article: article.language.code,
    ),
    Column(
        "language_confidence",
        FLOAT,
        "How sure the language is, 0 to 1.",
        of_article=lambda article: article.language.confidence,
    ),
    *PAGE,
    Column("text", STRING, "The clean text.", of_text=lambda text, _: text),
    Column(
        "word_count",
        INT32,
        "Words in the clean text; in scripts without spaces, half of its letters.",
        of_text=lambda text, _: count_all_words(text),
    ),
    Column(
        "char_count",
        INT32,
        "Characters in the clean text.",
        of_text=lambda text, _: len(text),
    ),
    _metadata(
        "tags",
        "Keywords that the record or page gives; null where it gives none.",
        STRINGS,
    ),
    _metadata("section", "The section of the publication."),
    _metadata("image_url", "The address of the picture that the page shows first."),
    _metadata(
        "declared_language",
        "The code of the language that the page declares, in small letters; may be wrong.",
    ),
    _metadata("source_credit", "The agency or publication that the article credits."),
    Column(
        "spun",
        BOOL,
        "Whether the raw text was machine-paraphrased.",
        of_article=lambda article: article.spinning.spun,
    ),
    Column(
        "spun_score",
        FLOAT,
        "Gain in log-likelihood per word (nats) by repair, or an estimate by single words where"
        " that is too low to decode the text; null where too short or not English.",
        of_article=lambda article: article.spinning.score,
    ),
    Column(
        "spun_dialect",
        STRING,
        "Kind of spinner: dictionary, round_trip, neural or other; null if not spun or not known.",
        of_article=lambda article: article.spinning.dialect,
    ),
    Column(
        "repairs",
        INT32,
        "Edits that gave spun text its words back.",
        of_text=lambda _, ledger: _count_repairs(ledger),
    ),
    Column(
        "removed_chars",
        INT32,
        "Characters of the raw text removed as boilerplate, metadata or parts of the page.",
        of_text=lambda _, ledger: sum(map(removed_chars, ledger)),
    ),
    Column(
        "encoding_fixes",
        INT32,
        "Places where the encoding was repaired.",
        of_article=_count_encoding_fixes,
    ),
    *COPIES,
    *FETCHES,
    _record(
        "source_path",
        "Input file, relative to the input folder; bytes that are not UTF-8 are escaped.",
    ),
    _record("source_format", f"{format_names()}."),
    _record(
        "record_number",
        "Place in the input file, from 0; in JSONL the number of the line.",
        INT64,
    ),
    _record("raw_sha256", "Hash of the record's bytes before decoding."),
    Column(
        "source_id",
        STRING,
        "The record's own id.",
        of_article=lambda article: article.record.source_id or None,
    ),
    _metadata(
        "licence",
        "The licence that the record or page names; Creative Commons in short, as in CC BY 4.0.",
    ),
    _metadata(
        "notes",
        'What the record states and could not be read, as "column: value and problem", how much of'
        ' a text its source cut off, and its encoding where that had to be found out, as "encoding:'
        ' cp1251"; null where there is nothing to say.',
        STRINGS,
    ),
    _record(
        "robots_ok", "Whether robots.txt allowed the fetch, as the record says.", BOOL
    ),
    Column(
        "pipeline_version",
        STRING,
        "Version of Unspun that cleaned the row.",
        of_article=lambda _: versions.pipeline_version(),
    ),
    Column("run_id", STRING, "The run that took the row in."),
)

DUPLICATES = (*ARTICLES, *OF_DUPLICATES)

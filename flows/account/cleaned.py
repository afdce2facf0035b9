"""The account of a text that was cleaned just now, and is in no dataset."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cleaners.article import Article, Record, Rejection, Spinning
from cleaners.explain import KnownValue, explain, explain_columns
from flows.account.article import Account, Refusal

if TYPE_CHECKING:
    from flows.intake.inputs import Quarantined

EXCERPT = 2_000  # characters, about a screenful; as many as quarantine keeps


def of_cleaned(outcome: Article | Rejection) -> Account:
    """Make the account of a record that was cleaned."""
    if isinstance(outcome, Rejection):
        excerpt = outcome.record.content[:EXCERPT]
        refusal = Refusal(outcome.reason.value, outcome.detail, excerpt, 1)
        return _refused(outcome.record, refusal)
    record = outcome.record
    return Account(
        table="articles",
        article_id=outcome.article_id,
        source_path=record.source_path,
        record_number=record.record_number,
        source_format=record.source_format,
        title=outcome.metadata.title,
        url=outcome.metadata.url,
        site=outcome.metadata.site,
        language=outcome.language.code,
        spun=outcome.spinning.spun,
        extraction_confidence=outcome.extraction_confidence,
        text=outcome.text,
        pieces=tuple(explain(outcome)),
        values=(*explain_columns(outcome), *_findings(outcome)),
    )


def of_unread(item: Quarantined) -> Account:
    """Make the account of what could not be read."""
    excerpt = item.raw_excerpt or ""
    return _refused(item, Refusal(item.reason.value, item.detail, excerpt, 1))


def _refused(place: Record | Quarantined, refusal: Refusal) -> Account:
    return Account(
        table="quarantine",
        article_id=None,
        source_path=place.source_path,
        record_number=place.record_number,
        source_format=place.source_format,
        refusal=refusal,
    )


def _findings(article: Article) -> Iterator[KnownValue]:
    """Yield what was found out about the text itself."""
    language = article.language
    yield KnownValue("language", f"{language.code} {language.confidence:.2f}", "")
    page = article.page_type
    if page:
        yield KnownValue("page_type", f"{page.kind} {page.confidence:.2f}", "")
    if article.extraction_confidence is not None:
        confidence = f"{article.extraction_confidence:.2f}"
        yield KnownValue("extraction_confidence", confidence, "")
    if article.spinning.spun:
        yield KnownValue("spun", _spun(article.spinning), "")


def _spun(spinning: Spinning) -> str:
    dialect = spinning.dialect or "yes"
    return f"{dialect}, {spinning.score:+.2f} per word" if spinning.score else dialect

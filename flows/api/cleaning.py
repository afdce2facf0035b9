"""Clean one text in this process: as `unspun clean` does, without files."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from cleaners import article as cleaned
from cleaners import pipeline
from cleaners.article import Metadata, Reason, Record, Rejection
from cleaners.draft import Entry
from cleaners.lines import count_all_words
from cleaners.moment import day_of, precision_of
from cleaners.sites import site_of
from flows.api.article import Article, Edit
from flows.markup import find_markup
from flows.raw_text import storable_article

# Settings and intake take a quarter of a second of CPU to import, mostly Pydantic's: a text
# that comes as a string, without settings, needs neither.
if TYPE_CHECKING:
    from flows.settings import Settings


def clean_text(
    text: str | bytes,
    url: str | None,
    *,
    html: bool | None,
    settings: Settings | str | os.PathLike[str] | None,
) -> cleaned.Article | Rejection:
    """Clean a text and return the article with its ledger, or why there is none."""
    if not isinstance(text, (str, bytes, bytearray)):
        kind = type(text).__name__
        raise TypeError(
            f"the text is of type {kind}; pass a str, or the bytes of a file"
        )
    content = _content(text, url, html=html)
    if isinstance(content, Rejection):
        return content
    markup = None if html is False else find_markup(content)
    is_html = markup is not None if html is None else html
    record = _record(markup or content, text, url, html=is_html)
    if settings is None:
        return pipeline.clean(record)
    from flows.stages import clean_record  # noqa: PLC0415 - see above

    return clean_record.clean(record, chosen_settings(settings))


def chosen_settings(settings: Settings | str | os.PathLike[str] | None) -> Settings:
    """Return the settings of a file, or those given. Raises SettingsError."""
    from flows.settings import Settings  # noqa: PLC0415 - see above

    if settings is None:
        return Settings()
    if isinstance(settings, Settings):
        return settings.with_own_files(Path())
    return Settings.load(Path(settings))


def public(article: cleaned.Article) -> Article:
    """Return the plain values of a cleaned article."""
    known = article.metadata
    spinning = article.spinning
    page_type = article.page_type
    return Article(
        article_id=article.article_id,
        text=article.text,
        title=known.title or None,
        author=known.author or None,
        published_at=known.published_at,
        published_on=day_of(known.published_at),
        published_precision=precision_of(known.published_at),
        modified_at=known.modified_at,
        url=known.url or None,
        site=known.site or None,
        host=site_of(known.url),
        publisher=known.publisher,
        section=known.section or None,
        tags=known.tags,
        notes=known.notes,
        source_credit=known.source_credit or None,
        licence=known.licence or None,
        image_url=known.image_url,
        language=article.language.code,
        language_confidence=article.language.confidence,
        declared_language=known.declared_language or None,
        word_count=count_all_words(article.text),
        char_count=len(article.text),
        spun=spinning.spun,
        spun_score=spinning.score,
        spun_dialect=spinning.dialect,
        page_type=page_type.kind if page_type else None,
        page_type_confidence=page_type.confidence if page_type else None,
        extraction_confidence=article.extraction_confidence,
        edits=tuple(_edit(entry) for entry in article.ledger),
    )


def _edit(entry: Entry) -> Edit:
    return Edit(
        start=entry.start,
        end=entry.end,
        before=entry.before,
        after=entry.after,
        stage=entry.stage,
        rule=entry.rule,
        confidence=entry.confidence,
    )


def _content(
    text: str | bytes, url: str | None, *, html: bool | None
) -> str | Rejection:
    """Return the characters of a text, or why they are no article."""
    unread = _record("", text, url, html=False)
    if isinstance(text, str):
        content: str | Rejection = storable_article(text)
    else:
        content = _decode(text, unread, html=html)
    if isinstance(content, str) and not content.strip():
        return Rejection(unread, Reason.EMPTY, "nothing but white space")
    return content


def _decode(data: bytes, unread: Record, *, html: bool | None) -> str | Rejection:
    """Decode the bytes of a text, or reject the record made of them."""
    from flows.intake.decoding import decode  # noqa: PLC0415 - see above
    from flows.intake.inputs import UnfitError  # noqa: PLC0415 - see above

    try:
        # A page's own <meta charset> counts, also where nobody said that it is one.
        return decode(data, is_html=html is not False)
    except UnfitError as error:
        return Rejection(unread, error.reason, str(error))


def _record(content: str, text: str | bytes, url: str | None, *, html: bool) -> Record:
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return Record(
        source_path="",
        source_format="html" if html else "text",
        record_number=0,
        content=content,
        raw_sha256=hashlib.sha256(data).hexdigest(),
        is_html=html,
        metadata=Metadata(url=url),
    )

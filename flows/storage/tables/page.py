"""The columns of articles with what extraction found out about the page."""

from __future__ import annotations

from flows.storage.tables.columns import FLOAT, STRING, Column

PAGE = (
    Column(
        "page_type",
        STRING,
        "What the page is: article, listing, forum, product, service or documentation;"
        " null where the record is no page.",
        of_article=lambda article: getattr(article.page_type, "kind", None),
    ),
    Column(
        "page_type_confidence",
        FLOAT,
        "How sure the type of the page is, 0 to 1.",
        of_article=lambda article: getattr(article.page_type, "confidence", None),
    ),
    Column(
        "extraction_confidence",
        FLOAT,
        "Expected F1 of the words that extraction kept, 0 to 1; null where the record is no page.",
        of_article=lambda article: article.extraction_confidence,
    ),
)

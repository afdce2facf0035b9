"""The columns of articles that say which fetches are of one page, and which of them stands."""

from __future__ import annotations

from cleaners.page_versions import content_key
from cleaners.url_key import url_key
from flows.storage.tables.columns import INT32, STRING, Column

FETCHES = (
    Column(
        "versions",
        INT32,
        "How many texts of its page (url_key) were fetched, the newest of which this is;"
        " null for a fetch in whose stead another one of its page is kept.",
    ),
    Column(
        "url_key",
        STRING,
        "The page: url without scheme, www., m., fragment, tracking parameters and marks of AMP;"
        " null where url is null or a front page.",
        of_article=lambda article: url_key(article.metadata.url),
    ),
    Column(
        "content_key",
        STRING,
        "Hash of the text as the record alone gives it: equal for fetches that say the same.",
        of_article=content_key,
    ),
)

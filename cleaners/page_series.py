"""Tell whether two addresses lead to pages of one article: page 1, page 2, all of it."""

from __future__ import annotations

import re

from cleaners.url_key import url_key

NUMBER = (
    r"\d{1,2}"  # no article is printed on a hundred pages, and longer numbers are ids
)
WHOLE = r"all|full|single|single-page|singlepage|print|komplett|complet|completo"
PAGE = r"page|p|pg|pagenum|paged|pagina|seite|sida|side|strona|pageno"
# Parameters that choose a page, and the ends of paths: /page/2, /2, -page-2, _2, ,2, /all.
PARAMETER = re.compile(
    rf"[?&](?:(?:{PAGE})={NUMBER}|(?:view|page|{PAGE})=(?:{WHOLE})|(?:showall|all|print)=\w+)(?=&|$)",
    re.IGNORECASE,
)
END = re.compile(
    rf"(?:[/_-](?:{PAGE})[/_-]?{NUMBER}|[/_,]{NUMBER}|/(?:{WHOLE}))(?=(?:\.\w{{2,5}})?$)",
    re.IGNORECASE,
)
SLUG = re.compile(r"[^\W\d_]{3,}[-_][^/]*[^\W\d_]{3,}|[^\W\d_]{8,}|\d{4,}")


def page_series(url: str | None) -> str | None:
    """Return what the addresses of the pages of one article have in common.

    None where there is no address, or nothing is left that names an article.

    >>> page_series("https://example.org/long-report?page=2")
    'example.org/long-report'
    """
    key = url_key(url)
    if key is None:
        return None
    series = END.sub("", PARAMETER.sub("", key))
    _, _, path = series.partition("/")
    return series if SLUG.search(path) else None

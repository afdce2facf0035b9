"""Read when a page was published and last changed, each date with its source.

What is declared for machines comes first, then the URL and the lines that a reader sees. A page
that states its last change and nothing else was published, as it stands, on that day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from cleaners.date_stamps import read_epoch
from cleaners.date_values import read_month
from cleaners.dates import read_moment
from cleaners.extraction.headline_context import HeadlineContext
from cleaners.extraction.local_day import move_to_day, move_to_shown
from cleaners.extraction.page_sources import PageSources
from cleaners.extraction.publication_date import (
    ReadDates,
    date_in_url,
    dates_near_headline,
    dates_on_page,
)
from cleaners.extraction.sourced import Sourced, stated_in
from cleaners.moment import Moment
from cleaners.placeholders import is_placeholder

DATES = (
    "article:published_time",
    "article:published",
    "datepublished",
    "og:published_time",
    "og:article:published_time",
    "rnews:datepublished",
    "article.published",
    "article_date_original",
    "originalpublicationdate",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.issued",
    "issued",
    "publication_date",
    "publication-date",
    "publicationdate",
    "publish-date",
    "publish_date",
    "publishdate",
    "published-date",
    "published_date",
    "publisheddate",
    "published_time",
    "pubdate",
    "pub_date",
    "ptime",
    "og:publish_date",
    "bt:pubdate",
    "vr:published_time",
    "shareaholic:article_published_time",
    "cxenseparse:publishtime",
    "cxenseparse:recs:publishtime",
)
# These name a date, but not always of publication.
VAGUE_DATES = (
    "date",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "created",
    "dc.date.created",
    "datecreated",
    "article:created_time",
    "article.created",
    "displaydate",
)
CHANGES = (
    "article:modified_time",
    "article:modified",
    "datemodified",
    "og:updated_time",
    "article:updated_time",
    "og:modified_time",
    "rnews:datemodified",
    "article.updated",
    "dc.date.modified",
    "dcterms.modified",
    "dc.modified",
    "modified",
    "lastmod",
    "last-modified",
    "last_modified",
    "lastmodified",
    "revised",
    "update_date",
    "cxenseparse:recs:modifiedtime",
)
NOTED_CHARACTERS = 80  # of a value that a note quotes: enough to recognise it
EPOCH = re.compile(r"1\d{9}(?:\d{3})?")  # from 2001 to 2033
JSON_LD, VISIBLE, IN_URL = "json-ld", "visible line", "url"
Date = Sourced[Moment]


class PageDates:
    """The dates of a page: of its publication and of its last change.

    The lines near the headline are read where nothing is declared.
    """

    def __init__(self, page: PageSources, context: HeadlineContext) -> None:
        self._page = page
        self._context = context

    @cached_property
    def _near(self) -> ReadDates:
        return dates_near_headline(self._context, self._page.language)

    def published(self) -> Date | None:
        """Return the date of publication: declared, in the URL, shown, or of the last change."""
        return (
            self._stated
            or _shown(self._near.published)
            or _first_date(self._declared(None, VAGUE_DATES))
            or _shown(self._elsewhere.published)
            or self._stated_month()
            or self.modified()
        )

    def modified(self) -> Date | None:
        """Return the date of the last change: declared, or shown near the headline.

        Where no date of publication is stated, one anywhere on the page counts.
        """
        declared = self._declared(self._page.json_ld.modified, CHANGES)
        near = _first_date(declared) or _shown(self._near.changed)
        if near or self._stated:
            return near
        return _shown(self._elsewhere.changed)

    def notes(self) -> Sourced[tuple[str, ...]] | None:
        """Return a note on the declared date of publication, if none can be read."""
        if self.published():
            return None
        for each in self._declared(self._page.json_ld.published, DATES):
            if not is_placeholder(each.value):
                quoted = f'"{each.value[:NOTED_CHARACTERS]}"'
                note = f"published_at: {quoted} is no certain date"
                return Sourced((note,), each.source)
        return None

    @cached_property
    def _stated(self) -> Date | None:
        """The declared date of publication, or that in the URL."""
        in_json_ld = self._page.json_ld.published
        declared = _first_date(self._declared(in_json_ld, DATES))
        in_url = self._in_url()
        if declared is None:
            return self._with_time(in_url)
        if in_url:
            moment = move_to_day(declared.value, in_url.value.date())
        elif self._near.published:
            moment = move_to_shown(declared.value, self._near.published)
        else:
            moment = declared.value
        return Sourced(moment, declared.source)

    def _with_time(self, in_url: Date | None) -> Date | None:
        """Return the date in the URL, or the same day with the time that is shown."""
        shown = self._near.published
        if in_url and shown and shown.date() == in_url.value.date():
            return _shown(shown)
        return in_url

    def _stated_month(self) -> Date | None:
        """Return the month of publication, where no more of the date is declared."""
        declared = self._declared(self._page.json_ld.published, DATES)
        return _first_date(declared, read_month)

    def _declared(
        self, in_json_ld: str | None, names: Iterable[str]
    ) -> Iterator[Sourced[str]]:
        if in_json_ld:
            yield Sourced(in_json_ld, JSON_LD)
        yield from stated_in(self._page.properties, names)

    def _in_url(self) -> Date | None:
        moment = date_in_url(self._page.url)
        return Sourced(moment, IN_URL) if moment else None

    @cached_property
    def _elsewhere(self) -> ReadDates:
        """The dates anywhere on the page."""
        return dates_on_page(self._page.lines, self._page.language)


def _read_declared(text: str) -> Moment | None:
    """Read a date that a page declares: written, or in seconds or milliseconds since 1970."""
    if EPOCH.fullmatch(text):
        return read_epoch(float(text))
    return read_moment(text)


def _first_date(
    texts: Iterable[Sourced[str]],
    read: Callable[[str], Moment | None] = _read_declared,
) -> Date | None:
    for text in texts:
        moment = read(text.value)
        if moment:
            return Sourced(moment, text.source)
    return None


def _shown(moment: Moment | None) -> Date | None:
    return Sourced(moment, VISIBLE) if moment else None

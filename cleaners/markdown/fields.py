"""The fields of a head: which column a name means, and how its value is read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from cleaners.article import Metadata
from cleaners.date_values import read_value

# Names that scrapers, web clippers and site generators write, without signs and in lower case,
# by column. The first name of a column that has a value counts.
NAMES = {
    "title": "title headline ogtitle",
    "url": (
        "url urlsource sourceurl canonicalurl canonical permalink originalurl articleurl pageurl"
        " ogurl link source uri"
    ),
    "author": "author authors byline by creator writer writtenby",
    "published_at": (
        "published publishedtime publishedat publisheddate publishdate publisheddatetime pubdate"
        " publicationdate datepublished articlepublishedtime publishedon posted postedon date"
    ),
    "modified_at": (
        "modified modifiedtime updated updatedat lastmod lastmodified lastupdated datemodified"
        " articlemodifiedtime"
    ),
    "fetched_at": (
        "fetched fetchedat crawled crawledat scraped scrapedat retrieved retrievedat accessed"
        " clipped saved savedat datesaved created"
    ),
    "site": "sitename ogsitename site publication publisher website hostname domain",
    "section": "section category categories articlesection",
    "tags": "tags keywords topics",
    "licence": "license licence",
    "declared_language": "language lang locale",
    "image_url": "image ogimage cover thumbnail leadimageurl",
    # what no column holds, and still is no part of an article
    "": (
        "description ogdescription summary excerpt id fingerprint warning markdowncontent pagetype"
        " numberofpages wordcount layout draft slug type status statuscode readingtime favicon"
        " contenttype viewport robots filedate"
    ),
}
FIELDS = {
    name: (column, rank)
    for column, names in NAMES.items()
    for rank, name in enumerate(names.split())
}
# Names by which other languages give the address of a page. With any other value they are no
# fields: "Quelle: dpa" credits a source.
TRANSLATED = (
    "quelle originalquelle lien liensource enlace fuente fonte bron länk källa kilde źródło"
    " источник ссылка 来源 來源 链接 連結 原文链接 原文連結 网址 網址 出典 リンク 출처 링크"
)
ADDRESS_NAMES = frozenset(TRANSLATED.split())
DATES = ("published_at", "modified_at", "fetched_at")
ADDRESSES = ("url", "image_url")
ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+")
# A value that is nothing but an address, maybe between angle brackets.
WHOLE_ADDRESS = re.compile(r"<?(?P<address>https?://[^\s<>\"'\[\]]+)>?")
LINK = re.compile(r"\[{1,2}([^\[\]\n]{1,300})\]{1,2}(?:\([^()\n]{0,2000}\))?")
NOTHING = {"", "null", "none", "~", "[]", "undefined", "nan", "n/a", "unknown"}
SOURCE = "head"
Field = tuple[str, int]


@dataclass(slots=True)
class Values:
    """What was read so far: by column and rank of the name, the values as they are written."""

    read: dict[Field, list[str]] = field(default_factory=dict)

    @property
    def is_sure(self) -> bool:
        """Whether an address or a date can be read."""
        known = self.metadata()
        return bool(known.url or known.published_at or known.fetched_at)

    @property
    def is_lone_address(self) -> bool:
        """Whether one address of the page was read, and nothing else."""
        every = [
            (column, text) for (column, _), texts in self.read.items() for text in texts
        ]
        return len(every) == 1 == len(self.read) and _is_page(*every[0])

    def metadata(self) -> Metadata:
        """Return the values by column, each of the first name that has one."""
        known = Metadata()
        for place in sorted(self.read):
            column = place[0]
            if column:
                known = known.or_else(_of(column, self.read[place]))
        return known.read_from(SOURCE)


def known_field(name: str, value: str = "") -> Field | None:
    """Return which field a name means; None for one that scrapers do not write."""
    key = "".join(filter(str.isalnum, name)).lower()
    if key in ADDRESS_NAMES and WHOLE_ADDRESS.fullmatch(value):
        return FIELDS["url"]
    return FIELDS.get(key)


def add_value(values: Values, place: Field | None, value: str) -> None:
    """Add a value without quotes and links."""
    if place is None:
        return
    kept = values.read.setdefault(place, [])
    text = value.strip().rstrip(",")
    text = text.strip("\"'“”").strip()
    column, _ = place
    if column not in ADDRESSES:
        text = LINK.sub(r"\1", text).strip("*_ ")
    if text.lower() not in NOTHING:
        kept.append(text)


def _is_page(column: str, text: str) -> bool:
    """Return whether a value is the address of the page, and nothing beside it."""
    return column == "url" and WHOLE_ADDRESS.fullmatch(text) is not None


def _of(column: str, values: list[str]) -> Metadata:
    """Return metadata with one column."""
    if not values:
        return Metadata()
    first: Any = values[0]
    if column in DATES:
        first = read_value(first)
    elif column in ADDRESSES:
        first = _address(first)
    elif column == "author":
        first = ", ".join(values)
    elif column == "tags":
        tags = ",".join(values).split(",")
        stripped = [tag.strip(" #") for tag in tags]
        first = tuple(dict.fromkeys(filter(None, stripped)))
    return replace(Metadata(), **{column: first})


def _address(text: str) -> str | None:
    """Return the address that a value is, else the first in it."""
    if whole := WHOLE_ADDRESS.fullmatch(text):
        return whole["address"]
    found = ADDRESS.search(text)
    return found[0] if found else None

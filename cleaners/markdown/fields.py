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
DATES = ("published_at", "modified_at", "fetched_at")
ADDRESSES = ("url", "image_url")
ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+")
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

    def metadata(self) -> Metadata:
        """Return the values by column, each of the first name that has one."""
        known = Metadata()
        for place in sorted(self.read):
            column = place[0]
            if column:
                known = known.or_else(_of(column, self.read[place]))
        return known.read_from(SOURCE)


def known_field(name: str) -> Field | None:
    """Return which field a name means; None for one that scrapers do not write."""
    return FIELDS.get("".join(filter(str.isalnum, name)).lower())


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


def _of(column: str, values: list[str]) -> Metadata:
    """Return metadata with one column."""
    if not values:
        return Metadata()
    first: Any = values[0]
    if column in DATES:
        first = read_value(first)
    elif column in ADDRESSES:
        address = ADDRESS.search(first)
        first = address[0] if address else None
    elif column == "author":
        first = ", ".join(values)
    elif column == "tags":
        tags = ",".join(values).split(",")
        stripped = [tag.strip(" #") for tag in tags]
        first = tuple(dict.fromkeys(filter(None, stripped)))
    return replace(Metadata(), **{column: first})

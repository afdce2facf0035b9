"""The names that JSONL files of all origins give to the columns of an article."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

Name = Annotated[str, Field(strict=True, min_length=1)]
Names = Annotated[tuple[Name, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class Fields:
    """For each column, the names that a JSONL record may give it, tried in order."""

    text: Names = Field(
        default=(
            "text",
            "content",
            "body",
            "article",
            "article_text",
            "full_text",
            "maintext",
            "story",
        ),
        description="the article as text",
    )
    html: Names = Field(
        default=("html", "raw_html", "page", "markup"),
        description="the article as a page, where there is no text",
    )
    url: Names = Field(
        default=("url", "link", "canonical_url", "source_url"),
        description="the address of the article",
    )
    title: Names = Field(
        default=("title", "headline", "heading"), description="the headline"
    )
    author: Names = Field(
        default=("author", "authors", "byline", "creator"),
        description="a name, a list of names, or of objects with a `name`",
    )
    published_at: Names = Field(
        default=(
            "published_at",
            "date",
            "published",
            "publish_date",
            "date_publish",
            "pub_date",
            "pubDate",
            "datePublished",
            "timestamp",
        ),
        description="when it was published",
    )
    fetched_at: Names = Field(
        default=(
            "fetched_at",
            "crawled_at",
            "scraped_at",
            "retrieved_at",
            "date_download",
            "crawl_date",
        ),
        description="when it was fetched",
    )
    site: Names = Field(
        default=(
            "site",
            "site_name",
            "publisher",
            "domain",
            "source_domain",
            "hostname",
            "source",
        ),
        description="the publication",
    )
    tags: Names = Field(
        default=("tags", "keywords", "topics"),
        description="a list of keywords, or a string with commas between them",
    )
    section: Names = Field(
        default=("section", "category", "articleSection"),
        description="the section of the publication",
    )
    source_id: Names = Field(
        default=("source_id", "id", "_id", "uuid", "guid"),
        description="the record's own id, of any type",
    )
    licence: Names = Field(default=("licence", "license"), description="the licence")
    robots_ok: Names = Field(
        default=("robots_ok", "robots_allowed"),
        description="whether robots.txt allowed the fetch: a truth value, yes, no, 1 or 0",
    )

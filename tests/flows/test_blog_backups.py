"""Of the backup of a blog, its posts and pages are articles; what else it has is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaners.article import Reason, Record
from flows.intake import Quarantined
from tests.flows.reading import keep_the_laws, rows_of, texts_of

TEXT = "<p>The night bus to Harrowby runs again.</p>"
WORDPRESS = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Harrowby Post</title>
<wp:author><wp:author_login>itorv</wp:author_login>
<wp:author_display_name>Ines Torvald</wp:author_display_name></wp:author>
<wp:author><wp:author_login>jb</wp:author_login><wp:author_display_name/>
<wp:author_first_name>Jon</wp:author_first_name>
<wp:author_last_name>Barwell</wp:author_last_name></wp:author>{items}</channel></rss>"""
ITEM = """<item><title>Night bus</title><!-- item --><dc:creator>{author}</dc:creator>
<content:encoded><![CDATA[{text}]]></content:encoded><wp:status>{status}</wp:status>
<wp:post_type>{kind}</wp:post_type></item>"""
BLOGGER = """<feed xmlns="http://www.w3.org/2005/Atom"
 xmlns:blogger="http://schemas.google.com/blogger/2018"><title>Harrowby Post</title>
{entries}</feed>"""
ENTRY = """<entry><title>Night bus</title>{kind}<category term="buses"/>
<content type="html"><![CDATA[{text}]]></content></entry>"""
KIND = (
    '<category scheme="http://schemas.google.com/g/2005#kind"'
    ' term="http://schemas.google.com/blogger/2008/kind#{kind}"/>'
)


def _wordpress(kind: str, status: str = "publish", author: str = "itorv") -> bytes:
    item = ITEM.format(text=TEXT, kind=kind, status=status, author=author)
    return WORDPRESS.format(items=item).encode()


def _blogger(kind: str) -> bytes:
    return BLOGGER.format(entries=ENTRY.format(text=TEXT, kind=kind)).encode()


ARTICLES = [
    _wordpress("post"),
    _wordpress("page"),
    _wordpress("post", "draft"),
    _wordpress("post", "private"),
    _wordpress("harrowby_story"),
    _blogger(KIND.format(kind="post")),
    _blogger(KIND.format(kind="page")),
    _blogger("<blogger:type>POST</blogger:type><blogger:status>LIVE</blogger:status>"),
    _blogger("<type>comment</type><status>trash</status>"),
    _blogger('<category term="http://schemas.google.com/blogger/2008/kind#comment"/>'),
]
OTHERS = [
    (_wordpress("attachment", "inherit"), "attachment"),
    (_wordpress("nav_menu_item"), "nav_menu_item"),
    (_wordpress("wp_global_styles"), "wp_global_styles"),
    (_wordpress("post", "trash"), "thrown away"),
    (_blogger(KIND.format(kind="comment")), "comment"),
    (_blogger(KIND.format(kind="settings")), "settings"),
    (_blogger("<blogger:type>COMMENT</blogger:type>"), "comment"),
    (
        _blogger(
            "<blogger:type>POST</blogger:type>"
            "<blogger:status>SOFT_TRASHED</blogger:status>"
        ),
        "thrown away",
    ),
]


@pytest.mark.parametrize("data", ARTICLES)
def test_posts_and_pages_are_articles(tmp_path: Path, data: bytes) -> None:
    assert texts_of(keep_the_laws(tmp_path, "a.xml", data, 50)) == [TEXT]


@pytest.mark.parametrize(("data", "what"), OTHERS)
def test_what_else_a_blog_stores_is_named(
    tmp_path: Path, data: bytes, what: str
) -> None:
    (row,) = keep_the_laws(tmp_path, "a.xml", data, 50)
    assert isinstance(row, Quarantined)
    assert row.reason == Reason.NO_ARTICLE
    assert what in row.detail
    assert row.detail.endswith(": Night bus")


@pytest.mark.parametrize(
    ("login", "name"),
    [("itorv", "Ines Torvald"), ("jb", "Jon Barwell"), ("mara", "mara")],
)
def test_an_author_is_called_as_readers_see(
    tmp_path: Path, login: str, name: str
) -> None:
    (row,) = rows_of(tmp_path, "a.xml", _wordpress("post", author=login))
    assert isinstance(row, Record)
    assert row.metadata.author == name


def test_the_kind_of_an_entry_is_no_tag(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, "a.xml", _blogger(KIND.format(kind="post")))
    assert isinstance(row, Record)
    assert row.metadata.tags == ("buses",)

"""Feeds of all kinds are read where they hold their articles, and open nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cleaners.article import Reason, Record
from flows.intake import Quarantined
from flows.intake.readers.feeds import FEED
from tests.flows.reading import keep_the_laws, rows_of, texts_of

RSS = """<?xml version="1.0" encoding="UTF-8"?><!-- made by hand -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Paper</title>
<image><title>Logo</title></image>
<item><title>Ferry &amp; bus</title><link>https://a.example/1</link><guid>g1</guid>
<pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate><dc:creator>Ann Weir</dc:creator>
<category>news</category><category>sea</category><description>A teaser.</description>
<content:encoded><![CDATA[<p>The ferry runs.</p>]]></content:encoded></item>
<item><title>Caf&eacute;</title><link>https://a.example/2</link>
<description>A teaser.</description></item>
<item><title>Long</title><guid>https://a.example/3</guid>
<description>LONG</description></item></channel></rss>
""".replace("LONG", "word " * 250)
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Paper</title>
<entry><title>Ferry &amp; bus</title><id>g1</id><link rel="self" href="https://a.example/x"/>
<link href="https://a.example/1"/><published>2024-03-05T10:00:00Z</published>
<updated>2024-03-06T10:00:00Z</updated><author><name>Ann Weir</name></author>
<category term="news"/><category term="sea"/><summary>A teaser.</summary>
<content type="html">&lt;p&gt;The ferry runs.&lt;/p&gt;</content></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="https://a.example/"><title>The Paper</title></channel>
<item rdf:about="https://a.example/1"><title>Ferry &amp; bus</title><dc:identifier>x</dc:identifier>
<dc:date>2024-03-05T10:00:00Z</dc:date><dc:creator>Ann Weir</dc:creator>
<dc:subject>news</dc:subject><dc:subject>sea</dc:subject>
<content:encoded>&lt;p&gt;The ferry runs.&lt;/p&gt;</content:encoded></item></rdf:RDF>"""
FEEDS = {"a.rss": RSS, "a.atom": ATOM, "a.rdf": RDF}


@pytest.mark.parametrize("name", FEEDS)
def test_items_with_their_article_are_read(tmp_path: Path, name: str) -> None:
    rows = keep_the_laws(tmp_path, name, FEEDS[name].encode(), 50)
    first = rows[0]
    assert isinstance(first, Record)
    assert (first.content, first.is_html) == ("<p>The ferry runs.</p>", True)
    known = first.metadata
    assert (known.title, known.author, known.site) == (
        "Ferry & bus",
        "Ann Weir",
        "The Paper",
    )
    assert (known.url, known.tags) == ("https://a.example/1", ("news", "sea"))
    assert known.published_at == datetime(2024, 3, 5, 10, tzinfo=UTC)
    assert FEED.recognises(FEEDS[name].encode())


def test_a_teaser_is_no_article(tmp_path: Path) -> None:
    _, teaser, article = rows_of(tmp_path, "a.xml", RSS.encode())
    assert isinstance(teaser, Quarantined)
    assert teaser.reason == Reason.NO_TEXT
    assert "9 characters" in teaser.detail
    assert "Café" in teaser.detail
    assert isinstance(article, Record)
    assert article.metadata.url == "https://a.example/3"


def test_markup_in_an_item_is_kept(tmp_path: Path) -> None:
    content = '<content type="xhtml"><div>The <b>ferry</b> runs.</div></content>'
    data = f"<feed><entry><title>A</title>{content}</entry></feed>"
    (row,) = rows_of(tmp_path, "a.xml", data.encode())
    assert texts_of([row]) == ["<div>The <b>ferry</b> runs.</div>"]


FOREIGN = [
    ("cp1251", "cp1251", "Паром снова ходит каждый день, сказала Вера."),
    ("cp1250", "cp1250", "Přívoz jezdí každý den, řekla Věra Dvořáková."),
    ("cp932", "cp932", "フェリーは毎日運航すると発表した。表現は簡単だ。"),
]


@pytest.mark.parametrize(("encoding", "codec", "text"), FOREIGN)
def test_an_undeclared_or_wrong_encoding_is_found_out(
    tmp_path: Path, encoding: str, codec: str, text: str
) -> None:
    for head in ("", '<?xml version="1.0" encoding="utf-8"?>'):
        feed = f"{head}<rss><channel><item><content>{text}</content></item></channel></rss>"
        (row,) = keep_the_laws(tmp_path, "a.xml", feed.encode(encoding), 50)
        assert isinstance(row, Record)
        assert row.content == text
        assert row.metadata.notes == (f"encoding: {codec}",)
    stray = f"<rss><channel><item><content>{text} \x80</content></item></channel></rss>"
    data = stray.encode().replace(b"\xc2\x80", b"\x80")
    (row,) = rows_of(tmp_path, "a.xml", data)
    assert text in texts_of([row])[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_feeds_come_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    for head in (f'<?xml version="1.0" encoding="{declared}"?>', ""):
        text = f"{head}<rss><channel><item><content>Déjà vu.</content></item></channel></rss>"
        rows = rows_of(tmp_path, "a.xml", text.encode(encoding))
        assert texts_of(rows) == ["Déjà vu."]


LAUGHS = "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' if n else '<!ENTITY a0 "ha">'
    for n in range(12)
)
OUTSIDE = """<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<rss><channel><item><content>&x; x</content></item></channel></rss>"""
HOSTILE = [
    f"<!DOCTYPE r [{LAUGHS}]><rss><channel><item><content>&a11; x</content></item></channel></rss>",
    OUTSIDE,
    "<rss><channel>" + "<a>" * 100_000,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_xml_expands_and_opens_nothing(tmp_path: Path, text: str) -> None:
    (row,) = rows_of(tmp_path, "a.xml", text.encode())
    shown = row.content if isinstance(row, Record) else row.detail
    assert len(shown) < 300
    assert Path("/etc/hostname").read_text().strip() not in shown


NO_FEED = [
    ("", Reason.EMPTY, ""),
    ("words", Reason.BROKEN_RECORD, ""),
    ("<urlset><url><loc>x</loc></url></urlset>", Reason.NO_TEXT, "sitemap"),
    ("<invoice><item/></invoice>", Reason.NO_TEXT, "invoice"),
    ("<rss><channel><title>A</title></channel></rss>", Reason.EMPTY, ""),
    ("<rss><channel><item><title>A</title>", Reason.TRUNCATED, ""),
    ("<rss><channel><item><title>A</title></item></channel></rss>", Reason.NO_TEXT, "A"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "reason", "detail"), NO_FEED)
def test_what_is_no_feed_of_articles_is_one_row(
    tmp_path: Path, text: str, reason: Reason, detail: str
) -> None:
    (row,) = rows_of(tmp_path, "a.rss", text.encode())
    assert isinstance(row, Quarantined)
    assert row.reason == reason
    assert detail in row.detail


PRINTED = st.characters(codec="utf-8", exclude_categories=["C"])
LAWS = hypothesis_settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@LAWS
@given(st.sampled_from(sorted(FEEDS)), st.floats(0, 1), st.binary(max_size=4))
def test_no_bytes_stop_it(tmp_path: Path, name: str, place: float, put: bytes) -> None:
    data = FEEDS[name].encode()
    at = int(place * len(data))
    keep_the_laws(tmp_path, name, data[:at] + put + data[at + len(put) :], 50)
    rows = keep_the_laws(tmp_path, name, data[:at], 50)
    if b"</item>" in data[:at] or b"</entry>" in data[:at]:
        assert texts_of(rows)[0] == "<p>The ferry runs.</p>"


@LAWS
@given(st.lists(st.text(PRINTED, max_size=30), min_size=1, max_size=5))
def test_what_was_written_is_read(tmp_path: Path, texts: list[str]) -> None:
    bodies = [f"Body {text} end".replace("]]>", "") for text in texts]
    items = [f"<item><content><![CDATA[{body}]]></content></item>" for body in bodies]
    data = f"<rss><channel>{''.join(items)}</channel></rss>".encode()
    found = texts_of(keep_the_laws(tmp_path, "a.xml", data, 60))
    for text, body in zip(found, bodies, strict=True):
        assert text == body or "&" in body

"""Check that an explanation shows all of the raw text and all of the clean text."""

import pytest

from cleaners.article import Article, Metadata, Record
from cleaners.explain import Fate, explain, explain_columns
from cleaners.pipeline import clean

STORY = (
    "The ferry Sorrel will sail again from Monday, the harbour office of Quayside "
    "said in a note.\n\n"
    "Its engine was rebuilt over the winter, and the crew has been back on board "
    "since last week.\n\n"
)
PAGES = {
    "plain": STORY,
    "widget": STORY + "Leave a Reply\n",
    "mojibake": STORY.replace("Its engine", "The shipâ€™s engine"),
}


@pytest.mark.parametrize("name", PAGES)
def test_an_explanation_tiles_raw_and_clean(name: str) -> None:
    article = clean(Record("a.txt", "text", 0, PAGES[name], "0" * 64))
    assert isinstance(article, Article)
    spans = list(explain(article))
    assert "".join(span.before for span in spans) == PAGES[name]
    assert "".join(span.after for span in spans) == article.text
    assert all(bool(span.rule) == (span.fate is not Fate.KEPT) for span in spans)


@pytest.mark.parametrize(
    ("name", "before", "fate"),
    [("widget", "Leave a Reply\n", Fate.REMOVED), ("mojibake", "â€™", Fate.REPAIRED)],
)
def test_an_explanation_names_the_fate(name: str, before: str, fate: Fate) -> None:
    article = clean(Record("a.txt", "text", 0, PAGES[name], "0" * 64))
    assert isinstance(article, Article)
    assert fate in {span.fate for span in explain(article) if before in span.before}


HEAD = '<title>The ferry sails again</title><meta property="og:site_name" content="Quay News">'
CANONICAL = '<link rel="canonical" href="https://m.quay.example/ferry">'
SITES = [
    (HEAD + CANONICAL, Metadata(), ("quay.example", "url")),
    (HEAD, Metadata(), ("Quay News", "site name")),
    (HEAD + CANONICAL, Metadata(site="The Quay"), ("The Quay", "record")),
]


@pytest.mark.parametrize(("head", "known", "site"), SITES)
def test_the_url_and_the_site_are_listed_with_their_sources(
    head: str, known: Metadata, site: tuple[str, str]
) -> None:
    body = "".join(f"<p>{part}</p>" for part in STORY.split("\n\n"))
    page = f"<html><head>{head}</head><body><article>{body}</article></body></html>"
    record = Record("a.html", "html", 0, page, "0" * 64, is_html=True, metadata=known)
    article = clean(record)
    assert isinstance(article, Article)
    found = {
        each.column: (each.value, each.source) for each in explain_columns(article)
    }
    assert found["site"] == site
    wanted = ("https://m.quay.example/ferry", "link rel=canonical")
    assert found.get("url") == (wanted if CANONICAL in head else None)

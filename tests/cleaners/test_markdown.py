"""Markdown loses its marks and keeps its words; any other text stays as it is."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cleaners import pipeline
from cleaners.article import Article, Metadata, Record
from cleaners.draft import Draft, replay, rewind
from cleaners.markdown import read
from tests.growth import assert_linear

PROSE = "The ferry to Orrin sails again on Monday, said the harbour master on Friday.\n"
# Something that alone says that the text is markdown, to be put before a case.
SURE = f"# Ferry sails again\n\n{PROSE}\n"
CASES = {
    "link": (
        "The [harbour master](https://x.example/h) spoke.",
        "The harbour master spoke.",
    ),
    "link with a title": ('See [it](https://x.example "The page") now.', "See it now."),
    "link in angle brackets": ("See [it](<https://x.example/a b>).", "See it."),
    "link with brackets": ("[Foo](https://x.example/Foo_(bar)) ends.", "Foo ends."),
    "link in brackets": ("He left [[1]](https://x.example/#n1).", "He left [1]."),
    "relative link": ("See [the rules](/rules.html).", "See the rules."),
    "bold link": ("It is **[new](https://x.example)**.", "It is new."),
    "back link": ("1. A note. [↩](#ref1)", "1. A note. "),
    "card": (
        "[**Rain**\\\n\\\nDue on Monday](https://x.example/r)",
        "Rain\n\nDue on Monday",
    ),
    "autolink": (
        "Write to <desk@x.example> or <https://x.example>.",
        "Write to desk@x.example or https://x.example.",
    ),
    "image": ("![A ferry](ferry.jpg)\n\nIt sails.", "\n\nIt sails."),
    "image with a title": ('A ![x](a.png "A [b]") b', "A  b"),
    "linked image": (
        "[![A ferry](f.jpg)](https://x.example)\nIt sails.",
        "\nIt sails.",
    ),
    "reference": (
        "See [it][1] and [this].\n\n[1]: https://x.example\n[This]: /a.html 'T'",
        "See it and this.\n\n\n",
    ),
    "no reference": ("See [sic] and [a][b].", "See [sic] and [a][b]."),
    "footnote": ("It sails.[^1]\n\n[^1]: On Monday.", "It sails.\n\nOn Monday."),
    "wiki link": ("By [[people/Ann Weir|Ann Weir]].", "By Ann Weir."),
    "heading": ("## The rook ##", "The rook"),
    "underlined": ("The rook\n--------\n\nIt fell.", "The rook\n\nIt fell."),
    "hash tag": ("#ferry and #1 stay", "#ferry and #1 stay"),
    "quote": (
        "> It sails,\n> she said.\n>\n>> Again.",
        "It sails,\nshe said.\n\nAgain.",
    ),
    "alert": ("> [!NOTE] It sails.", "It sails."),
    "rule": ("One.\n\n* * *\n\nTwo.\n\n---\n", "One.\n\n\n\nTwo.\n\n\n"),
    "emphasis": (
        "**Bold**, *slanted*, __bold__, _slanted_, ***both***, ~~old~~.",
        "Bold, slanted, bold, slanted, both, old.",
    ),
    "nested emphasis": ("**bold and *slanted* words**", "bold and slanted words"),
    "emphasis over lines": ("*It sails\nagain.*", "It sails\nagain."),
    "emphasis in Chinese": ("这是**重点**内容。", "这是重点内容。"),
    "no emphasis": (
        "2 * 3 * 4, f**k and s**t, snake_case_name, *note.",
        "2 * 3 * 4, f**k and s**t, snake_case_name, *note.",
    ),
    "over paragraphs": ("*One.\n\nTwo.*", "*One.\n\nTwo.*"),
    "code": ("Type `**x**` and ``a_b_c``.", "Type **x** and a_b_c."),
    "fence": ("```python\nx = a_b_ * [c](d)\n```\n", "\nx = a_b_ * [c](d)\n\n"),
    "escape": (r"1\. At 5\*6 it is \#1 \[sic\].", "1. At 5*6 it is #1 [sic]."),
    "hard break": ("One\\\ntwo<br>three<br/>\nfour", "One\ntwo\nthree\nfour"),
    "comment": ("It <!-- not now --> sails.", "It  sails."),
    "table": ("| Port | Time |\n|:--|--:|\n| Orrin | 9 |", "Port | Time\nOrrin | 9"),
    "list": (
        "- Points: 8\n- Rounds: nine\n1. first",
        "- Points: 8\n- Rounds: nine\n1. first",
    ),
    "skip link": ("[Skip to content](#main)\n\nIt sails.", "\n\nIt sails."),
    "menu": (
        "- [Home](/)\n- [News](/n)\n- [Sport](/s)\n- [Shop](/shop)\n\nIt sails.",
        "\n\n\n\n\nIt sails.",
    ),
    "short list of links": (
        "- [The rules](/r)\n- [The map](/m)",
        "- The rules\n- The map",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_marks_go_and_words_stay(name: str) -> None:
    text, want = CASES[name]
    reading = read(SURE + text)
    assert reading
    assert reading.draft.text == f"Ferry sails again\n\n{PROSE}\n{want}"
    assert reading.metadata.title == "Ferry sails again"


MARKDOWN = {
    "a link": f"{PROSE}It is in [the report](https://x.example/report).\n",
    "an image": f"![](https://x.example/ferry.jpg)\n\n{PROSE}",
    "a heading at the top": f"# Ferry sails again\n{PROSE}",
    "an underlined title": f"Ferry sails again\n=================\n\n{PROSE}",
    "two headings": f"{PROSE}\n## The engine\n\n{PROSE}\n## The yard\n\n{PROSE}",
    "bold words": f"**Orrin**: {PROSE}**Skell**: {PROSE}**Brannock**: {PROSE}",
    "a definition": f"{PROSE}Read [it][1].\n\n[1]: https://x.example/report\n",
}


@pytest.mark.parametrize("name", MARKDOWN)
def test_strong_evidence_makes_a_text_markdown(name: str) -> None:
    reading = read(MARKDOWN[name])
    assert reading
    kept = reading.draft.text
    assert PROSE in kept
    assert not any(mark in kept for mark in ("](", "# ", "**", "===", "]:", "!["))


PLAIN = {
    "prose": PROSE * 3,
    "stars": f"{PROSE}Prices* from 9 to 12 *without VAT. It was f**king cold, 2*3*4.\n",
    "one bold word": f"{PROSE}It was **not** cold.\n",
    "underscores": f"{PROSE}The file _ferry_final_2.doc_ and __init__ were lost.\n",
    "hash tags": f"{PROSE}#ferry #orrin\n#1 in the charts\n",
    "brackets": f'{PROSE}"He [the master] left [sic] (see below)."\n[1] A note.\n',
    "a placeholder": f"{PROSE}A link is written as [text](url) in it.\n",
    "about markdown": (
        "In Markdown a heading is written like this:\n\n## A heading\n\nand **bold** or *slanted*"
        " words, and a link to [a page](https://x.example) are written like that.\n"
    ),
    "code": f"{PROSE}Write `[text](https://x.example)` and `**bold**` and `# title`.\n",
    "a mail": f"{PROSE}> It sails again?\n> On Monday?\nYes.\n",
    "rules": f"---\n{PROSE}---\n{PROSE}",
    "one field": f"Title: none of us has one\n\n{PROSE}",
    "two labels": f"Date: unknown\nAuthor: of the crime\n\n{PROSE}",
    "interview": f"Author: Who are you?\nSource: Nobody.\nAuthor: And now?\n{PROSE}",
    "a heading with a colon": f"Source: the river\n\n{PROSE}",
    "a source by name": f"Source: Orrin Herald\n\n{PROSE}",
    "a source in words": f"Source: the report at https://x.example/report\n\n{PROSE}",
    "a credit in German": f"Quelle: dpa\n\n{PROSE}",
    "a picture": f"Image: https://x.example/ferry.jpg\n\n{PROSE}",
    "links in a list": f"Link: https://x.example/a\nLink: https://x.example/b\n{PROSE}",
    "an address below": f"{PROSE}URL: https://x.example/ferry\n",
    "a sentence on a link": f"Click here: https://x.example/ferry\n\n{PROSE}",
    "an address alone": f"https://x.example/ferry\n\n{PROSE}",
    "a table of figures": "Port | Time\n-----|-----\nOrrin | 9\n",
    "a shell": f"{PROSE}# apt update\n{PROSE}",
}


@pytest.mark.parametrize("name", PLAIN)
def test_any_other_text_stays_as_it_is(name: str) -> None:
    assert read(PLAIN[name]) is None


HEADS = {
    "jina": (
        (
            "Title: Ferry sails again\n\nURL Source: https://x.example/ferry\n\n"
            "Published Time: 2025-06-18T18:30:00Z\n\nMarkdown Content:\n"
        ),
        Metadata(
            title="Ferry sails again",
            url="https://x.example/ferry",
            published_at=datetime(2025, 6, 18, 18, 30, tzinfo=UTC),
        ),
    ),
    "yaml": (
        (
            '---\ntitle: "Ferry: it sails again"\nauthor: Anna Kell\ndate: 2025-06-18\n'
            "tags: [ferry, 'orrin']\ndraft: false\n---\n\n"
        ),
        Metadata(
            title="Ferry: it sails again",
            author="Anna Kell",
            published_at=datetime(2025, 6, 18, tzinfo=UTC),
            tags=("ferry", "orrin"),
        ),
    ),
    "obsidian": (
        (
            '---\ntitle: "Ferry sails again"\nsource: "https://x.example/ferry"\nauthor:\n'
            '  - "[[Anna Kell]]"\n  - "[[Bo Lind]]"\npublished: 2025-06-18\ncreated: 2025-06-20\n'
            'description: "It sails."\ntags:\n  - "clippings"\n---\n'
        ),
        Metadata(
            title="Ferry sails again",
            url="https://x.example/ferry",
            author="Anna Kell, Bo Lind",
            published_at=datetime(2025, 6, 18, tzinfo=UTC),
            fetched_at=datetime(2025, 6, 20, tzinfo=UTC),
            tags=("clippings",),
        ),
    ),
    "trafilatura": (
        (
            "---\ntitle: Ferry sails again\nauthor: Anna Kell\nurl: https://x.example/ferry\n"
            "hostname: x.example\nsitename: The Example\ndate: 2025-06-18\nfingerprint: 1f\n---\n"
        ),
        Metadata(
            title="Ferry sails again",
            url="https://x.example/ferry",
            author="Anna Kell",
            site="The Example",
            published_at=datetime(2025, 6, 18, tzinfo=UTC),
        ),
    ),
    "toml": (
        (
            '+++\ntitle = "Ferry sails again"\ndate = 2025-06-18T18:30:00Z\n'
            'authors = ["Anna Kell"]\n+++\n'
        ),
        Metadata(
            title="Ferry sails again",
            author="Anna Kell",
            published_at=datetime(2025, 6, 18, 18, 30, tzinfo=UTC),
        ),
    ),
    "lines": (
        (
            "# Ferry sails again\n\n**Author:** [Anna Kell](https://x.example/ak)\n"
            "**URL:** <https://x.example/ferry>\n**Published:** June 18, 2025\n\n---\n\n"
        ),
        Metadata(
            title="Ferry sails again",
            url="https://x.example/ferry",
            author="Anna Kell",
            published_at=datetime(2025, 6, 18, tzinfo=UTC),
        ),
    ),
    "plain lines": (
        (
            "URL: https://x.example/ferry\nDATE: 2025-06-18\nAUTHOR: null\n"
            "TITLE: Ferry sails again\n\n"
        ),
        Metadata(
            title="Ferry sails again",
            url="https://x.example/ferry",
            published_at=datetime(2025, 6, 18, tzinfo=UTC),
        ),
    ),
}


@pytest.mark.parametrize("name", HEADS)
def test_a_head_gives_metadata_and_goes(name: str) -> None:
    head, want = HEADS[name]
    reading = read(head + PROSE)
    assert reading
    found = reading.metadata
    assert Metadata(**{column: getattr(found, column) for column in COLUMNS}) == want
    assert reading.draft.text.strip() in {
        PROSE.strip(),
        f"Ferry sails again\n\n\n\n\n\n\n\n{PROSE.strip()}",
    }


ADDRESS = "https://x.example/news/ferry_(orrin)?id=7"
LONE = [
    f"URL: {ADDRESS}\n",
    f"\nurl : {ADDRESS}\n\n",
    f"Link: <{ADDRESS}>\n\n",
    f"**Source:** {ADDRESS}\n\n",
    f"- Permalink: {ADDRESS}\n---\n",
    f"Canonical URL: {ADDRESS}\n\n",
    f"Original-URL: {ADDRESS}\n\n",
    f"Quelle: {ADDRESS}\n\n",
    f"Lien : {ADDRESS}\n\n",
    f"Källa: {ADDRESS}\n\n",
    f"Fuente: {ADDRESS}\n",
    f"Источник: {ADDRESS}\n\n",
    f"原文链接：{ADDRESS}\n\n",
]


@pytest.mark.parametrize("head", LONE)
def test_a_lone_address_at_the_top_is_a_head(head: str) -> None:
    reading = read(f"{head}Ferry sails again\n\n{PROSE}")
    assert reading
    assert reading.metadata == Metadata(url=ADDRESS).read_from("head")
    assert reading.draft.text.strip("\n-") == f"Ferry sails again\n\n{PROSE}".strip()


def test_a_lone_address_gives_the_site_and_leaves_the_title() -> None:
    text = f"URL: {ADDRESS}\nFerry sails again after the storm\n\n{PROSE}\n{PROSE}"
    article = pipeline.clean(Record("a.txt", "text", 0, text, "0" * 64))
    assert isinstance(article, Article)
    known = article.metadata
    assert (known.url, known.site) == (ADDRESS, "x.example")
    assert known.title == "Ferry sails again after the storm"
    assert "URL" not in article.text


COLUMNS = ("title", "url", "author", "site", "published_at", "fetched_at", "tags")


def test_a_suffix_declares_markdown() -> None:
    text = f"{PROSE}\nIt was **not** cold.\n"
    assert read(text) is None
    declared = read(text, declared=True)
    assert declared
    assert declared.draft.text == f"{PROSE}\nIt was not cold.\n"


def test_markdown_in_any_record_is_cleaned_with_a_ledger() -> None:
    text = HEADS["jina"][0] + SURE + CASES["link"][0] + "\n\n" + PROSE
    record = Record("a.jsonl", "jsonl", 0, text, "0" * 64)
    article = pipeline.clean(record)
    assert isinstance(article, Article)
    assert "The harbour master spoke." in article.text
    assert not any(mark in article.text for mark in ("](", "#", "URL Source"))
    assert (article.metadata.title, article.metadata.url) == (
        "Ferry sails again",
        "https://x.example/ferry",
    )
    assert article.metadata.source_of("url") == "head"
    assert replay(text, article.ledger) == article.text
    assert rewind(article.text, article.ledger) == text


FRAGMENTS = [
    *(text for text, _ in CASES.values()),
    *MARKDOWN.values(),
    *PLAIN.values(),
    *(head for head, _ in HEADS.values()),
    *"#*_`[]()!>\\-=~|\n ",
    "\n\n",
    "](",
    "](https://x.example)",
    "---\n",
    "\\*\\*",
]


@hypothesis_settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join), st.booleans())
def test_reading_again_changes_nothing(text: str, declared: bool) -> None:  # noqa: FBT001 - drawn
    reading = read(text, declared=declared)
    clean = reading.draft.text if reading else text
    assert read(clean, declared=declared) is None
    if reading:
        ledger = tuple(reading.draft.ledger())
        assert replay(text, ledger) == clean
        assert rewind(clean, ledger) == text
        assert Draft.restored(text, ledger).text == clean


HOSTILE = [
    "[",
    "](",
    "[a](",
    "![",
    "*a ",
    "**a",
    "_",
    "> ",
    "`",
    "\\",
    "|",
    "- [a](b)\n",
    "# a\n",
    "a\n=\n",
    "<!--",
    "[[",
    "[^1]",
    "(" * 9,
    "~~~\n",
    "key: value\n",
    "---\n",
    "[a]: /b\n",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_mark_is_a_quadratic_trap(piece: str) -> None:
    assert_linear(lambda size: read(SURE + piece * (size // len(piece))), 5_000)

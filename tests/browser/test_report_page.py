"""The report in a real browser: its views, filters and search, and hostile input in it."""

# ruff: noqa: S608 - the queries are our own
from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import report as report_bench

from flows.report import document
from flows.settings import Settings
from flows.snapshots import Current, Dataset
from flows.sql import connect
from tests.browser.conftest import Browser, Tab
from tests.flows.conftest import take_in

BOTH = "(FROM articles UNION ALL BY NAME FROM duplicates)"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
DARK = {"color_scheme": "dark"}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "<img src=x onerror=alert(3)>",
    "\" onmouseover=alert(4) ' x=",
    "]]> <!-- --> {{ 7 * 7 }} {% raw %}",
    "a \u202etxt.exe\u202c turns \u2066around\u2069",
    "</title></style></textarea>&lt;b&gt;&amp;",
    "${alert(5)} `alert(6)` \\u003cb\\u003e",
)


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Current:
    folder = tmp_path_factory.mktemp("generated")
    return report_bench.write_snapshot(folder, 240, sites=8)


@pytest.fixture(scope="module")
def page_file(generated: Current) -> Path:
    path = generated.folder / "page.html"
    document.write(generated, path)
    return path


@pytest.fixture
def tab(browser: Browser, page_file: Path) -> Iterator[Tab]:
    """Open the report; nothing may be complained about, and nothing asked for but itself."""
    with browser.open(page_file) as opened:
        yield opened
        assert opened.problems == []
        assert opened.requests == [page_file.resolve().as_uri()]


def count(current: Current, where: str) -> int:
    query = f"SELECT count(*) FROM {BOTH} WHERE {where}"
    ((number,),) = connect(current).execute(query).fetchall()
    return int(number)


def found(tab: Tab) -> int:
    """Read how many articles the list has once the filters have been read."""
    tab.page.wait_for_timeout(250)
    return int(
        tab.page.locator("#found").inner_text().split(" of ")[0].replace(",", "")
    )


def test_every_view_opens(tab: Tab) -> None:
    links = tab.page.locator("nav[aria-label=Views] a")
    assert links.count() == len(document.VIEWS)
    for number, view in enumerate(document.VIEWS):
        links.nth(number).click()
        heading = tab.page.locator(f"#{view.name}-title")
        assert heading.inner_text() == view.heading
        box = heading.bounding_box()
        assert box
        assert 0 <= box["y"] < 720, view.name


def test_every_finding_leads_to_its_view(tab: Tab) -> None:
    for link in tab.page.locator(".findings a").all():
        target = link.get_attribute("href")
        assert tab.page.locator(f"section{target}").count() == 1
    assert tab.page.locator("h1").bounding_box()["y"] < 200


FILTERS = {
    ("filter-site", "site1.example"): "site = 'site1.example'",
    ("filter-language", "de"): "language = 'de'",
    ("filter-spun", "1"): "spun",
    ("filter-fate", "copy"): "canonical_id IS NOT NULL",
    ("filter-rule", "promo/newsletter"): "article_id IN (SELECT article_id FROM edits"
    " WHERE rule = 'promo/newsletter')",
    ("filter-kind", "extraction/footer"): "article_id IN (SELECT article_id FROM edits"
    " WHERE rule = 'extraction/footer')",
}


def test_filters_find_what_sql_finds(tab: Tab, generated: Current) -> None:
    for (name, value), where in FILTERS.items():
        field = tab.page.locator(f"#{name}")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
        assert found(tab) == count(generated, where) > 0, name
        tab.page.locator("#filters button[type=reset]").click()
        assert found(tab) == 240


def test_filters_join(tab: Tab, generated: Current) -> None:
    tab.page.locator("#filter-spun").select_option("1")
    tab.page.locator("#filter-language").select_option("en")
    assert found(tab) == count(generated, "spun AND language = 'en'")


def test_search_finds_titles_and_texts(tab: Tab, generated: Current) -> None:
    ((title, text),) = (
        connect(generated)
        .execute("SELECT title, text FROM articles WHERE title IS NOT NULL LIMIT 1")
        .fetchall()
    )
    tab.page.locator("#filter-search").fill(title.upper())
    assert found(tab) >= 1
    word = max(text.split(), key=len).strip(".")
    tab.page.locator("#filter-search").fill(word)
    in_index = found(tab)
    tab.page.locator("#filter-texts").check()
    tab.page.wait_for_timeout(500)
    assert found(tab) > in_index


def test_links_of_tables_filter_the_articles(tab: Tab, generated: Current) -> None:
    tab.page.locator("#languages a[data-value=fr]").click()
    assert tab.page.locator("#filter-language").input_value() == "fr"
    assert found(tab) == count(generated, "language = 'fr'")


def shown_text(tab: Tab) -> str:
    return str(tab.page.locator("#article-text").evaluate("part => part.textContent"))


def test_an_article_as_it_was_and_as_it_is(tab: Tab, generated: Current) -> None:
    tab.page.locator("#articles-table tbody button").first.focus()
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_selector("#article-text del")
    article_id = tab.page.locator("#article-values dd").first.inner_text()
    ((text,),) = (
        connect(generated)
        .execute(f"SELECT text FROM {BOTH} WHERE article_id = ?", [article_id])
        .fetchall()
    )
    gone = connect(generated).execute(
        "SELECT before FROM edits WHERE article_id = ?", [article_id]
    )
    tab.page.get_by_label("as it is").check()
    assert shown_text(tab) == text
    tab.page.get_by_label("as it was").check()
    was = shown_text(tab)
    assert all(before.strip() in was for (before,) in gone.fetchall())


def test_the_keyboard_is_enough(tab: Tab) -> None:
    tab.page.keyboard.press("Tab")
    assert tab.page.evaluate("document.activeElement.className") == "skip"
    tab.page.locator("#articles-table tbody button").first.focus()
    tab.page.keyboard.press("Enter")
    first = tab.page.locator("#article-values dd").first.inner_text()
    tab.page.keyboard.press("j")
    tab.page.wait_for_timeout(100)
    assert tab.page.locator("#article-values dd").first.inner_text() != first
    tab.page.keyboard.press("k")
    tab.page.wait_for_timeout(100)
    assert tab.page.locator("#article-values dd").first.inner_text() == first
    tab.page.keyboard.press("Escape")
    assert not tab.page.locator("#article").evaluate("dialog => dialog.open")


def test_tables_are_sorted(tab: Tab) -> None:
    head = tab.page.locator("#sites th", has_text="Articles")
    cells = tab.page.locator("#sites tbody td:nth-child(2)")
    for _ in range(2):
        head.click()
        numbers = [int(text) for text in cells.all_inner_texts()]
        assert numbers in (sorted(numbers), sorted(numbers, reverse=True))


OUTSIDE = """() => [...document.querySelectorAll("figure.chart svg")].flatMap((svg) => {
    const box = svg.getBoundingClientRect();
    const isOutside = ({ left, right }) => left < box.left || right > box.right;
    const texts = [...svg.querySelectorAll("text")].filter((text) => text.getClientRects().length);
    return texts.filter((text) => isOutside(text.getBoundingClientRect()));
}).map((text) => text.textContent)"""
OVERLAID = """() => [...document.querySelectorAll("figure.chart svg .role-legend-label text")]
    .map((text) => text.getBoundingClientRect())
    .filter((one, at, all) => all.some((two, other) => other > at && one.top === two.top
        && one.left < two.right && two.left < one.right)).length"""
CUT = """() => [...document.querySelectorAll("div.table")]
    .filter((box) => box.scrollWidth > box.clientWidth).map((box) => box.ariaLabel)"""


@pytest.mark.parametrize("width", [1280, 1920])
def test_nothing_is_cut_off(browser: Browser, page_file: Path, width: int) -> None:
    viewport = {"width": width, "height": 900}
    with browser.open(page_file, viewport=viewport) as tab:
        assert tab.page.locator("figure.chart svg text").count() > 50
        assert tab.page.evaluate(OUTSIDE) == []
        assert tab.page.evaluate(OVERLAID) == 0
        assert tab.page.evaluate(CUT) == []


LOOKS = [{}, DARK, PHONE, PHONE | DARK]


@pytest.mark.parametrize("look", LOOKS)
def test_looks(browser: Browser, page_file: Path, look: dict[str, Any]) -> None:
    with browser.open(page_file, **look) as tab:
        assert tab.page.evaluate(OVERFLOW) == 0
        tab.page.locator("#articles-table tbody button").first.click()
        tab.page.wait_for_selector("#article-text del")
        assert tab.page.evaluate(OVERFLOW) == 0
        inner = "dialog => dialog.scrollWidth - dialog.clientWidth"
        assert tab.page.locator("#article").evaluate(inner) == 0
        for selector in ("body", "a", ".answer", "#article-text del", ".totals dt"):
            assert contrast(tab, selector) >= 4.5, selector
        assert tab.problems == []


def contrast(tab: Tab, selector: str) -> float:
    """Return the contrast of an element's text to what is behind it, as WCAG counts it."""
    colours = tab.page.locator(selector).first.evaluate("""element => {
        const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
        const read = (colour) => {
            canvas.clearRect(0, 0, 1, 1);
            canvas.fillStyle = colour;
            canvas.fillRect(0, 0, 1, 1);
            return [...canvas.getImageData(0, 0, 1, 1).data];
        };
        let behind = element;
        while (behind && read(getComputedStyle(behind).backgroundColor)[3] === 0) {
            behind = behind.parentElement;
        }
        const colours = [getComputedStyle(element).color, getComputedStyle(behind).backgroundColor];
        return colours.map(read);
    }""")
    bright, dark = sorted((luminance(colour) for colour in colours), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(colour: list[int]) -> float:
    parts = [channel / 255 for channel in colour[:3]]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_it_can_be_printed(browser: Browser, page_file: Path) -> None:
    with browser.open(page_file, color_scheme="dark") as tab:
        tab.page.emulate_media(media="print")
        assert tab.page.locator("#quarantine").is_visible()
        assert not tab.page.locator("#filters").is_visible()
        assert tab.problems == []


def test_hostile_input_shows_as_text(browser: Browser, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    lines = []
    for number, title in enumerate(HOSTILE):
        text = (
            f"{title} said the harbour office. " + f"Boat {number} left at six. " * 30
        )
        record = {"title": title, "site": title, "author": title, "text": text}
        record |= {"url": f"javascript:alert({number})", "published_at": title}
        lines.append(json.dumps(record))
    (inbox / "hostile.jsonl").write_text("\n".join([*lines, *HOSTILE]))
    dataset = Dataset(tmp_path / "out")
    take_in(dataset, inbox, Settings())
    current = dataset.current()
    assert current
    rows = connect(current).execute(f"SELECT title FROM {BOTH}").fetchall()
    path = tmp_path / "out" / "latest" / "report.html"
    with browser.open(path) as tab:
        listed = tab.page.locator("#articles-table tbody button").all_inner_texts()
        titles = [title or "without a title" for (title,) in rows]
        assert sorted(map(unescaped, listed)) == sorted(titles)
        for button in tab.page.locator("#articles-table tbody button").all():
            button.click()
            tab.page.keyboard.press("Escape")
        assert (
            tab.page.locator("main img, main script, main [onmouseover]").count() == 0
        )
        assert tab.page.locator("a[href^='javascript']").count() == 0
        assert not any(mark in tab.page.inner_text("body") for mark in "\u202e\u2066")
        assert tab.problems == []


def unescaped(text: str) -> str:
    for mark in "\u202e\u202c\u2066\u2069":
        text = text.replace(f"\\u{ord(mark):04x}", mark)
    return text

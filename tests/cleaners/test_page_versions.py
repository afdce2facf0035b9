"""Check which addresses are one page, and which of its fetches stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.page_versions import Fetch, choose
from cleaners.sites import main_site_of, site_of
from cleaners.url_key import url_key

SAME_PAGE = (
    (
        "https://www.example.org/2024/05/ferry-strike-ends",
        "http://example.org/2024/05/ferry-strike-ends/",
        "HTTPS://EXAMPLE.ORG:443/2024/05/ferry-strike-ends#comments",
        "https://example.org/2024/05/ferry-strike-ends?utm_source=a&utm_medium=b",
        "https://example.org/2024/05/ferry-strike-ends?fbclid=Iw1&gclid=2&mc_cid=3",
        "https://example.org/2024/05/ferry-strike-ends/amp/",
        "https://example.org/2024/05/ferry-strike-ends?amp=1",
        "https://example.org/2024/05/ferry-strike-ends.amp",
        "https://example-org.cdn.ampproject.org/c/s/example.org/2024/05/ferry-strike-ends",
        "https://www.google.com/amp/s/www.example.org/2024/05/ferry-strike-ends/",
        " https://example.org/2024/05/ferry-strike-ends\n",
        "https://m.example.org/2024/05/ferry-strike-ends",
        "https://amp.example.org/2024/05/ferry-strike-ends",
        "https://www.m.example.org/2024/05/ferry-strike-ends",
        "https://web.archive.org/web/20240502101112/https://example.org/2024/05/ferry-strike-ends",
        "http://web.archive.org/web/2024id_/http://www.example.org:80/2024/05/ferry-strike-ends?utm_id=1",
        "https://archive.today/20240502101112/https://example.org/2024/05/ferry-strike-ends",
        "http://archive.ph/2024.05.02-101112/http://www.example.org/2024/05/ferry-strike-ends",
        "https://archive.is/newest/https://example.org/2024/05/ferry-strike-ends",
        "https://archive.md/o/k3XyZ/https://example.org/2024/05/ferry-strike-ends",
        "http://webcache.googleusercontent.com/search?q=cache:aB3-H7j:example.org/2024/05/ferry-strike-ends+ferry&hl=en",
        "https://webcache.googleusercontent.com/search?q=cache:example.org/2024/05/ferry-strike-ends",
    ),
    ("https://example.org/x?b=2&a=1", "https://example.org/x?a=1&b=2&igshid=7"),
    ("https://example.org/été", "https://example.org/%C3%A9t%c3%a9"),
    ("https://example.org/a.html", "https://example.org/a.amp.html"),
)
OTHER_PAGES = (
    ("https://example.org/a", "https://example.org/b"),
    ("https://example.org/A", "https://example.org/a"),
    ("https://example.org/a?id=1", "https://example.org/a?id=2"),
    ("https://example.org/a?page=2", "https://example.org/a"),
    ("https://example.org/a?source=7", "https://example.org/a?source=8"),
    ("https://example.org/music/amp", "https://example.org/music"),
    ("https://example.org/app#/story/1", "https://example.org/app#/story/2"),
    ("https://example.org/app#!1", "https://example.org/app#!2"),
    ("https://news.example.org/a", "https://example.org/a"),
    ("https://example.org:8080/a", "https://example.org/a"),
    ("https://m.co.uk/a", "https://co.uk/a"),
    ("https://amp.dev/a", "https://dev/a"),
    ("https://mm.example.org/a", "https://example.org/a"),
    ("https://mobile.example.org/a", "https://example.org/a"),
    ("https://example.org/a%2Fb", "https://example.org/a/b"),
    ("https://example.org/?x=%fe", "https://example.org/?x=%ff"),
    ("https://example.org/?p=1", "https://example.org/?p=2"),
    (
        "https://web.archive.org/web/2024/https://a.example/x",
        "https://web.archive.org/web/2024/https://b.example/x",
    ),
    ("https://web.archive.org/details/a.example/x", "https://a.example/x"),
    ("https://archive.ph/k3XyZ", "https://archive.ph/k3XyA"),
    ("https://archive.ph/2024/news/a.html", "https://news/a.html"),
    ("https://archive.org/20240502101112/https://a.example/x", "https://a.example/x"),
    ("https://webcache.example/search?q=cache:a.example/x", "https://a.example/x"),
    (
        "https://webcache.googleusercontent.com/search?q=a.example/x",
        "https://a.example/x",
    ),
    (
        "https://example.org/web/20240502101112/https://a.example/x",
        "https://a.example/x",
    ),
)
NO_PAGES = (
    None,
    "",
    "https://example.org",
    "https://www.example.org/?utm_source=x",
    "/2024/ferry",
    "mailto:desk@example.org",
    "https://[broken/a",
    "https://example.org:99999/a",
    "https://example.org/\ud900",
)
DAY = datetime(2024, 5, 1, tzinfo=UTC)


def fetch(name: str, text: str, day: int | None = None, **known: object) -> Fetch:
    values: dict[str, object] = {
        "article_id": name,
        "content_key": text,
        "fetched_at": None if day is None else DAY + timedelta(days=day),
        "modified_at": None,
        "detour": 0,
        "raw_sha256": name,
        "arrival": 0,
        "stands": False,
        "place": (name, 0),
        **known,
    }
    return Fetch(**values)  # type: ignore[arg-type]  # the values are those above


@pytest.mark.parametrize("addresses", SAME_PAGE)
def test_addresses_of_one_page_have_one_key(addresses: tuple[str, ...]) -> None:
    keys = {url_key(address) for address in addresses}
    assert len(keys) == 1, keys
    assert keys != {None}


@pytest.mark.parametrize(("one", "other"), OTHER_PAGES)
def test_addresses_of_two_pages_have_two_keys(one: str, other: str) -> None:
    assert url_key(one) != url_key(other)
    assert url_key(one) or url_key(other)


@pytest.mark.parametrize("address", NO_PAGES)
def test_what_names_no_page_has_no_key(address: str | None) -> None:
    assert url_key(address) is None


SITES = (
    ("https://m.paper.example/news/bridge", "paper.example"),
    ("https://m.paper.co.uk/news/bridge", "paper.co.uk"),
    ("https://amp.paper.example/news/bridge", "paper.example"),
    ("https://www.paper.example/news/bridge", "paper.example"),
    ("https://en.m.paper.example/news", "en.m.paper.example"),
    ("https://news.paper.example/bridge", "news.paper.example"),
    ("https://amp.dev/a", "amp.dev"),
    ("https://m.com.br/a", "m.com.br"),
    ("/news/bridge", None),
)


@pytest.mark.parametrize(("address", "site"), SITES)
def test_a_mobile_edition_is_of_its_site(address: str, site: str | None) -> None:
    assert main_site_of(address) == site


@given(st.text())
def test_a_key_is_the_key_of_its_own_address(rest: str) -> None:
    key = url_key(f"https://example.org/{rest}")
    if key is not None:
        assert url_key(f"https://{key}") == key


def test_the_newest_fetch_of_another_text_stands_in_any_order() -> None:
    fetches = [
        fetch("a", "first", 1),
        fetch("b", "second", 2),
        fetch("c", "second", 4),
        fetch("d", "third", 3),
    ]
    for order in permutations(fetches):
        page = choose(order)
        assert page.standing.article_id == "b"  # the first fetch of the newest text
        assert [each.article_id for each in page.repeats] == ["c"]
        assert {each.article_id for each in page.older} == {"a", "d"}
        assert page.versions == 3


def test_a_fetch_that_stands_gives_way_to_another_text_alone() -> None:
    known = fetch("z", "text", 3, stands=True)
    for other in (fetch("a", "text", 1), fetch("b", "text", 9), fetch("c", "text")):
        assert choose([other, known]).standing == known
        assert choose([known, other]).standing == known
    newer = fetch("d", "other text", 9)
    assert choose([known, newer]).standing == newer
    assert choose([known, fetch("e", "other text", 2)]).standing == known


def test_a_text_that_came_back_is_the_newest_again() -> None:
    first = fetch("a", "text", 1, arrival=0)
    changed = fetch("b", "other text", 2, arrival=1, stands=True)
    back = fetch("c", "text", 3, arrival=2)
    page = choose([back, changed, first])
    assert (page.standing, page.older, page.versions) == (first, (changed,), 2)


def test_of_fetches_that_come_together_the_plainest_address_stands() -> None:
    amp, mobile = fetch("a", "text", detour=4), fetch("b", "text", 1, detour=2)
    plain = fetch("c", "text", 2)
    for order in permutations((amp, mobile, plain)):
        assert choose(order).standing == plain
    known = fetch("a", "text", detour=4, stands=True)
    assert choose([known, plain]).standing == known
    assert choose([amp, fetch("d", "text", arrival=1)]).standing == amp


def test_a_plain_address_makes_a_text_no_newer_than_dates_do() -> None:
    amp, plain = fetch("a", "z", detour=4), fetch("b", "y")
    assert choose([amp, plain]).standing == plain
    newer = fetch("c", "x", 3, detour=4)
    assert choose([amp, plain, newer]).standing == newer
    changed = fetch("d", "w", detour=4, modified_at=DAY)
    assert choose([amp, plain, changed]).standing == changed


def test_what_a_file_says_last_is_newer_where_dates_are_no_help() -> None:
    old = fetch("a", "z", stands=True, place=("x.csv", 3))
    corrected = fetch("b", "a", arrival=1, place=("x.csv", 2))
    for order in permutations((old, corrected)):
        assert choose(order).standing == corrected
    later_line = fetch("c", "b", place=("x.csv", 9))
    assert choose([old, later_line]).standing == later_line
    assert choose([old, corrected, later_line]).standing == corrected
    dated = fetch("d", "c", 1, place=("x.csv", 1))
    assert choose([old, corrected, dated]).standing == dated


def test_no_file_is_newer_for_being_read_later() -> None:
    old = fetch("a", "z", stands=True, place=("x.csv", 3))
    other_file = fetch("b", "a", arrival=1, place=("y.csv", 2))
    assert choose([old, other_file]).standing == old
    plain = fetch("c", "b", place=("x.csv", 1))
    amp = fetch("d", "c", arrival=1, detour=4, place=("x.csv", 1))
    assert choose([plain, amp]).standing == plain


def test_without_dates_of_fetching_the_page_or_the_content_decides() -> None:
    undated = fetch("a", "f", modified_at=DAY), fetch("b", "e", modified_at=DAY)
    assert choose(undated).standing.content_key == "f"
    later = fetch("c", "d", modified_at=DAY + timedelta(days=1))
    assert choose([*undated, later]).standing == later
    dated = fetch("d", "c", 0)
    assert choose([*undated, later, dated]).standing == dated


@given(st.permutations(range(6)), st.lists(st.integers(0, 3), min_size=6, max_size=6))
def test_the_choice_does_not_depend_on_the_order(
    order: list[int], days: list[int]
) -> None:
    fetches = [fetch(f"f{n}", f"t{n % 3}", day or None) for n, day in enumerate(days)]
    assert choose([fetches[n] for n in order]) == choose(fetches)


SITES = (
    ("https://www.example.org/a", "example.org"),
    (
        "https://web.archive.org/web/20240502101112/https://www.example.org/a",
        "example.org",
    ),
    ("https://web.archive.org/about/", "web.archive.org"),
    ("https://www.google.com/amp/s/example.org/a", "example.org"),
    ("https://www.google.com/search?q=a", "google.com"),
    ("https://example-org.cdn.ampproject.org/c/s/example.org/a", "example.org"),
    ("https://archive.vn/20240502/https://www.example.org/a", "example.org"),
    ("https://archive.ph/k3XyZ", "archive.ph"),
    (
        "http://webcache.googleusercontent.com/search?q=cache:x:example.org/a",
        "example.org",
    ),
    ("https://[broken/a", None),
    (None, None),
)


@pytest.mark.parametrize(("address", "site"), SITES)
def test_the_site_of_a_copy_is_that_of_its_page(
    address: str | None, site: str | None
) -> None:
    assert site_of(address) == site

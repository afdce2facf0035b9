"""The review page in Chromium, by keyboard alone: from a decision to the next snapshot and back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlencode

import pytest

from flows.review.server import ReviewServer
from flows.review.session import Session
from flows.snapshots import Dataset
from tests.browser.conftest import Browser
from tests.flows import reviewed
from tests.flows.conftest import read_rows
from tests.flows.reviewed import REMOVED, SITE, UNWANTED

Page = Any  # of Playwright, which is not installed everywhere
HOSTILE = "<xss/onx=alert(1)>\u202e</script><b>{{ 7 * 7 }}"
SHOWN = "<xss/onx=alert(1)>"
LATE = 500  # milliseconds, in which a page would be there without its script


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("page")
    inbox = reviewed.make_inbox(made)
    text = f"{HOSTILE} in the news\n\n{reviewed.PIER}\nThey said {HOSTILE} again.\n"
    (inbox / "hostile.txt").write_text(text, encoding="utf-8")
    reviewed.clean(made)
    return made


@contextmanager
def serving(folder: Path) -> Iterator[ReviewServer]:
    current = Dataset(folder / "out").current()
    assert current
    server = ReviewServer(Session(current, folder / "review"))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@contextmanager
def visiting(
    browser: Browser, server: ReviewServer, **context: object
) -> Iterator[Page]:
    """Open the review; assert that nothing was complained about and nothing left the machine."""
    made = browser.browser.new_context(**context)
    page = made.new_page()
    problems: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("dialog", lambda dialog: problems.append(dialog.message))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server.address)
    yield page
    made.close()
    assert problems == []
    assert all(url.startswith(f"{server.origin}/") for url in asked)


def go_to(page: Page, words: str) -> None:
    """Press n until an article is shown."""
    for _ in range(10):
        if words in page.inner_text("main"):
            return
        with page.expect_navigation():
            page.keyboard.press("n")
    raise AssertionError(f"no article {words}")


def press_on(page: Page, words: str, key: str) -> None:
    """Move down to a line, and decide about it."""
    for _ in range(page.locator(".spot").count()):
        page.keyboard.press("j")
        if words in page.locator(".spot:focus .text").inner_text():
            with page.expect_navigation():
                page.keyboard.press(key)
            return
    raise AssertionError(f"no line {words}")


def texts(folder: Path) -> dict[str, dict[str, Any]]:
    rows = read_rows(Dataset(folder / "out"), "articles", "duplicates")
    return {str(row["url"]).rpartition("/")[2]: row for row in rows}


def test_what_is_decided_by_keys_changes_the_next_snapshot_and_is_undone(
    browser: Browser, folder: Path
) -> None:
    before = texts(folder)
    with serving(folder) as server, visiting(browser, server) as page:
        go_to(page, f"{SITE}/ferry")
        press_on(page, REMOVED, "s")
        assert page.locator(".spot:focus.turned").count() == 1, "the place is kept"
        page.keyboard.press("t")
        page.keyboard.press("Control+A")
        page.keyboard.type("The strike is over")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.input_value("#value-title") == "The strike is over"
        page.goto(server.origin)
        go_to(page, "/bridge")
        press_on(page, UNWANTED, "s")
        page.goto(server.origin)
        go_to(page, f"{SITE}/pier")
        with page.expect_navigation():
            page.keyboard.press("x")
        assert "4 decisions" in page.inner_text(".state")
    after = texts(reviewed.clean(folder).folder.parent)
    assert REMOVED in after["ferry"]["text"]
    assert after["ferry"]["title"] == "The strike is over"
    assert UNWANTED in before["bridge"]["text"]
    assert UNWANTED not in after["bridge"]["text"]
    assert "pier" not in after
    with serving(folder) as server, visiting(browser, server) as page:
        page.goto(f"{server.origin}/answers")
        for left in (3, 2, 1, 0):
            page.keyboard.press("j")
            with page.expect_navigation():
                page.keyboard.press("r")
            assert page.locator(".spot").count() == left
        with page.expect_navigation():
            page.keyboard.press("u")
        assert page.locator(".spot").count() == 1, "one came back"
        with page.expect_navigation():
            page.keyboard.press("u")
        for _ in range(2):
            page.keyboard.press("j")
            with page.expect_navigation():
                page.keyboard.press("r")
    undone = texts(reviewed.clean(folder).folder.parent)
    for name, row in before.items():
        assert undone[name]["text"] == row["text"], name
        assert undone[name]["title"] == row["title"], name


def test_each_value_has_a_row(browser: Browser, folder: Path) -> None:
    with serving(folder) as server, visiting(browser, server) as page:
        go_to(page, f"{SITE}/ferry")
        page.keyboard.press("t")
        page.keyboard.type("The strike is over")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        forms = page.locator(".values form").all()
        parts = [form.locator("label, input, button").all() for form in forms]
        assert sorted({len(row) for row in parts}) == [3, 4], "one was set"
        boxes = [[part.bounding_box() for part in row] for row in parts]
        for row in boxes:
            middles = [box["y"] + box["height"] / 2 for box in row]
            assert max(middles) - min(middles) < 1
        for column in zip(*boxes, strict=False):
            assert len({box["x"] for box in column}) == 1
        assert min(input_box["width"] for _, input_box, *_ in boxes) > 300
        with page.expect_navigation():
            page.keyboard.press("u")


def test_hostile_text_is_shown_as_text_on_a_phone_in_the_dark(
    browser: Browser, folder: Path
) -> None:
    phone = {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"}
    with serving(folder) as server, visiting(browser, server, **phone) as page:
        go_to(page, "hostile.txt")
        assert SHOWN in page.inner_text("h1")
        assert SHOWN in page.inner_text(".spots")
        assert "\u202e" not in page.inner_text("main")
        assert page.locator("main xss, main b").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        names = page.locator("button, input:not([type=hidden])").evaluate_all(
            "all => all.filter(each => !(each.innerText || each.labels?.length)).length"
        )
        assert names == 0, "everything that can be pressed has a name"
        with page.expect_navigation():
            page.keyboard.press("q")
        assert "The review has ended" in page.inner_text("h1")


def test_a_page_is_not_seen_before_its_keys_work(
    browser: Browser, folder: Path
) -> None:
    held: list[Any] = []
    with serving(folder) as server, visiting(browser, server) as page:
        page.route("**/review.js", lambda route: held.append(route))  # noqa: PLW0108 - Playwright takes no builtin
        page.goto(server.origin, wait_until="commit")
        page.wait_for_timeout(LATE)
        assert held
        assert page.locator("[data-key=q]").count() == 0
        held[0].continue_()
        page.locator("[data-key=q]").wait_for()
        page.keyboard.press("q")
        page.get_by_role("heading", name="The review has ended").wait_for()


def ask(
    server: ReviewServer,
    method: str,
    path: str,
    headers: dict[str, str],
    body: str = "",
) -> tuple[int, dict[str, str]]:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.request(method, path, body, headers)
    reply = connection.getresponse()
    reply.read()
    connection.close()
    return reply.status, dict(reply.getheaders())


def test_only_who_has_the_token_may_ask_or_decide(folder: Path) -> None:
    with serving(folder) as server:
        state, headers = ask(server, "GET", f"/?token={server.token}", {})
        assert (state, headers["Location"]) == (303, "/")
        cookie = headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        own = {"Cookie": cookie.partition(";")[0]}
        state, headers = ask(server, "GET", "/answers", own)
        assert state == 200
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        refused = [
            ("/answers", {}),
            ("/?token=wrong", {}),
            ("/answers", {"Cookie": f"{server.cookie_name}=wrong"}),
            ("/answers", own | {"Host": f"evil.example:{server.server_port}"}),
            ("/answers", own | {"Host": "127.0.0.1"}),
        ]
        for path, given in refused:
            assert ask(server, "GET", path, given)[0] == 403, (path, given)
        form = urlencode({"act": "judge:drop"})
        key = server.session.queue[0].key
        posted = own | {"Content-Type": "application/x-www-form-urlencoded"}
        origins = ({}, {"Origin": "null"}, {"Origin": "http://evil.example"})
        for origin in origins:
            state, _ = ask(server, "POST", f"/article/{key}", posted | origin, form)
            assert state == 403, origin
        assert server.session.decided == 0
        trusted = posted | {"Origin": server.origin}
        assert ask(server, "POST", "/undo", {"Origin": server.origin}, form)[0] == 403
        for path in ("/article/none", "/nothing", "/answers", "/pairs"):
            state, _ = ask(server, "POST", path, trusted, "act=remove:99")
            assert state == 404, path
        state, _ = ask(server, "POST", f"/article/{key}", trusted, "act=turn:999:0")
        assert state == 400
        state, headers = ask(server, "POST", "/undo", trusted, "back=//evil.example/")
        assert (state, headers["Location"]) == (303, "/")
        large = "x" * 200_000
        assert ask(server, "POST", f"/article/{key}", trusted, large)[0] == 403
        assert server.session.decided == 0

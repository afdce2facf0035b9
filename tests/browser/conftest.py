"""Chromium without a window, for pages that the project makes. Skipped where there is none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@dataclass
class Tab:
    """A page in the browser, and what it complained about or asked for."""

    page: Any
    problems: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Browser:
    """Chromium, which opens pages of this machine."""

    browser: Any

    @contextmanager
    def open(self, path: Path, **context: object) -> Iterator[Tab]:
        """Open a file in a fresh context, and wait until all of it is there."""
        made = self.browser.new_context(**context)
        tab = Tab(made.new_page())
        tab.page.on("console", lambda message: tab.problems.append(message.text))
        tab.page.on("pageerror", lambda error: tab.problems.append(str(error)))
        tab.page.on("dialog", lambda dialog: tab.problems.append(dialog.message))
        tab.page.on("request", lambda request: tab.requests.append(request.url))
        tab.page.goto(path.resolve().as_uri())
        tab.page.wait_for_selector("html[data-ready]", state="attached")
        yield tab
        made.close()


def chromium() -> str | None:
    """Find the browser of this machine."""
    found = (shutil.which(name) for name in NAMES)
    return next((path for path in found if path), None)


@contextmanager
def running_chromium() -> Iterator[Any]:
    """Run Chromium for as long as this block; skip the test where there is none.

    Its event loop is that of the process meanwhile, so no fixture of a session holds it.
    """
    path = chromium()
    if path is None:
        pytest.skip("there is no Chromium here; install the package chromium")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium for the tests of a module."""
    with running_chromium() as started:
        yield Browser(started)

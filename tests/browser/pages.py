"""A page in Chromium for tests that drive it themselves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import FLAGS, chromium

if TYPE_CHECKING:
    from playwright.sync_api import Page

VIEW = {"width": 1120, "height": 760}


@contextmanager
def open_page() -> Iterator[Page]:
    """Open an empty page; skip the test where there is no Chromium."""
    path = chromium()
    if path is None:
        pytest.skip("there is no Chromium here; install the package chromium")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield browser.new_page(viewport=VIEW)
        browser.close()

"""A page in Chromium for tests that drive it themselves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.browser.conftest import running_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Page

VIEW = {"width": 1120, "height": 760}


@contextmanager
def open_page() -> Iterator[Page]:
    """Open an empty page; skip the test where there is no Chromium."""
    with running_chromium() as browser:
        yield browser.new_page(viewport=VIEW)

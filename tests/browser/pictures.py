"""Take the pictures of docs/images/ from the report of the sample data.

python -m tests.browser.pictures
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from flows.run import RunRequest, run
from flows.settings import Settings
from tests.browser.conftest import FLAGS, Browser, Tab, chromium

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "images"
MOST_BYTES = 300_000  # of a picture: pages that show them open fast
WIDE = {"viewport": {"width": 1120, "height": 760}}
PHONE = {"viewport": {"width": 390, "height": 760}}
DARK = {"color_scheme": "dark"}


def main() -> None:
    """Clean the sample data, and take a picture of each view that the docs show."""
    path = chromium()
    if path is None:
        sys.exit("there is no Chromium here; install the package chromium")
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        report = _report(Path(folder))
        started = driver.chromium.launch(executable_path=path, args=FLAGS)
        for name, (look, show) in PICTURES.items():
            with Browser(started).open(report, **look) as tab:
                show(tab)
                tab.page.wait_for_timeout(300)  # until fonts and lists stand still
                tab.page.screenshot(path=IMAGES / f"{name}.png")
            _check(IMAGES / f"{name}.png")
        started.close()


def _report(folder: Path) -> Path:
    """Clean seeds/ and return the report of the snapshot."""
    inputs = (str(ROOT / "seeds"),)
    summary = run(RunRequest(inputs, folder / "clean", Settings(), workers=0))
    assert summary.report
    return Path(summary.report)


def _check(picture: Path) -> None:
    size = picture.stat().st_size
    if size > MOST_BYTES:
        sys.exit(f"{picture}: {size:,} bytes; show less in it")


def _top(_: Tab) -> None:
    pass


def _removed(tab: Tab) -> None:
    tab.page.locator("a[href='#removed']").first.click()


def _articles(tab: Tab) -> None:
    tab.page.locator("a[href='#articles']").first.click()


def _article(tab: Tab) -> None:
    tab.page.locator("#articles-table tbody button").first.click()
    tab.page.wait_for_selector("#article-text del")


PICTURES: Mapping[str, tuple[Mapping[str, Any], Callable[[Tab], None]]] = {
    "report": (WIDE, _top),
    "report-dark": (WIDE | DARK, _removed),
    "report-articles": (WIDE, _articles),
    "report-article": (WIDE, _article),
    "report-phone": (PHONE, _top),
}

if __name__ == "__main__":
    main()

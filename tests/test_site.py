"""The docs site builds without a warning, opens from disk, and asks no other host for anything."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import html

from tests.browser.pages import open_page

ROOT = Path(__file__).parents[1]
STRICT = ["--fail-on-warning", "--keep-going", "--quiet", "--nitpicky"]
LOADED = "//script/@src | //img/@src | //iframe/@src | //link[@rel='stylesheet']/@href"
FROM_A_HOST = re.compile(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site as `make docs` does, with dead links as errors."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", *STRICT, "--doctree-dir"]
    command += [str(folder / "doctrees"), str(ROOT / "docs"), str(folder / "html")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "html"


def test_every_page_is_in_the_site(site: Path) -> None:
    pages = {page.stem for page in (ROOT / "docs").glob("*.md")}
    assert pages <= {page.stem for page in site.glob("*.html")}


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for page in site.glob("*.html"):
        for target in html.fromstring(page.read_bytes()).xpath(LOADED):
            assert "//" not in target, (page.name, target)
            assert (page.parent / target.partition("?")[0]).exists(), (
                page.name,
                target,
            )
    for style in site.rglob("*.css"):
        assert not FROM_A_HOST.search(style.read_text(encoding="utf-8")), style


def test_links_of_the_changes_stay_within_the_site(site: Path) -> None:
    page = html.fromstring((site / "changelog.html").read_bytes())
    links = page.xpath("//article//a[contains(@class, 'reference')]/@href")
    within = [link for link in links if "//" not in link]
    assert within
    assert not [link for link in links if "/unspun/blob/main/docs/" in link]


def test_it_opens_from_disk_and_search_finds(site: Path) -> None:
    requests: list[str] = []
    errors: list[str] = []
    with open_page() as page:
        page.on("request", lambda request: requests.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{site.as_uri()}/index.html")
        page.get_by_role("link", name="Glossary").first.click()
        assert page.get_by_role("heading", level=1).inner_text().startswith("Glossary")
        page.goto(f"{site.as_uri()}/search.html?q=quarantine")
        page.wait_for_selector("#search-results li a")
        found = page.locator("#search-results li a").all_inner_texts()
    assert any("Operating" in title for title in found)
    assert {url.partition(":")[0] for url in requests} <= {"file", "data"}
    assert errors == []

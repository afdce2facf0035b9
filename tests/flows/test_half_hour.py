"""A new user's half hour: docs/quickstart.md, each command as it is printed, and its pages.

With UNSPUN_PICTURES=docs/images the pictures of the review and of Prefect's pages are taken anew.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import httpx

import unspun
from flows.snapshots import Dataset
from tests import waiting
from tests.browser.pages import open_page
from tests.terminal import environment, plain, run_in_terminal

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
SECONDS = 300.0  # a guard: a Prefect server takes a minute on a busy machine
LINE = "A shelf of borrowed tools"
SHORT_OF_WAITING = {
    "PREFECT_RUNNER_POLL_FREQUENCY": "1",
    "PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_LOOP_SECONDS": "1",
}
T = TypeVar("T")


@dataclass(frozen=True)
class Printed:
    """A command of the page, and the lines that are printed below it."""

    command: str
    lines: list[str]


def sections() -> dict[str, list[Printed]]:
    """Read the commands of the page by its headings."""
    page = (ROOT / "docs" / "quickstart.md").read_text(encoding="utf-8")
    found: dict[str, list[Printed]] = {}
    for part in re.split(r"^## ", page, flags=re.MULTILINE)[1:]:
        blocks = re.findall(r"^```console\n(.*?)^```", part, re.MULTILINE | re.DOTALL)
        commands = re.split(r"^\$ ", "".join(blocks), flags=re.MULTILINE)[1:]
        heading = part.partition("\n")[0]
        found[heading] = [Printed(*split(command)) for command in commands]
    return found


def split(block: str) -> tuple[str, list[str]]:
    command, *lines = block.rstrip("\n").split("\n")
    return command, [line.rstrip() for line in lines]


def follow(printed: Printed, folder: Path) -> str:
    """Run a command of the page; what is printed below it must be in what the terminal gets."""
    code, shown = run_in_terminal(printed.command, folder)
    lines = plain(shown)
    assert code == 0, "\n".join(lines)
    starts = range(len(lines) - len(printed.lines) + 1)
    width = len(printed.lines)
    assert any(lines[at : at + width] == printed.lines for at in starts), lines
    return shown


@contextmanager
def running(command: str, folder: Path) -> Iterator[Path]:
    """Keep a command of the page running; yield what it writes. Ctrl-C must end it."""
    log = folder / "log.txt"
    with log.open("w", encoding="utf-8") as out:
        child = subprocess.Popen(
            ["bash", "-c", f"exec {command}"],
            cwd=folder,
            env=environment() | SHORT_OF_WAITING | {"BROWSER": "true"},
            stdout=out,
            stderr=out,
        )
        try:
            yield log
        finally:
            child.send_signal(signal.SIGINT)
            child.wait(SECONDS)
    assert "Traceback" not in log.read_text(encoding="utf-8")


def wait_for(found: Callable[[], T | None]) -> T:
    return waiting.wait_for(found, SECONDS)


def address_in(log: Path) -> str:
    """Wait for the address that a command prints."""
    found = wait_for(lambda: re.search(r"http://127\S+", log.read_text("utf-8")))
    return found[0]


def picture(page: Page, name: str) -> None:
    """Take a picture for the docs, if it is asked for."""
    if folder := os.environ.get("UNSPUN_PICTURES"):
        page.wait_for_timeout(500)  # until what moves stands still
        here = page.locator("code", has_text="/")  # a path of the machine that took it
        page.screenshot(
            path=ROOT / folder / f"{name}.png", mask=[here], mask_color="white"
        )


def texts(folder: Path) -> list[str]:
    """Return the texts of the newest articles."""
    articles = unspun.open_dataset(folder / "dataset").arrow("articles")
    return [str(text) for text in articles["text"].to_pylist()]


def open_the_report(page: Page, shown: str) -> None:
    (path,) = [line for line in plain(shown) if line.endswith("report.html")]
    page.goto(Path(path).as_uri())
    assert "trust this batch" in page.locator("h1, h2").first.inner_text()


def correct_the_line(page: Page, address: str) -> None:
    """Do with keys alone what the page says: j to the line, e, q."""
    page.goto(address)
    line = page.locator("li.spot", has_text=LINE)
    for _ in range(page.locator("li.spot").count()):
        page.keyboard.press("j")
        if line.evaluate("spot => spot.contains(document.activeElement)"):
            break
    picture(page, "review")
    page.keyboard.press("e")
    page.wait_for_selector("li.spot.turned")
    page.keyboard.press("q")
    page.get_by_role("heading", name="The review has ended").wait_for()


def see_the_run(page: Page, address: str, dataset: Dataset, snapshot: int) -> None:
    """Wait for the snapshot of a scheduled run, and find the run in Prefect's pages."""
    wait_for(lambda: (now := dataset.current()) and now.snapshot == snapshot and now)
    name = wait_for(lambda: name_of_run(address, f", snapshot {snapshot}"))
    page.goto(f"{address}/runs")
    page.get_by_text(name).first.click()
    page.get_by_text("Completed").first.wait_for()
    picture(page, "prefect")


def name_of_run(address: str, ending: str) -> str | None:
    body = {"flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}}}
    runs = httpx.post(f"{address}/api/flow_runs/filter", json=body, timeout=60).json()
    return next((run["name"] for run in runs if run["name"].endswith(ending)), None)


def test_half_an_hour(tmp_path: Path) -> None:
    page_of = sections()
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    with open_page() as page:
        for printed in page_of["Clean five scrapes"]:
            follow(printed, tmp_path)
        (printed,) = page_of["Open the report"]
        open_the_report(page, follow(printed, tmp_path))
        for printed, word in zip(
            page_of["Look at one article"],
            ("busiest corner", "well being"),
            strict=True,
        ):
            assert word in follow(printed, tmp_path)
        review, *again = page_of["Correct a line"]
        assert LINE in "".join(texts(tmp_path))
        with running(review.command, tmp_path) as log:
            correct_the_line(page, address_in(log))
        for printed in again:
            follow(printed, tmp_path)
        assert LINE not in "".join(texts(tmp_path))
        for printed in page_of["Ask three questions"]:
            assert printed.lines
            follow(printed, tmp_path)
        (serve,) = page_of["Schedule it"]
        with running(serve.command, tmp_path) as log:
            address = address_in(log)
            shutil.copy(tmp_path / "seeds" / "09-port-strike.txt", tmp_path / "inbox")
            see_the_run(page, address, Dataset(tmp_path / "dataset"), 3)
    assert any("Port Calder" in text for text in texts(tmp_path))

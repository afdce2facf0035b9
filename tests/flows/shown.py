"""A small dataset with every kind of row that `show` can meet."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from flows.run import RunRequest, run
from flows.settings import Settings
from tests.flows.conftest import ARTICLES

SEEDS = Path(__file__).parents[2] / "seeds"
URL = "https://www.example.org/news/old-bridge"
PAGE_URL = "https://example.org/harbour/ferry"
# What steers a terminal, is markup, turns a line, or is no character.
HOSTILE = "\x1b[31mred\x1b[0m <script>alert(1)</script> \u202eevil\u202c \ud800 \x07"


def record(text: str, **more: object) -> str:
    return json.dumps({"text": text, **more}) + "\n"


def page(text: str) -> str:
    title, *paragraphs = text.strip().split("\n\n")
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<html lang="en"><head><title>{title}</title>'
        f'<link rel="canonical" href="{PAGE_URL}"></head><body>'
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/news'>News</a></li></ul></nav>"
        f"<article><h1>{title}</h1>{body}</article>"
        "<footer>All rights reserved. Contact us.</footer></body></html>"
    )


def write_inbox(inbox: Path) -> None:
    """Write articles, copies, versions of a page, spun text, a page, and what is no article."""
    inbox.mkdir()
    bridge = ARTICLES["bridge.txt"]
    rows = (
        record(bridge + "\n\nLeave a Reply\n", url=URL, fetched_at="2024-05-01"),
        record(bridge.replace("three", "four"), url=URL, fetched_at="2024-05-02"),
        record(bridge.replace("Cars", "Vans"), url="https://mirror.example/bridge"),
        '{"url": "https://broken.example/a", "text": "An unended string\n',
        record(
            ARTICLES["library.txt"] + f"\n\nA sign says {HOSTILE} there.", id="lib-7"
        ),
    )
    (inbox / "rows.jsonl").write_text("".join(rows))
    (inbox / "ferry.html").write_text(page(ARTICLES["ferry.txt"]))
    for name in ("05-clinic.txt", "06-clinic-spun.txt", "29-only-chrome.txt"):
        shutil.copy(SEEDS / name, inbox / name)


def make(folder: Path, settings: Settings | None = None) -> Path:
    """Clean the inbox; return the folder of the dataset."""
    inbox = folder / "inbox"
    write_inbox(inbox)
    made = folder / "dataset"
    run(RunRequest((inbox,), made, settings or Settings(), workers=0))
    return made

"""A small dataset for tests of the review: pages of two sites, with something to decide on each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from flows.run import RunRequest, run
from flows.settings import Settings
from flows.snapshots import Dataset
from tests.flows.conftest import ARTICLES

SEEDS = Path(__file__).parents[2] / "seeds"
SITE, OTHER = "harbour.example", "hill.example"
REMOVED = "Share this article"
UNWANTED = "The harbour bell rings at noon for all who read this."
PIER = (
    "Pier to be painted\n\nThe pier will be painted in April, the harbour office said, in the\n"
    "same green as the ferries. Anglers may use it on Sundays while the painters are away.\n"
)
WALL = (
    "Before you continue\n\nWe use cookies and data to deliver and maintain our services.\n"
    "Accept all\nReject all\nMore options\n"
)


def records() -> list[dict[str, str]]:
    """Make the records: each has its text, and an address."""
    bridge, ferry, library = (ARTICLES[name] for name in sorted(ARTICLES))
    return [
        {"url": f"https://{SITE}/ferry", "text": f"{ferry}\n{UNWANTED}\n\n{REMOVED}\n"},
        {
            "url": f"https://{SITE}/library",
            "text": f"{library}\n{UNWANTED}\n\nItâ€™s open until nine, they said.\n",
        },
        {
            "url": f"https://{OTHER}/bridge",
            "text": f"{bridge}\n{UNWANTED}\n\n{REMOVED}\n",
        },
        {"url": f"https://{SITE}/pier", "text": PIER},
        {"url": f"https://{OTHER}/wall", "text": WALL},
        {
            "url": f"https://{OTHER}/clinic",
            "text": (SEEDS / "06-clinic-spun.txt").read_text(encoding="utf-8"),
        },
    ]


def make_inbox(folder: Path, more: Sequence[dict[str, str]] = ()) -> Path:
    """Write the records, and more of them, to an inbox."""
    inbox = folder / "in"
    inbox.mkdir()
    lines = [json.dumps(record) for record in (*records(), *more)]
    (inbox / "pages.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return inbox


def clean(folder: Path) -> Dataset:
    """Clean the inbox as the command does, with the answers next to the dataset."""
    dataset = Dataset(folder / "out")
    settings = Settings().for_dataset(dataset.folder)
    run(RunRequest((folder / "in",), dataset.folder, settings, workers=0))
    return dataset

"""Read the invented scrapes of `tests/cases/scrapes`, whose lines are labelled.

`FORMAT.md` there explains the files. A file belongs to the half that the digest of its host
decides: models and rules may learn from the first half alone, the other one measures them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from flows.training.folds import half_of

SCRAPES = Path(__file__).parents[2] / "tests" / "cases" / "scrapes"
FIELDS = ("title", "author", "date", "section", "source")


@dataclass(frozen=True, slots=True)
class LabelledScrape:
    """A scrape: its lines with their labels, and the values that it states."""

    name: str
    host: str
    language: str
    stated: Mapping[str, str]
    lines: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The scrape as it was dumped."""
        return "\n".join(text for _, text in self.lines)

    @property
    def half(self) -> str:
        """Whether rules may be written with this scrape in view, or it is kept aside."""
        return half_of(self.host)


def read_scrapes(folder: Path = SCRAPES) -> list[LabelledScrape]:
    """Read all labelled scrapes of a folder and the folders in it, by name."""
    return [read_scrape(path) for path in sorted(folder.rglob("*.txt"))]


def read_scrape(path: Path) -> LabelledScrape:
    """Read one file: `name: value` lines, `---`, then label, tab and text of each line."""
    content = path.read_text(encoding="utf-8")
    head, _, body = content.partition("\n---\n")
    values = _read_head(head)
    return LabelledScrape(
        name=path.stem,
        host=_host_of(values["url"]),
        language=values["language"],
        stated={name: values[name] for name in FIELDS if values.get(name)},
        lines=tuple(_read_lines(body)),
    )


def _read_head(head: str) -> dict[str, str]:
    values = {}
    for line in head.split("\n"):
        name, _, value = line.partition(":")
        values[name.strip()] = value.strip()
    return values


def _read_lines(body: str) -> Iterator[tuple[str, str]]:
    """Yield the label and the text of each line."""
    for line in body.rstrip("\n").split("\n"):
        label, _, text = line.partition("\t")
        yield label, text


def _host_of(url: str) -> str:
    host = urlsplit(url).netloc.lower()
    return host.removeprefix("www.")

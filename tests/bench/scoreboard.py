"""Publish what the benchmarks measure, and let no figure fall unseen.

    python tests/bench/scoreboard.py [--raise-floors | --lower-floors]

A benchmark calls `publish` with its tables, and `hold_floors` with the figures that must not fall; both
write into build/bench. This script compares the figures with tests/bench/floors.toml, which pins each with
the digest of the data that it was measured on, and moves the sections into docs/benchmarks.md. A part that
was not run keeps its section. `make bench` does it all.
"""

# ruff: noqa: T201 - a benchmark prints
from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from math import floor
from pathlib import Path

from drawing import Picture

PROJECT = Path(__file__).parents[2]
MEASURED = PROJECT / "build" / "bench"
FLOORS = PROJECT / "tests" / "bench" / "floors.toml"
PAGE = PROJECT / "docs" / "benchmarks.md"
PARTS = ("boilerplate", "extraction", "paraphrase", "duplicates", "peers", "scrapes")
PRECISION = 10_000  # a floor is rounded down to this part of one
SECTION = re.compile(
    r"<!-- part: (?P<part>\w+) -->\n(?P<text>.*?)(?=<!-- part: |\Z)", re.DOTALL
)
TITLE = """# Benchmarks

Written by `make bench`; edit the benchmarks in `tests/bench`, not this page. Each section names the SHA-256 digest
of its data. CPU time is that of one core of the machine that measured: compare rows, not pages.

"""
LOWER = "if it must fall, make bench FLOORS=--lower-floors"
RAISE = "make bench FLOORS=--raise-floors"

Cell = str | int | float
Floors = dict[str, "Pinned"]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a section: floats are shown with three digits, whatever needs others is given as text."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pinned:
    """Figures of one part by name, and the digest of the data that they were measured on."""

    digest: str
    figures: dict[str, float] = field(default_factory=dict)


def publish(
    name: str,
    heading: str,
    intro: str,
    tables: Sequence[Table],
    pictures: Sequence[Picture] = (),
) -> None:
    """Print the section of the part `name`, and write it to build/bench with its pictures."""
    if name not in PARTS:
        raise ValueError(f"no such part: {name}; known are {', '.join(PARTS)}")
    MEASURED.mkdir(parents=True, exist_ok=True)
    for picture in pictures:
        (MEASURED / f"{picture.name}.svg").write_text(picture.svg, encoding="utf-8")
    shown = [
        f"![{picture.caption}](pictures/{picture.name}.svg)" for picture in pictures
    ]
    section = (
        "\n\n".join([f"## {heading}", intro.strip(), *map(as_markdown, tables), *shown])
        + "\n"
    )
    (MEASURED / f"{name}.md").write_text(section, encoding="utf-8")
    print(section)


def hold_floors(name: str, digest: str, figures: Mapping[str, float]) -> None:
    """Record figures of which none may fall, with `digest_of` their data. More must mean better."""
    MEASURED.mkdir(parents=True, exist_ok=True)
    recorded = json.dumps(asdict(Pinned(digest, dict(figures))), indent=1)
    (MEASURED / f"{name}.json").write_text(recorded, encoding="utf-8")


def digest_of(*paths: Path) -> str:
    """Digest the names and bytes of files, and of all files in folders, whatever their order."""
    whole = hashlib.sha256()
    files = {
        file.relative_to(path.parent).as_posix(): file
        for path in paths
        for file in _files(path)
    }
    for name in sorted(files):
        whole.update(
            f"{name}\0{hashlib.sha256(files[name].read_bytes()).hexdigest()}\n".encode()
        )
    return whole.hexdigest()


def _files(path: Path) -> list[Path]:
    return (
        [file for file in path.rglob("*") if file.is_file()]
        if path.is_dir()
        else [path]
    )


def as_markdown(table: Table) -> str:
    """Write a table in Markdown, its first column to the left and the others to the right."""
    rules = [":--", *["--:"] * (len(table.columns) - 1)]
    rows = [[_shown(cell) for cell in row] for row in table.rows]
    lines = [
        "| " + " | ".join(row) + " |" for row in [list(table.columns), rules, *rows]
    ]
    return "\n\n".join(
        [f"**{table.title}**", "\n".join(lines), *([table.note] if table.note else [])]
    )


def _shown(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    return f"{cell:,}" if isinstance(cell, int) else f"{cell:.3f}"


def fallen(part: str, pinned: Pinned | None, found: Pinned) -> Iterator[str]:
    """Say what is wrong with the figures found, each with its remedy."""
    where = f"{FLOORS.name}: {part}"
    if pinned is None:
        yield f"{where} has no floors; pin them with {RAISE}"
        return
    if pinned.digest != found.digest:
        data = f"pinned on data {pinned.digest[:12]}, measured on {found.digest[:12]}"
        yield f"{where}: {data}; take the same data; {LOWER}"
        return
    for name, least in pinned.figures.items():
        if name not in found.figures:
            yield f"{where}: {name} was not measured; measure it; {LOWER}"
        elif found.figures[name] < least:
            yield f"{where}: {name} is {found.figures[name]:.5f}, its floor {least}; mend what lowered it; {LOWER}"
    for name in found.figures.keys() - pinned.figures.keys():
        yield f"{where}: {name} has no floor; pin it with {RAISE}"


def raised(pinned: Pinned | None, found: Pinned) -> Pinned:
    """Pin what is new and what is better, on the same data; all else stays."""
    if pinned is None:
        return lowered(found)
    if pinned.digest != found.digest:
        return pinned
    floors = lowered(found).figures
    return Pinned(
        pinned.digest,
        pinned.figures
        | {k: v for k, v in floors.items() if v >= pinned.figures.get(k, v)},
    )


def lowered(found: Pinned) -> Pinned:
    """Pin every figure where it is now, rounded down."""
    return Pinned(
        found.digest,
        {k: floor(v * PRECISION) / PRECISION for k, v in found.figures.items()},
    )


def read_floors(toml: str) -> Floors:
    """Read the floors of every part."""
    return {part: Pinned(**table) for part, table in tomllib.loads(toml).items()}


def write_floors(floors: Floors) -> str:
    """Write floors as TOML, the parts in their order and the figures by name."""
    lines = [
        "# Figures that `make bench` must reach, with the digest of the data; see tests/bench/scoreboard.py.\n"
    ]
    for part in sorted(floors, key=PARTS.index):
        lines += [f'[{part}]\ndigest = "{floors[part].digest}"\n\n[{part}.figures]']
        lines += [
            f"{json.dumps(name)} = {figure}"
            for name, figure in sorted(floors[part].figures.items())
        ]
        lines.append("")
    return "\n".join(lines)


def assemble(page: str, sections: Mapping[str, str]) -> str:
    """Put new sections into the page, in the order of the parts; what was not measured keeps its own."""
    known = {found["part"]: found["text"] for found in SECTION.finditer(page)} | dict(
        sections
    )
    return TITLE + "\n".join(
        f"<!-- part: {part} -->\n{known[part].strip()}\n"
        for part in PARTS
        if part in known
    )


def main() -> None:
    """Hold what was measured against the floors, and move it into the page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    change = parser.add_mutually_exclusive_group()
    change.add_argument(
        "--raise-floors", action="store_true", help="pin what is new or better"
    )
    change.add_argument(
        "--lower-floors",
        action="store_true",
        help="pin all as measured now, lower or on other data",
    )
    wanted = parser.parse_args()
    found = {
        path.stem: Pinned(**json.loads(path.read_text()))
        for path in sorted(MEASURED.glob("*.json"))
    }
    floors = read_floors(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    if wanted.raise_floors:
        floors |= {
            part: raised(floors.get(part), figures) for part, figures in found.items()
        }
    if wanted.lower_floors:
        floors |= {part: lowered(figures) for part, figures in found.items()}
    wrong = [
        line
        for part, figures in found.items()
        for line in fallen(part, floors.get(part), figures)
    ]
    if wrong:
        sys.exit("\n".join(sorted(wrong)))
    FLOORS.write_text(write_floors(floors), encoding="utf-8")
    move_into_page(found)


def move_into_page(found: Floors) -> None:
    """Move sections and pictures from build/bench to docs, each section with the digest of its data."""
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    sections = {
        path.stem: path.read_text(encoding="utf-8")
        for path in sorted(MEASURED.glob("*.md"))
    }
    for part in sections.keys() & found.keys():
        sections[part] += f"\nData: `{found[part].digest}`\n"
    PAGE.write_text(assemble(page, sections), encoding="utf-8")
    (PAGE.parent / "pictures").mkdir(exist_ok=True)
    for path in MEASURED.glob("*.svg"):
        path.replace(PAGE.parent / "pictures" / path.name)
    for path in (*MEASURED.glob("*.md"), *MEASURED.glob("*.json")):
        path.unlink()
    print(
        f"floors held: {', '.join(found) or 'none measured'}; written: {PAGE.relative_to(PROJECT)}"
    )


if __name__ == "__main__":
    main()

"""Publish what the benchmarks measure, and fail if a score is below its minimum.

    python tests/bench/scoreboard.py [--raise-floors | --lower-floors]

A benchmark calls `publish` with its tables, and `record_scores` with the scores that must not get
worse; both write into build/bench. This script compares the scores with tests/bench/floors.toml,
which has the minimum scores of each part with the digest of the data on which they were measured.
Then it moves the sections into docs/benchmarks.md. A part that was not run keeps its section.
`make bench` does all of this.
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
MINIMUM_SCORES = PROJECT / "tests" / "bench" / "floors.toml"
PAGE = PROJECT / "docs" / "benchmarks.md"
PARTS = (
    "boilerplate",
    "extraction",
    "paraphrase",
    "duplicates",
    "copies",
    "stories",
    "peers",
    "scrapes",
    "labelled_scrapes",
    "intake",
    "pipeline",
    "commands",
    "soak",
)
PRECISION = 10_000  # a minimum score is rounded down to 1/PRECISION
SECTION = re.compile(
    r"<!-- part: (?P<part>\w+) -->\n(?P<text>.*?)(?=<!-- part: |\Z)", re.DOTALL
)
TITLE = """# Benchmarks

Written by `make bench`; edit the benchmarks in `tests/bench`, not this page. Each section has the
SHA-256 digest of its data. CPU time is that of one core of the machine that measured: compare rows,
not pages.

"""
HEADER = (
    "# Minimum scores that `make bench` must reach, with the digest of the data; "
    "see tests/bench/scoreboard.py.\n"
)
LOWER = "to accept a lower score, run make bench FLOORS=--lower-floors"
RAISE = "make bench FLOORS=--raise-floors"

Cell = str | int | float


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a section; floats are shown with three digits, other formats are given as text."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of one part by name, and the digest of the data on which they were measured.

    Higher is better. Both measured scores and minimum scores are kept like this.
    """

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
    paragraphs = [f"## {heading}", intro.strip(), *map(as_markdown, tables)]
    for picture in pictures:
        (MEASURED / f"{picture.name}.svg").write_text(picture.svg, encoding="utf-8")
        paragraphs.append(f"![{picture.caption}](pictures/{picture.name}.svg)")
    section = "\n\n".join(paragraphs) + "\n"
    (MEASURED / f"{name}.md").write_text(section, encoding="utf-8")
    print(section)


def record_scores(name: str, digest: str, figures: Mapping[str, float]) -> None:
    """Record scores that must not get worse, with `digest_of` their data; higher is better."""
    MEASURED.mkdir(parents=True, exist_ok=True)
    recorded = json.dumps(asdict(Scores(digest, dict(figures))), indent=1)
    (MEASURED / f"{name}.json").write_text(recorded, encoding="utf-8")


def digest_of(*paths: Path) -> str:
    """Return a digest of the names and bytes of files and folders, in any order."""
    files: dict[str, Path] = {}
    for path in paths:
        for file in _files_in(path):
            files[file.relative_to(path.parent).as_posix()] = file
    digest = hashlib.sha256()
    for name in sorted(files):
        content = hashlib.sha256(files[name].read_bytes())
        digest.update(f"{name}\0{content.hexdigest()}\n".encode())
    return digest.hexdigest()


def _files_in(path: Path) -> list[Path]:
    """Return a file itself, or all files below a folder."""
    if not path.is_dir():
        return [path]
    return [file for file in path.rglob("*") if file.is_file()]


def as_markdown(table: Table) -> str:
    """Return a table as Markdown; the first column is aligned left and the others right."""
    numeric_columns = len(table.columns) - 1
    alignment = [":--"] + ["--:"] * numeric_columns
    lines = [_markdown_row(table.columns), _markdown_row(alignment)]
    for row in table.rows:
        cells = [_format_cell(cell) for cell in row]
        lines.append(_markdown_row(cells))
    paragraphs = [f"**{table.title}**", "\n".join(lines)]
    if table.note:
        paragraphs.append(table.note)
    return "\n\n".join(paragraphs)


def _markdown_row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _format_cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    return f"{cell:,}" if isinstance(cell, int) else f"{cell:.3f}"


def find_problems(part: str, minimum: Scores | None, found: Scores) -> Iterator[str]:
    """Yield what is wrong with the scores of a part, each with its remedy."""
    where = f"{MINIMUM_SCORES.name}: {part}"
    if minimum is None:
        yield f"{where} has no minimum scores; add them with {RAISE}"
        return
    if minimum.digest != found.digest:
        expected = f"minimum scores are for data {minimum.digest[:12]}"
        yield f"{where}: {expected}, measured on {found.digest[:12]}; use the same data; {LOWER}"
        return
    for name, least in minimum.figures.items():
        problem = _compare(name, least, found.figures.get(name))
        if problem:
            yield f"{where}: {problem}; {LOWER}"
    for name in found.figures.keys() - minimum.figures.keys():
        yield f"{where}: {name} has no minimum score; add it with {RAISE}"


def _compare(name: str, least: float, figure: float | None) -> str | None:
    """Return what is wrong with one score and how to fix it; None if nothing is."""
    if figure is None:
        return f"{name} was not measured; measure it"
    if figure < least:
        return f"{name} is {figure:.5f}, below its minimum {least}; fix what lowered it"
    return None


def raise_minimum(minimum: Scores | None, found: Scores) -> Scores:
    """Return minimum scores with what is new and what is better, if the data are the same."""
    if minimum is None:
        return as_minimum(found)
    if minimum.digest != found.digest:
        return minimum
    figures = dict(minimum.figures)
    for name, figure in as_minimum(found).figures.items():
        figures[name] = max(figure, figures.get(name, figure))
    return Scores(minimum.digest, figures)


def as_minimum(found: Scores) -> Scores:
    """Return measured scores as minimum scores, rounded down."""
    figures = {}
    for name, figure in found.figures.items():
        figures[name] = floor(figure * PRECISION) / PRECISION
    return Scores(found.digest, figures)


def read_minimums(toml: str) -> dict[str, Scores]:
    """Read the minimum scores of every part."""
    return {part: Scores(**table) for part, table in tomllib.loads(toml).items()}


def format_minimums(minimums: Mapping[str, Scores]) -> str:
    """Return minimum scores as TOML, the parts in their order and the scores by name."""
    lines = [HEADER]
    for part in sorted(minimums, key=PARTS.index):
        scores = minimums[part]
        lines.append(f'[{part}]\ndigest = "{scores.digest}"\n\n[{part}.figures]')
        for name in sorted(scores.figures):
            key = json.dumps(name)
            lines.append(f"{key} = {scores.figures[name]}")
        lines.append("")
    return "\n".join(lines)


def assemble(page: str, sections: Mapping[str, str]) -> str:
    """Put new sections into the page, in the order of the parts; other parts keep theirs."""
    known = {found["part"]: found["text"] for found in SECTION.finditer(page)}
    known.update(sections)
    shown = [part for part in PARTS if part in known]
    blocks = [f"<!-- part: {part} -->\n{known[part].strip()}\n" for part in shown]
    return TITLE + "\n".join(blocks)


def main() -> None:
    """Check the measured scores, and move the sections into the page."""
    arguments = parse_arguments()
    found = read_measured()
    minimums: dict[str, Scores] = {}
    if MINIMUM_SCORES.exists():
        minimums = read_minimums(MINIMUM_SCORES.read_text(encoding="utf-8"))
    for part, scores in found.items():
        if arguments.raise_floors:
            minimums[part] = raise_minimum(minimums.get(part), scores)
        if arguments.lower_floors:
            minimums[part] = as_minimum(scores)
    problems: list[str] = []
    for part, scores in found.items():
        problems.extend(find_problems(part, minimums.get(part), scores))
    if problems:
        sys.exit("\n".join(sorted(problems)))
    MINIMUM_SCORES.write_text(format_minimums(minimums), encoding="utf-8")
    move_into_page(found)


def parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    change = parser.add_mutually_exclusive_group()
    change.add_argument(
        "--raise-floors",
        action="store_true",
        help="take over new and better scores as minimum scores",
    )
    change.add_argument(
        "--lower-floors",
        action="store_true",
        help="take over all scores, also lower ones and those of other data",
    )
    return parser.parse_args()


def read_measured() -> dict[str, Scores]:
    """Read the recorded scores of each part that was run."""
    found = {}
    for path in sorted(MEASURED.glob("*.json")):
        found[path.stem] = Scores(**json.loads(path.read_text()))
    return found


def move_into_page(found: Mapping[str, Scores]) -> None:
    """Move sections and pictures from build/bench to docs, with the digests of their data."""
    sections = {}
    for path in sorted(MEASURED.glob("*.md")):
        section = path.read_text(encoding="utf-8")
        if path.stem in found:
            section += f"\nData: `{found[path.stem].digest}`\n"
        sections[path.stem] = section
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    PAGE.write_text(assemble(page, sections), encoding="utf-8")
    pictures = PAGE.parent / "pictures"
    pictures.mkdir(exist_ok=True)
    for path in MEASURED.glob("*.svg"):
        path.replace(pictures / path.name)
    for path in (*MEASURED.glob("*.md"), *MEASURED.glob("*.json")):
        path.unlink()
    measured = ", ".join(found) or "none measured"
    print(f"minimum scores reached: {measured}; written: {PAGE.relative_to(PROJECT)}")


if __name__ == "__main__":
    main()

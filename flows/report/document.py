"""Write the report of a snapshot: one HTML file that opens without a server and asks for nothing.

A strict policy in it lets the browser run the script and the style of this file alone, by their
hashes; what comes from input is data, or text that the templates escape.
"""

from __future__ import annotations

import base64
import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import distribution
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import jinja2
from markupsafe import Markup

from flows import progress, versions
from flows.account.page import STYLE
from flows.printable import printable, printable_line
from flows.report import thresholds
from flows.report.charts import charts_of
from flows.report.drawing import Chart
from flows.report.figures import Figures
from flows.report.findings import MEASURES, Level, judge
from flows.report.reading import Reader
from flows.report.samples import Samples, sample
from flows.snapshots import Dataset, sealing
from flows.storage import parquet

if TYPE_CHECKING:
    from flows.snapshots import Current

TEMPLATES = files("flows.report") / "templates"
EXPORT = re.compile(r"export\{([^{}]*)\};?")  # the last statement of the library
OPENING = re.compile(r"<(!--|/?script)", re.IGNORECASE)
DEFAULT = re.compile(r"([\w$]+) as default")


@dataclass(frozen=True, slots=True)
class View:
    """A part of the report: its id, its name in the menu, and its heading."""

    name: str
    title: str
    heading: str


VIEWS = (
    View("verdict", "Verdict", "Can I trust this batch?"),
    View("inputs", "Inputs", "From inputs to articles"),
    View("removed", "Removed", "What was removed"),
    View("sites", "Sites", "Sites that lost much, or nothing"),
    View("values", "Values", "Dates, authors and titles"),
    View("languages", "Languages", "Languages"),
    View("spun", "Spun", "Machine-paraphrased texts"),
    View("copies", "Copies", "Copies and stories"),
    View("quarantine", "Quarantine", "What could not become an article"),
    View("drift", "Drift", "Change against earlier runs"),
    View("articles", "Articles", "Articles as they were and as they are"),
)
FAILED = "<!doctype html><title>No report</title><p>This report could not be written.\n"
MARKS = {Level.WRONG: "✗", Level.LOOK: "!", Level.SOUND: "✓"}
LOSSES = {"much": "much", "nothing": "nothing", "usual": "as usual", "few": "–"}


def write(current: Current, path: Path) -> None:
    """Write the report of a snapshot to a file, in one step."""
    page = render(current)
    with parquet.replacing(path) as temporary:
        temporary.write_text(page, encoding="utf-8", newline="\n")


def write_or_warn(current: Current, path: Path) -> None:
    """Write the report of a snapshot that is published: without one, it is still worth all."""
    try:
        write(current, path)
    except (duckdb.Error, jinja2.TemplateError, ValueError) as error:
        message = f"No figures in {path.name}: {error}; unspun report writes it again"
        progress.current().message(message)
        path.write_text(FAILED, encoding="utf-8")


def with_reports(dataset: Dataset) -> Dataset:
    """Let a dataset that has reports write one for each snapshot that is published."""
    write = write_or_warn if sealing.has_reports(dataset.paths) else None
    return dataset.reporting(write)


def render(current: Current) -> str:
    """Return the report of a snapshot: the same text for the same tables."""
    reader = Reader(current)
    figures = reader.figures()
    charts, samples = _drawn_and_sampled(reader, figures)
    script, style = _script(), _style()
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            figures=figures,
            totals=figures.totals,
            verdict=judge(figures),
            charts=charts,
            samples=samples,
            views=VIEWS,
            titles={view.name: view.title for view in VIEWS},
            limits=thresholds,
            marks=MARKS,
            losses=LOSSES,
            measures=MEASURES,
            version=versions.pipeline_version(),
            script=Markup(script),  # noqa: S704 - our own files
            style=Markup(style),  # noqa: S704 - the same
            policy=_policy(script, style),
        )
    )


def _drawn_and_sampled(
    reader: Reader, figures: Figures
) -> tuple[dict[str, Chart], Samples]:
    """Draw the charts, and meanwhile choose the articles: each takes one processor."""
    with ThreadPoolExecutor(max_workers=1) as drawing:
        drawn = drawing.submit(charts_of, figures)
        samples = sample(reader)
        return drawn.result(), samples


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("flows.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["shown"] = printable_line
    environment.filters["text"] = printable
    environment.filters["markup"] = Markup
    return environment


def _policy(script: str, style: str) -> str:
    """Allow this script and this style, and nothing else."""
    return (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)};"
        " base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@lru_cache(maxsize=1)
def _script() -> str:
    """Return the library for tables and the report's own script, as one module."""
    library = _bundle().read_text(encoding="utf-8")
    export = EXPORT.search(library)
    default = DEFAULT.search(export[1]) if export else None
    if not (export and default):
        raise RuntimeError(
            "itables: its bundle exports no default; install the pinned version"
        )
    own = (TEMPLATES / "report.js").read_text(encoding="utf-8")
    table = f"\nconst DataTable = {default[1]};\n"
    code = library[: export.start()] + library[export.end() :] + table + own
    # In a script element, these would change where it ends; escaped, strings mean the same.
    return OPENING.sub(r"\\x3c\1", code)


def _bundle() -> Path:
    """Find the library for tables. To import its package would import pandas and polars."""
    installed = distribution("itables").locate_file("itables/html/dt_bundle.js")
    return Path(str(installed))


@lru_cache(maxsize=1)
def _style() -> str:
    own = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    return own + STYLE

"""Compute what many pages cost, from what one was measured to cost: machines, hours, bytes, money.

The measured figures, and the assumptions, are in scaling.toml.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

FIGURES = Path(__file__).with_name("scaling.toml")
HOUR = 3_600  # seconds
GIGABYTE = 1e9  # bytes
THOUSAND = 1_000
ROUND = 100  # from here on two digits that count are before the point


@dataclass(frozen=True, slots=True)
class Measured:
    """What a page costs: seconds of CPU, and bytes.

    `own_seconds` are those of the run itself, which one machine spends alone. `search_bytes` is the
    memory that the search for copies takes for each new text.
    """

    worker_seconds: float
    own_seconds: float
    total_seconds: float
    input_bytes: float
    page_bytes: float
    table_bytes: float
    index_bytes: float
    search_bytes: float


@dataclass(frozen=True, slots=True)
class Assumed:
    """What a month costs, in dollars, and the machines; no measurement."""

    processors: int
    memory_bytes: float
    processor_hour: float
    storage_gigabyte: float
    snapshots: int
    shard_bytes: float
    busy: float


@dataclass(frozen=True, slots=True)
class Step:
    """A size of dataset, the hours that a first run may take, and the parts that it comes in."""

    pages: float
    name: str
    hours: float
    datasets: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What a step takes."""

    step: Step
    measured: Measured
    assumed: Assumed

    @property
    def worker_hours(self) -> float:
        """Hours of processors that clean."""
        return self.step.pages * self.measured.worker_seconds / HOUR

    @property
    def machines(self) -> int:
        """Machines that clean all in the hours of the step."""
        each = self.assumed.processors * self.assumed.busy
        return math.ceil(self.worker_hours / each / self.step.hours)

    @property
    def cleaning_hours(self) -> float:
        """Hours that these machines take."""
        each = self.assumed.processors * self.assumed.busy
        return self.worker_hours / each / self.machines

    @property
    def own_hours(self) -> float:
        """Hours of the run itself, in each of the datasets."""
        seconds = self.step.pages * self.measured.own_seconds
        return seconds / HOUR / self.step.datasets

    @property
    def search_gigabytes(self) -> float:
        """Memory of the search for copies, if each dataset were cleaned in one run."""
        used = self.step.pages * self.measured.search_bytes
        return used / GIGABYTE / self.step.datasets

    @property
    def parts(self) -> int:
        """Runs in which each dataset is to be filled, so that the search fits in memory."""
        half = self.assumed.memory_bytes / GIGABYTE / 2
        return math.ceil(self.search_gigabytes / half)

    @property
    def shards(self) -> float:
        """Shards of a run."""
        size = self.step.pages * self.measured.page_bytes
        return size / self.assumed.shard_bytes / self.parts / self.step.datasets

    @property
    def input_gigabytes(self) -> float:
        """What is read."""
        return self.step.pages * self.measured.input_bytes / GIGABYTE

    @property
    def table_gigabytes(self) -> float:
        """One snapshot."""
        return self.step.pages * self.measured.table_bytes / GIGABYTE

    @property
    def index_gigabytes(self) -> float:
        """All indexes."""
        return self.step.pages * self.measured.index_bytes / GIGABYTE

    @property
    def cleaning_dollars(self) -> float:
        """Once."""
        own = self.own_hours * self.step.datasets * self.assumed.processors
        return (
            self.worker_hours / self.assumed.busy + own
        ) * self.assumed.processor_hour

    @property
    def storage_dollars(self) -> float:
        """A month, without the inputs."""
        kept = self.table_gigabytes * self.assumed.snapshots + self.index_gigabytes
        return kept * self.assumed.storage_gigabyte

    def daily_seconds(self, share: float) -> float:
        """CPU seconds of the run itself on a day that adds a share of what each dataset has."""
        pages = self.step.pages / self.step.datasets
        grown = pages * self.measured.total_seconds
        return grown + share * pages * self.measured.own_seconds


ROWS: tuple[tuple[str, Callable[[Plan], str]], ...] = (
    ("hours of processors that clean", lambda plan: _figure(plan.worker_hours)),
    ("machines that clean", lambda plan: _figure(plan.machines)),
    ("hours of cleaning", lambda plan: _figure(plan.cleaning_hours)),
    ("datasets", lambda plan: _figure(plan.step.datasets)),
    ("hours of the run itself, a dataset", lambda plan: _figure(plan.own_hours)),
    ("memory of one search, a dataset", lambda plan: _bytes(plan.search_gigabytes)),
    ("runs that fill a dataset", lambda plan: _figure(plan.parts)),
    ("shards a run", lambda plan: _figure(plan.shards)),
    ("inputs, compressed", lambda plan: _bytes(plan.input_gigabytes)),
    ("a snapshot", lambda plan: _bytes(plan.table_gigabytes)),
    ("the index", lambda plan: _bytes(plan.index_gigabytes)),
    ("cleaning, once", lambda plan: _dollars(plan.cleaning_dollars)),
    ("storage, a month", lambda plan: _dollars(plan.storage_dollars)),
    (
        "CPU of the run itself on a day with 1 % more",
        lambda plan: f"{_figure(plan.daily_seconds(0.01) / HOUR)} h",
    ),
)


def plans() -> list[Plan]:
    """Compute the plan of each step."""
    content = tomllib.loads(FIGURES.read_text(encoding="utf-8"))
    measured = Measured(**content["measured"])
    assumed = Assumed(**content["assumed"])
    steps = [Step(**step) for step in content["steps"]]
    return [Plan(step, measured, assumed) for step in steps]


def tables() -> str:
    """Return the table of docs/scaling.md."""
    made = plans()
    heads = [f"{plan.step.name} pages" for plan in made]
    lines = [_line(["", *heads]), _line(["---", *["---:"] * len(made)])]
    for name, figure in ROWS:
        lines.append(_line([name, *map(figure, made)]))
    return "\n".join(lines)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _figure(value: float) -> str:
    """Write a figure with two digits that count."""
    if value >= ROUND:
        digits = 1 - math.floor(math.log10(value))
        return f"{round(value, digits):,.0f}"
    return f"{value:.2g}"


def _bytes(gigabytes: float) -> str:
    if gigabytes >= THOUSAND:
        return f"{_figure(gigabytes / THOUSAND)} TB"
    return f"{_figure(gigabytes)} GB"


def _dollars(value: float) -> str:
    return f"${_figure(value)}"

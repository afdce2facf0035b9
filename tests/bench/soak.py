"""Publish the results of the long tests.

    python tests/bench/soak.py [FOLDER]

`make soak` runs the tests, and pytest writes its reports, in the form of JUnit, into FOLDER
(build/soak).
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from scoreboard import PROJECT, Table, publish

REPORTS = PROJECT / "build" / "soak"
MINUTE = 60  # seconds
# What a file of tests promises, in the order of docs/promises.md.
PROMISES = {
    "tests.flows.test_soak": "30 runs killed at random, 50 snapshots under four readers",
    "tests.flows.test_snapshots": "disk full, disk errors and kills at every step of publishing",
    "tests.flows.test_stopping": "Ctrl-C and SIGTERM at 20 moments",
    "tests.flows.test_conservation": "every record of every file comes out once",
    "tests.flows.test_same_bytes": "the same bytes whatever the workers, the order and the place",
    "tests.soak.test_hostile_corpus": "316 hostile files of up to 2 MB in one run",
    "tests.soak.test_hostile_records": "129 kinds of hostile records of 2 MB",
    "tests.cleaners.test_boilerplate": "each rule against the lines of all cases of its kind",
}
INTRO = """
The long forms of tests that CI runs in a short form; [promises.md](promises.md) says what they
promise. Minutes are the time that the tests took, on two cores that other work may have shared.
"""


@dataclass(slots=True)
class Outcome:
    """What came of the tests of a file."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0

    def add(self, case: ET.Element) -> None:
        """Count a test."""
        results = {child.tag for child in case}
        is_skipped = "skipped" in results
        is_failed = bool(results & {"failure", "error"})
        self.skipped += is_skipped
        self.failed += is_failed
        self.passed += not is_skipped and not is_failed
        self.seconds += float(case.get("time", "0"))


def main() -> None:
    """Publish the results of all reports."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else REPORTS
    outcomes = read_outcomes(folder)
    if not outcomes:
        sys.exit(f"no reports in {folder}; run make soak")
    publish("soak", "Long tests", INTRO, [as_table(outcomes)])


def read_outcomes(folder: Path) -> dict[str, Outcome]:
    """Return what came of the tests, by file."""
    outcomes: dict[str, Outcome] = defaultdict(Outcome)
    for case in _cases(folder):
        name = case.get("classname", "")
        outcomes[name].add(case)
    return outcomes


def _cases(folder: Path) -> Iterator[ET.Element]:
    for report in sorted(folder.glob("*.xml")):
        # pytest has just written these files.
        yield from ET.parse(report).iter("testcase")  # noqa: S314


def as_table(outcomes: dict[str, Outcome]) -> Table:
    """Return a table with a row for each file of tests."""
    known = [name for name in PROMISES if name in outcomes]
    others = sorted(outcomes.keys() - PROMISES.keys())
    rows = []
    for name in [*known, *others]:
        each = outcomes[name]
        minutes = f"{each.seconds / MINUTE:.1f}"
        promise = PROMISES.get(name, name)
        rows.append((promise, each.passed, each.failed, each.skipped, minutes))
    columns = ("what is tried", "passed", "failed", "skipped", "minutes")
    return Table("Results of `make soak`", columns, rows)


if __name__ == "__main__":
    main()

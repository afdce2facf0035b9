"""`unspun doctor`: what would break a run here, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands.errors import Exit, debug_option
from flows.commands.options import FOLDER
from flows.printable import printable_line

if TYPE_CHECKING:
    from flows.report.checks import Finding


@click.command()
@click.argument("dataset", metavar="[DIR]", type=FOLDER, required=False)
@debug_option
def doctor(dataset: Path | None) -> None:
    """Check what a run needs.

    Looks at Python, the libraries, the environment and Prefect, and with DIR at that dataset:
    room, permission, lock, snapshot, index. Each line is OK, warn or FAIL, with what to do. Exits
    with 1 if anything fails. Changes nothing.
    """
    from flows.report.checks import Level

    failed = 0
    for finding in _findings(dataset):
        line = f"{finding.level:4}  {finding.subject}: {finding.detail}"
        if finding.remedy:
            line = f"{line}; {finding.remedy}"
        click.echo(printable_line(line))
        failed += finding.level is Level.FAIL
    if failed:
        raise SystemExit(Exit.FAILED)


def _findings(dataset: Path | None) -> Iterator[Finding]:
    from flows.orchestration import local_server
    from flows.report.dataset_checks import check_dataset
    from flows.report.installation_checks import check_installation, check_prefect

    yield from check_installation()
    yield check_prefect(local_server.configured_address())
    if dataset:
        yield from check_dataset(dataset)

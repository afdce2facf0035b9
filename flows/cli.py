"""The command line. Commands import what is slow, such as Prefect, only when they run."""

from __future__ import annotations

import sys

import click

from flows import interrupts
from flows.commands.clean import clean
from flows.commands.config import config
from flows.commands.diff import diff
from flows.commands.doctor import doctor
from flows.commands.errors import debug_option, print_one_line
from flows.commands.explain import explain
from flows.commands.export import export
from flows.commands.forget import forget
from flows.commands.formats import formats
from flows.commands.index import index
from flows.commands.learn import learn
from flows.commands.path import path
from flows.commands.report import report
from flows.commands.review import review
from flows.commands.rules import rules
from flows.commands.serve import serve
from flows.commands.show import show
from flows.commands.sql import sql
from flows.commands.stats import stats
from flows.commands.verify import verify


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="unspun", prog_name="unspun")
@debug_option
def cli() -> None:
    """Turn scraped news articles into clean, audited Parquet."""


COMMANDS = (
    clean,
    explain,
    show,
    report,
    sql,
    stats,
    diff,
    export,
    path,
    rules,
    learn,
    review,
    index,
    formats,
    config,
    doctor,
    verify,
    forget,
    serve,
)
for command in COMMANDS:
    cli.add_command(command)


def main() -> None:
    """Run the command named by the arguments."""
    sys.excepthook = print_one_line
    interrupts.install()
    try:
        cli(prog_name="unspun")
    finally:
        interrupts.finish()


if __name__ == "__main__":
    main()

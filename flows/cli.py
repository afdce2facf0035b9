"""The command line. A command's module is imported only when the command is run."""

from __future__ import annotations

import sys

import click

from flows import interrupts, library_environment
from flows.commands.errors import debug_option, print_one_line
from flows.commands.lazy_group import LazyGroup
from flows.no_pandas import forgo_pandas

COMMANDS = {
    "clean": "Clean scrapes into a dataset.",
    "clusters": "List the copies in DIR, or prove one cluster.",
    "config": "Show the settings in use.",
    "diff": "Compare two snapshots in DIR.",
    "doctor": "Check what a run needs.",
    "explain": "Show what cleaning does to a text.",
    "export": "Export a snapshot in DIR.",
    "forget": "Take down pages, articles or sites.",
    "formats": "List the input formats and field names.",
    "index": "Manage the duplicate index.",
    "learn": "Propose entries for your own lexicon.",
    "path": "Print the path of the newest snapshot.",
    "report": "Show a snapshot's report, a page.",
    "review": "Review articles, the most doubtful first.",
    "rules": "List, show or check boilerplate rules.",
    "serve": "Clean new files of an inbox on a schedule.",
    "show": "Show an article of DIR before and after.",
    "sql": "Query a snapshot in DIR.",
    "stats": "Show what is in a snapshot of DIR.",
    "verify": "Compare every file in DIR with its manifest.",
}


@click.group(
    cls=LazyGroup,
    package="flows.commands",
    lines=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="unspun", prog_name="unspun")
@debug_option
def cli() -> None:
    """Turn scraped news articles into clean, audited Parquet."""


def main() -> None:
    """Run the command named by the arguments."""
    sys.excepthook = print_one_line
    forgo_pandas()
    library_environment.prepare()
    interrupts.install()
    try:
        cli(prog_name="unspun")
    finally:
        interrupts.finish()


if __name__ == "__main__":
    main()

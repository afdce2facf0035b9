"""`unspun explain`: what would be removed, repaired and lifted, by which rule."""

from __future__ import annotations

from pathlib import Path

import click

from flows.commands.errors import Exit, UsageError, debug_option, exit_on
from flows.commands.options import field_option, load_settings, settings_option


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", help="The address of the scrape.")
@settings_option
@field_option
@debug_option
def explain(
    file: Path, url: str | None, settings: Path | None, fields: tuple[str, ...]
) -> None:
    """Show what cleaning does to FILE.

    Marks what is removed, repaired and lifted into a column, each with its rule. Exits with 2 when
    nothing in FILE could become an article.
    """
    from rich.console import Console

    from flows.commands.explanation_view import explain_file
    from flows.intake import InputError, known_suffixes

    chosen = load_settings(settings, fields)
    with exit_on(InputError):
        articles = explain_file(file, url, chosen, Console(highlight=False))
    if articles is None:
        raise UsageError(
            f"{file}: its suffix names no input format; known are {known_suffixes()}"
        )
    if not articles:
        raise SystemExit(Exit.USAGE)

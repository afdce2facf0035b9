"""`unspun explain`: what would be removed, repaired and lifted, in colour, by rule."""

from __future__ import annotations

from pathlib import Path

import click

from flows.commands.errors import Exit, UsageError, debug_option, exit_on
from flows.commands.options import field_option, settings_option


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", help="The address that the scrape came from.")
@settings_option
@field_option
@debug_option
def explain(
    file: Path, url: str | None, settings: Path | None, fields: tuple[str, ...]
) -> None:
    """Show what cleaning makes of FILE: what goes, what is repaired, what becomes a column, and by which rule.

    Ends with code 2 when nothing in FILE could become an article.
    """
    from rich.console import Console

    from flows.commands.explanation import explain_file
    from flows.intake import InputError
    from flows.settings import Settings, SettingsError

    with exit_on(SettingsError, InputError):
        chosen = (Settings.load(settings) if settings else Settings()).with_fields(
            fields
        )
        articles = explain_file(file, url, chosen, Console(highlight=False))
    if articles is None:
        raise UsageError(
            f"{file}: its suffix names no input format; known are .txt .html .htm .jsonl, also .gz and .zst"
        )
    if not articles:
        raise SystemExit(Exit.WRONG)

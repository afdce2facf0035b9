"""What `unspun clean` does with its arguments."""

from __future__ import annotations

import json
import logging
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import click

from flows import run_log
from flows.commands.errors import CliError, Exit, UsageError, exit_on
from flows.commands.options import load_settings
from flows.intake import InputError, check_inputs
from flows.notification import Ending, notify
from flows.printable import printable_json
from flows.progress import Progress, of_terminal, reporting
from flows.progress import current as current_progress
from flows.report.allowance import Allowance
from flows.report.summary import Summary
from flows.run import RunRequest
from flows.run import run as run_directly
from flows.setting_types import Stage
from flows.settings import Settings, SettingsError
from flows.snapshots import Dataset, DatasetBusy, DatasetError, foreign
from flows.stage_errors import StageError
from flows.workers.choice import chosen_cluster
from flows.workers.cluster import Cluster
from flows.workers.pool import processors


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of the command; see its help."""

    inputs: tuple[str, ...]
    output: Path
    workers: int | None
    runner: str
    dask_address: str | None
    settings: Path | None
    fields: tuple[str, ...]
    prefect: bool
    retried: tuple[str, ...]
    limit: int | None
    only_stage: Stage | None
    dry_run: bool
    strict: bool
    fail_over: float | None
    notify: str | None
    as_json: bool
    quiet: bool
    log_file: Path | None
    log_json: bool

    @property
    def allowance(self) -> Allowance:
        """How much may be quarantined."""
        return Allowance.of(strict=self.strict, fail_over=self.fail_over)

    @property
    def cluster(self) -> Cluster | None:
        """The cluster that does the work, if any."""
        return chosen_cluster(self.runner, self.dask_address, self.workers)

    @property
    def logs_to_stderr(self) -> bool:
        """Whether stderr is for JSON lines alone."""
        return self.log_json and self.log_file is None


def run(arguments: Arguments) -> None:
    """Clean, or show what would be read."""
    settings = load_settings(arguments.settings, arguments.fields)
    with exit_on(SettingsError):
        _ = arguments.cluster
        settings = settings.for_dataset(arguments.output)
    if arguments.only_stage:
        settings = replace(settings, only_stage=arguments.only_stage)
    if arguments.dry_run:
        from flows.commands.dry_run import show_preview

        given = arguments.inputs, arguments.output, settings, arguments.retried
        show_preview(*given, as_json=arguments.as_json)
        return
    with ExitStack() as stack:
        if arguments.log_file or arguments.log_json:
            with exit_on(OSError):
                log = run_log.logging_to(arguments.log_file, as_json=arguments.log_json)
                stack.enter_context(log)
        stack.enter_context(reporting(_progress(arguments)))
        _run_told(arguments, settings)


def _progress(arguments: Arguments) -> Progress:
    """Return the progress that the arguments ask for."""
    is_silent = arguments.quiet or arguments.logs_to_stderr
    shown = Progress() if is_silent else of_terminal()
    if arguments.log_file or arguments.log_json:
        return run_log.LogProgress(run_log.LOGGER, shown)
    return shown


def _run_told(arguments: Arguments, settings: Settings) -> None:
    """Run, and tell the log and the command of --notify-command how it ended."""
    try:
        summary = _run(arguments, settings)
    except CliError as error:
        is_refused = isinstance(error.__cause__, DatasetBusy)
        state = "refused" if is_refused else "failed"
        _tell(arguments, Ending(state, error.message, arguments.output))
        if arguments.logs_to_stderr:
            raise SystemExit(error.exit_code) from error
        raise
    excess = arguments.allowance.excess(summary)
    current_progress().stop()  # or the summary begins on the line of the spinner
    _print(summary, arguments)
    state = "nothing_new" if summary.nothing_new else "published"
    if excess:
        state = "quarantined"
        _complain(arguments, excess)
    ending = Ending(state, excess or summary.line(), arguments.output, summary)
    _tell(arguments, ending)
    if excess:
        raise SystemExit(Exit.QUARANTINED)


def _complain(arguments: Arguments, problem: str) -> None:
    if not arguments.logs_to_stderr:
        click.echo(f"unspun: {problem}", err=True)


def _tell(arguments: Arguments, ending: Ending) -> None:
    """Log how the run ended, and run the user's command."""
    is_well = ending.state in ("published", "nothing_new")
    level = logging.INFO if is_well else logging.ERROR
    run_log.log_end(level, ending.message, ending.record())
    problem = notify(arguments.notify, ending) if arguments.notify else None
    if problem:
        run_log.log_end(logging.WARNING, problem, {})
        _complain(arguments, problem)


def _run(arguments: Arguments, settings: Settings) -> Summary:
    """Run directly or with Prefect. Raises CliError."""
    from flows.orchestration import local_server

    _check(arguments, settings)
    request = RunRequest(
        inputs=arguments.inputs,
        output=arguments.output,
        settings=settings,
        workers=arguments.workers or processors(),
        retried=arguments.retried,
        limit=arguments.limit,
        cluster=arguments.cluster,
    )
    if arguments.prefect or local_server.is_configured():
        from flows.commands.recorded_run import run_with_prefect

        given = arguments.settings, arguments.fields, arguments.allowance
        return run_with_prefect(request, *given)
    failed = exit_on(DatasetError, StageError, error=CliError)
    with exit_on(InputError), failed:
        return run_directly(request)


def _check(arguments: Arguments, settings: Settings) -> None:
    """End the command where a run would be refused, before anything slow starts."""
    with exit_on(InputError):
        check_inputs(arguments.inputs, arguments.output)
    dataset = Dataset(arguments.output)
    with exit_on(DatasetError, error=CliError):
        dataset.check_writable()
    if settings.only_stage and foreign.has_other_rows(dataset.current(), settings):
        raise UsageError(
            f"{arguments.output}: holds articles that all stages have cleaned;"
            " name a folder of its own for --only-stage"
        )


def _print(summary: Summary, arguments: Arguments) -> None:
    if arguments.as_json:
        record = json.dumps(summary.record(), ensure_ascii=False)
        click.echo(printable_json(record))
        return
    if arguments.quiet:
        return
    from rich.console import Console

    from flows.commands.summary_view import show

    show(summary, Console())

"""One run of the flow as Prefect records it: its name, log, artifacts, and last state."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TypeAlias, cast

from prefect.client.schemas.objects import State
from prefect.logging import get_run_logger
from prefect.states import Cancelled, Completed, Failed

from flows import progress
from flows.intake import InputError
from flows.notification import COMMAND, Ending, notify
from flows.orchestration import artifacts
from flows.orchestration.parameters import Parameters
from flows.orchestration.run_names import outcome_of, rename
from flows.report.summary import Summary
from flows.run import run
from flows.settings import SettingsError
from flows.snapshots import DatasetBusy, DatasetError
from flows.stage_errors import StageError
from flows.steps import Steps

REFUSED = "Refused"
# Prefect's engine logs a traceback for every run that fails, also where the state says it all.
ENGINE_LOGGERS = ("prefect.flow_runs", "prefect.engine")
ERRORS = (InputError, SettingsError, DatasetError, StageError)

Ended: TypeAlias = tuple[Ending, State[Summary | Exception]]
"""How a run ended, for people and for Prefect."""


class QuarantinedError(RuntimeError):
    """A run that published, with more in quarantine than was allowed."""

    def __init__(self, message: str, summary: Summary) -> None:
        super().__init__(message)
        self.summary = summary

    def __reduce__(self) -> tuple[type[QuarantinedError], tuple[str, Summary]]:
        return type(self), (str(self), self.summary)


class _Told:
    """Whether this process has said how its run ended."""

    is_true = False


def has_told() -> bool:
    """Whether this process has said how its run ended."""
    return _Told.is_true


def _is_news(line: logging.LogRecord) -> bool:
    """Whether a log line is no traceback of an error that was told in one line."""
    error = line.exc_info[1] if line.exc_info else None
    return not isinstance(error, (*ERRORS, QuarantinedError))


def say_no_more() -> None:
    """Print nothing about the ends of runs from now on: whoever stops them knows."""
    _Told.is_true = True


def record(given: Parameters, steps: Steps) -> State[Summary | Exception]:
    """Run with these parameters; return the state that the run ends in."""
    logger = cast(
        "logging.Logger", get_run_logger()
    )  # an adapter with the same methods
    shown = progress.current()
    watched = artifacts.ArtifactProgress(logger, shown, given.output)
    is_command = progress.is_reporting()
    state: State[Summary | Exception]
    try:
        given.refuse_others()
        with progress.reporting(watched):
            summary = run(given.request(), steps)
    except DatasetBusy as error:
        rename("refused")
        ending = Ending("refused", f"{REFUSED}: {error}", Path(given.output))
        state = Cancelled(name=REFUSED, message=str(error), data=error)
    except ERRORS as error:
        rename("failed")
        ending = Ending("failed", f"Failed: {error}", Path(given.output))
        state = Failed(message=str(error), data=error)
    else:
        ending, state = _ended(given, summary, logger)
    _Told.is_true = True
    if not is_command:
        for name in ENGINE_LOGGERS:
            logging.getLogger(name).addFilter(_is_news)
        _tell(ending, logger, shown)
    return state


def _ended(given: Parameters, summary: Summary, logger: logging.Logger) -> Ended:
    """Show what a run has published; return how it ended, and its state."""
    rename(outcome_of(summary))
    artifacts.publish(summary, given.output, logger)
    dataset = Path(given.output)
    excess = given.allowance().excess(summary)
    if excess:
        return _ended_badly(dataset, summary, excess)
    line = summary.line()
    name = "nothing_new" if summary.nothing_new else "published"
    ending = Ending(name, line, dataset, summary)
    return ending, Completed(message=line, data=summary)


def _ended_badly(dataset: Path, summary: Summary, excess: str) -> Ended:
    error = QuarantinedError(excess, summary)
    ending = Ending("quarantined", f"Failed: {excess}", dataset, summary)
    return ending, Failed(message=excess, data=error)


def _tell(ending: Ending, logger: logging.Logger, shown: progress.Progress) -> None:
    """Print and log how a scheduled run ended, and run the operator's command."""
    is_well = ending.state in ("published", "nothing_new")
    level = logging.INFO if is_well else logging.ERROR
    logger.log(level, ending.message)
    shown.message(ending.message)
    command = os.environ.get(COMMAND)
    problem = notify(command, ending) if command else None
    if problem:
        logger.warning(problem)
        shown.message(problem)

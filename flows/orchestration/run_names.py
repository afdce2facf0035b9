"""Names and tags of Prefect runs: what was cleaned, when, and into which snapshot."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath

from prefect.client.orchestration import get_client
from prefect.runtime import flow_run

from flows.report.summary import Summary

TAG = "unspun"


def tags_of(output: str) -> list[str]:
    """Return the tags of all runs into a dataset."""
    return [TAG, PurePath(output).name or "dataset"]


def name_at_start() -> str:
    """Return the name of the present run: the input, and when it was to start, in local time."""
    inputs = flow_run.parameters.get("inputs") or ["run"]
    first = PurePath(inputs[0]).name or inputs[0]
    others = f" and {len(inputs) - 1} more" if len(inputs) > 1 else ""
    planned = flow_run.scheduled_start_time or datetime.now().astimezone()
    local = datetime.fromtimestamp(planned.timestamp()).astimezone()
    return f"{first}{others} {local:%Y-%m-%d %H:%M}"


def rename(outcome: str) -> None:
    """Add to the name of the present run what became of it."""
    with get_client(sync_client=True) as client:
        client.set_flow_run_name(flow_run.id, f"{flow_run.name}, {outcome}")


def outcome_of(summary: Summary) -> str:
    """Return what became of a run, for its name."""
    if summary.nothing_new:
        return "nothing new"
    return f"snapshot {summary.snapshot}"

"""The parameters of the flow, read and checked."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from cleaners.pipeline import SINGLE_STAGES
from flows.report.allowance import Allowance
from flows.run import RunRequest
from flows.setting_sources import load_settings
from flows.settings import Settings, SettingsError
from flows.snapshots import mirrors
from flows.workers.choice import PROCESS, chosen_cluster
from flows.workers.pool import processors

# In the environment of the runs of `unspun serve`: the only parameters that they may have, whatever
# its API is asked for.
PINNED = "UNSPUN_PINNED_PARAMETERS"
FREE = ("limit", "retried")  # what to read again or first, which may differ in each run


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters of a run; the flow explains them."""

    inputs: list[str]
    output: str
    settings: str | None = None
    fields: list[str] | None = None
    workers: int | None = None
    retried: list[str] | None = None
    strict: bool = False
    fail_over: float | None = None
    limit: int | None = None
    only_stage: str | None = None
    runner: str = PROCESS
    dask_address: str | None = None

    def pinned(self) -> str:
        """Return them in the form in which they are pinned."""
        values = asdict(self)
        for name in FREE:
            del values[name]
        return json.dumps(values | {"fields": self.fields or []}, sort_keys=True)

    def refuse_others(self) -> None:
        """Raise SettingsError for a run of `unspun serve` with other parameters than its own."""
        given = self.pinned()
        if os.environ.get(PINNED, given) != given:
            raise SettingsError(
                "the parameters of `unspun serve` are pinned; start it anew with others"
            )

    def request(self) -> RunRequest:
        """Read the settings and make paths of strings. Raises SettingsError."""
        path = Path(self.settings) if self.settings else None
        settings = load_settings(path).with_fields(self.fields or ())
        output = folder_of(self.output)
        settings = settings.for_dataset(output)
        if self.only_stage:
            settings = _with_stage(settings, self.only_stage)
        return RunRequest(
            inputs=tuple(self.inputs),
            output=output,
            settings=settings,
            workers=self.workers or processors(),
            retried=tuple(self.retried or ()),
            limit=self.limit,
            cluster=chosen_cluster(self.runner, self.dask_address, self.workers),
        )

    def allowance(self) -> Allowance:
        """Return how much may be quarantined."""
        return Allowance.of(strict=self.strict, fail_over=self.fail_over)


def folder_of(output: str) -> Path:
    """Return the folder of a dataset, or the one to work in for an address.

    Raises SettingsError.
    """
    try:
        return mirrors.folder_to_write(output)
    except mirrors.AddressError as error:
        raise SettingsError(str(error)) from error


def _with_stage(settings: Settings, stage: str) -> Settings:
    """Let one stage edit. Raises SettingsError."""
    if stage not in SINGLE_STAGES:
        listed = ", ".join(SINGLE_STAGES)
        raise SettingsError(f"only_stage is {stage!r}; it must be one of {listed}")
    return replace(settings, only_stage=stage)  # type: ignore[arg-type]  # one of these

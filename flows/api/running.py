"""The arguments of `unspun.run` as the request that a run takes."""

from __future__ import annotations

import os
from collections.abc import Iterable

from flows.api.cleaning import chosen_settings
from flows.intake import check_inputs
from flows.run import RunRequest
from flows.settings import Settings
from flows.snapshots import mirrors
from flows.workers.pool import processors


def run_request(
    inputs: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    output: str | os.PathLike[str],
    *,
    workers: int | None,
    settings: Settings | str | os.PathLike[str] | None,
) -> RunRequest:
    """Return the request for a run. Raises InputError, SettingsError and AddressError."""
    paths = [inputs] if isinstance(inputs, (str, os.PathLike)) else inputs
    named = tuple(os.fspath(path) for path in paths)
    folder = mirrors.folder_to_write(output)
    check_inputs(named, folder)
    return RunRequest(
        inputs=named,
        output=folder,
        settings=chosen_settings(settings),
        workers=processors() if workers is None else workers,
    )

"""A Dask cluster that does the work of a run, and what its workers must agree on."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from flows import versions
from flows.settings import Settings
from flows.storage.shared import SharedFolder


class ClusterError(RuntimeError):
    """A cluster that can't be used, or that was lost; the message says how to go on."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """The cluster at the address of a scheduler; None is one of this machine, made for the run.

    `workers` is how many pieces of work that one does at a time.
    """

    address: str | None
    workers: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What every worker of a run must have: the same code and settings, and the same folder.

    `digest` is that of the settings as the run computes it.
    """

    settings: Settings
    shared: SharedFolder
    digest: str
    version: str
    python: str

    @classmethod
    def of(cls, settings: Settings, shared: SharedFolder) -> Terms:
        """Return the terms of a run with this process's code."""
        return cls(
            settings=settings,
            shared=shared,
            digest=settings.digest(),
            version=versions.pipeline_version(),
            python=python_version(),
        )

    def refusal(self) -> str | None:
        """Return why this process can't take part; None where it can."""
        version = versions.pipeline_version()
        if version != self.version:
            return f"has Unspun {version}, the run {self.version}"
        if python_version() != self.python:
            return f"has Python {python_version()}, the run {self.python}"
        if self.settings.digest() != self.digest:
            return "has other rules, code or libraries than the run"
        return self.shared.problem()


def python_version() -> str:
    """Return the version of Python, without the patch: it decides what a letter is."""
    return f"{sys.version_info.major}.{sys.version_info.minor}"

"""Check an installation for `unspun doctor`: Python, libraries, environment, Prefect."""

from __future__ import annotations

import os
import platform
import resource
import sys
import tempfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from flows import versions
from flows.report.checks import Finding, Level, check_space
from flows.setting_sources import load_settings
from flows.settings import SettingsError

FILES = 512  # open files that a run of some workers needs
ANSWER_SECONDS = 5  # for the API to answer: a guard


def check_installation() -> Iterator[Finding]:
    """Check Python, the libraries, and the environment."""
    yield _python()
    yield from _libraries()
    yield _packages()
    yield _temporary_folder()
    yield _open_files()
    yield _settings()


def _python() -> Finding:
    asked = metadata.metadata("unspun")["Requires-Python"]
    found = platform.python_version()
    if SpecifierSet(asked).contains(found, prereleases=True):
        return Finding(Level.OK, "Python", f"{found} ({sys.executable})")
    return Finding(Level.FAIL, "Python", found, f"install Python {asked}")


def _libraries() -> Iterator[Finding]:
    """Compare each dependency with what this version asks for."""
    fine = 0
    for text in sorted(metadata.requires("unspun") or []):
        asked = Requirement(text)
        if asked.marker and not asked.marker.evaluate({"extra": ""}):
            continue
        wrong = _wrong_version(asked)
        if wrong:
            remedy = f"pip install '{asked.name}{asked.specifier}'"
            yield Finding(Level.FAIL, asked.name, wrong, remedy)
        fine += not wrong
    yield Finding(Level.OK, "libraries", f"{fine} of the right version")


def _wrong_version(asked: Requirement) -> str | None:
    """Return what is wrong with the installed version, None if nothing is."""
    try:
        found = metadata.version(asked.name)
    except metadata.PackageNotFoundError:
        return "is not installed"
    if asked.specifier.contains(found, prereleases=True):
        return None
    return f"{found} is installed, {asked.specifier} is needed"


def _packages() -> Finding:
    """Check that no other distribution has put files into our packages."""
    owners = metadata.packages_distributions()
    for package in ("cleaners", "flows"):
        others = sorted(set(owners.get(package, ())) - {"unspun"})
        if others:
            problem = f"also filled by {', '.join(others)}"
            remedy = f"pip uninstall {others[0]}, then install unspun again"
            return Finding(Level.FAIL, f"package {package}", problem, remedy)
    version = versions.pipeline_version()
    return Finding(Level.OK, "Unspun", f"{version}, rules {versions.rule_set()}")


def _temporary_folder() -> Finding:
    folder = Path(tempfile.gettempdir())
    return check_space(
        folder, "temporary folder", "set TMPDIR to a folder with more room"
    )


def _open_files() -> Finding:
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < FILES:
        remedy = "raise it: ulimit -n 4096"
        return Finding(Level.WARN, "open files", f"at most {soft:,}", remedy)
    return Finding(Level.OK, "open files", f"up to {soft:,}")


def _settings() -> Finding:
    """Check the settings that the environment names."""
    named = os.environ.get("UNSPUN_SETTINGS")
    try:
        load_settings(Path(named) if named else None)
    except SettingsError as error:
        return Finding(Level.FAIL, "settings", str(error), "correct it")
    return Finding(Level.OK, "settings", named or "no file named by UNSPUN_SETTINGS")


def check_prefect(address: str | None) -> Finding:
    """Check that the API answers that the environment or the profile names."""
    subject = "Prefect"
    if not address:
        detail = "no API configured: runs are recorded with --prefect alone"
        return Finding(Level.OK, subject, detail)
    try:
        with urlopen(f"{address}/health", timeout=ANSWER_SECONDS):  # noqa: S310 - the user's own address
            return Finding(Level.OK, subject, f"{address} answers")
    except (URLError, OSError, ValueError) as error:
        remedy = "start that server, or unset PREFECT_API_URL, or change the profile"
        problem = f"{address} does not answer ({error})"
        return Finding(Level.FAIL, subject, problem, remedy)

"""Where the settings of a run come from: defaults, then a file, then the environment.

A setting is named in the environment in capitals, as UNSPUN_KEEP_BEFORE=false. UNSPUN_FIELDS holds
pairs such as text=story_text, with commas between them.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from flows.setting_errors import describe, unknown_keys
from flows.settings import OWN_FILES, READ, Settings, SettingsError, defaults, read_toml

PREFIX = "UNSPUN_"
DEFAULT = "default"
FIELDS = f"{PREFIX}FIELDS"
NOTIFY_SECONDS = f"{PREFIX}NOTIFY_SECONDS"
SECONDS = re.compile(r"\d+(?:\.\d*)?|\.\d+", re.ASCII)
# Variables that are ours, and no settings: of commands, of compose.yaml, and of the tests.
OTHERS = (
    *("debug", "settings", "cache", "notify_command", "notify_seconds"),
    *("pinned_parameters", "port", "inbox", "pictures"),
)
# How more of them begin: what the command of --notify-command is given, those of the tests, and
# those by which Kubernetes and Docker tell of a service that is called unspun.
BEGINNINGS = ("run_", "soak", "test_", "service_", "port_")


@dataclass(frozen=True, slots=True)
class SourcedValue:
    """The value of a setting in use, and where it comes from; "default" if from nowhere else."""

    key: str
    value: object
    source: str


def load_settings(
    path: Path | None, environment: Mapping[str, str] = os.environ
) -> Settings:
    """Read the settings of a run from its file and the environment. Raises SettingsError."""
    _refuse_unknown(environment)
    _check_seconds(environment)
    settings = Settings.load(path) if path else Settings()
    changed = _values(environment)
    if changed:
        chosen = asdict(settings) | changed
        own = {key: getattr(settings, key) for key in READ}
        settings = _with_own_files(_validated(chosen | own, changed), changed)
    return _with_fields(settings, environment)


def sourced(
    path: Path | None, environment: Mapping[str, str] = os.environ
) -> tuple[SourcedValue, ...]:
    """List all settings with their sources. Raises SettingsError."""
    settings = load_settings(path, environment)
    every = asdict(settings)
    values = {name: every[name] for name in defaults()}
    columns = values.pop("fields")
    for column, names in columns.items():
        values[f"fields.{column}"] = list(names)
    sources = _sources(path, environment)
    found = []
    for name, value in values.items():
        source = sources.get(name, DEFAULT)
        found.append(SourcedValue(name, value, source))
    return tuple(found)


def _sources(path: Path | None, environment: Mapping[str, str]) -> dict[str, str]:
    """Return where each setting that is not a default comes from."""
    in_file = _sources_in_file(path) if path else {}
    return in_file | _sources_in(environment)


def _sources_in_file(path: Path) -> dict[str, str]:
    table = read_toml(path)
    sources = dict.fromkeys(table, str(path))
    for column in table.get("fields", ()):
        sources[f"fields.{column}"] = str(path)
    return sources


def _sources_in(environment: Mapping[str, str]) -> dict[str, str]:
    sources = {}
    for key in _values(environment):
        sources[key] = f"{PREFIX}{key.upper()}"
    for column in _columns_in(environment):
        sources[f"fields.{column}"] = FIELDS
    return sources


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    """Raise SettingsError for variables that look like settings, and name none."""
    ours = [name for name in environment if name.startswith(PREFIX)]
    known = [*defaults(), *OTHERS]
    unknown = {}
    for name in sorted(ours):
        key = name.removeprefix(PREFIX).lower()
        if not (key in known or key.startswith(BEGINNINGS)):
            unknown[name] = key
    if unknown:
        problem = unknown_keys(unknown.values(), known)
        raise SettingsError(f"{', '.join(unknown)}: {problem}")


def _check_seconds(environment: Mapping[str, str]) -> None:
    """Raise SettingsError where the time for a command is none, before it is needed."""
    text = environment.get(NOTIFY_SECONDS, "60")
    if not SECONDS.fullmatch(text.strip()) or not float(text):
        raise SettingsError(
            f"{NOTIFY_SECONDS} is {text!r}; it must be seconds above 0, for example 60"
        )


def _values(environment: Mapping[str, str]) -> dict[str, Any]:
    """Read the settings that the environment names."""
    found = {}
    for key, default in defaults().items():
        text = environment.get(f"{PREFIX}{key.upper()}")
        if text is not None and key != "fields":
            found[key] = text if isinstance(default, str) else _parsed(text)
    return found


def _parsed(text: str) -> object:
    """Read a value as TOML; what is none stays text, and is refused with the right message."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _validated(chosen: Mapping[str, Any], changed: Mapping[str, Any]) -> Settings:
    """Build the settings. Raises SettingsError that names the variable."""
    try:
        return TypeAdapter(Settings).validate_python(chosen)
    except ValidationError as error:
        problem = describe(error.errors(), chosen, defaults())
        key = problem.partition(" ")[0]
        assert key in changed, "the file was valid"
        name = f"{PREFIX}{key.upper()}"
        raise SettingsError(f"{name}: {problem}") from error


def _with_own_files(settings: Settings, changed: Mapping[str, Any]) -> Settings:
    """Read the files that the environment names. Raises SettingsError."""
    for key in OWN_FILES:
        if key not in changed:
            continue
        try:
            settings = settings.with_own_files(Path(), {key})
        except SettingsError as error:
            raise SettingsError(f"{PREFIX}{key.upper()}: {error}") from error
    return settings


def _with_fields(settings: Settings, environment: Mapping[str, str]) -> Settings:
    try:
        return settings.with_fields(_pairs(environment))
    except SettingsError as error:
        problem = str(error).removeprefix("--field ")
        raise SettingsError(f"{FIELDS}: {problem}") from error


def _pairs(environment: Mapping[str, str]) -> list[str]:
    """Split UNSPUN_FIELDS."""
    text = environment.get(FIELDS, "")
    return [pair.strip() for pair in text.split(",") if pair.strip()]


def _columns_in(environment: Mapping[str, str]) -> set[str]:
    return {pair.partition("=")[0] for pair in _pairs(environment)}

"""The image and the services are what docs/container.md says; the tests need no container engine.

What the services run is the commands of prefect.yaml, and tests/flows/test_work_pool.py runs those.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PINNED_BASE = re.compile(r"\d+\.\d+\.\d+-slim-[a-z]+$")
DEFAULT = re.compile(r"\$\{(\w+):-([^}]*)\}")
LISTS_REQUIREMENTS = re.compile(r'python -c "(import tomllib; [^"]+)" > ')


def instructions() -> list[tuple[str, str]]:
    """Read the Dockerfile: each instruction and what follows it, continued lines joined."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    lines = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
    parts = [line.partition(" ") for line in lines.splitlines() if line.strip()]
    return [(name, rest.strip()) for name, _, rest in parts]


def all_of(name: str) -> list[str]:
    return [rest for instruction, rest in instructions() if instruction == name]


def copied_from_here() -> list[str]:
    """List what the image copies from the checkout."""
    taken = [rest.split()[:-1] for rest in all_of("COPY") if "--from" not in rest]
    return [name for names in taken for name in names]


def compose() -> dict[str, Any]:
    """Read compose.yaml with the defaults of its variables."""
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(DEFAULT.sub(r"\2", text)))


def services() -> dict[str, dict[str, Any]]:
    return dict(compose()["services"])


def commands_of_prefect_yaml() -> list[str]:
    text = (ROOT / "prefect.yaml").read_text(encoding="utf-8")
    return re.findall(r"^#   (prefect .+)$", text, re.MULTILINE)


def test_the_base_is_pinned_and_the_same_in_both_stages() -> None:
    (base,) = all_of("ARG")
    name, _, tag = base.partition("=")
    assert PINNED_BASE.match(tag), tag
    assert name == "PYTHON"
    assert all_of("FROM") == ["python:${PYTHON} AS build", "python:${PYTHON}"]
    required = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    minimum = required["project"]["requires-python"].removeprefix(">=")
    assert [int(part) for part in tag.split("-")[0].split(".")[:2]] >= [
        int(part) for part in minimum.split(".")
    ]


def test_what_it_installs_is_pinned_to_the_last_package() -> None:
    """Run the step that lists requirements; each must have its version in constraints.txt."""
    steps = " ".join(all_of("RUN"))
    found = LISTS_REQUIREMENTS.search(steps)
    assert found
    command = [sys.executable, "-c", found[1]]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    asked = {
        canonicalize_name(Requirement(line).name)
        for line in done.stdout.split("\n")
        if line
    }
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").split()
    pinned = {canonicalize_name(pin.partition("==")[0]) for pin in pins}
    assert {"prefect", "s3fs"} <= asked <= pinned
    assert "hatchling" in pinned
    pip = re.search(r"pip==[\d.]+", (ROOT / ".ci" / "environment").read_text("utf-8"))
    assert pip
    assert pip[0] in steps, "the pip that CI has"
    for step in re.findall(r"pip install (?!'pip==)([^&]+)", steps):
        assert "--constraint constraints.txt" in step or "--build-constraint" in step


def test_the_image_copies_what_exists_and_nothing_else_reaches_it() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n")
    rules = [line for line in ignored if line and not line.startswith("#")]
    assert rules[0] == "*"
    allowed = {rule[1:] for rule in rules if rule.startswith("!")}
    assert allowed == set(copied_from_here())
    for name in allowed:
        assert (ROOT / name).exists(), name
    for secret in (".git", ".venv", "build", "tests", "docs"):
        assert not any(fnmatch(secret, name) for name in allowed)


def test_it_runs_as_a_user_without_rights() -> None:
    final = [name for name, _ in instructions()]
    last_user = len(final) - 1 - final[::-1].index("USER")
    assert "RUN" not in final[last_user:]
    (user,) = all_of("USER")
    assert int(user.split(":")[0]) > 1000
    assert f"--uid {user.split(':')[0]} " in " ".join(all_of("RUN"))
    assert all_of("ENTRYPOINT") == ['["unspun"]']


def test_ports_are_published_on_this_machine_alone() -> None:
    published = [port for each in services().values() for port in each.get("ports", [])]
    assert published == ["127.0.0.1:4200:4200"]


@pytest.mark.parametrize("name", services())
def test_a_service_has_no_rights_and_no_telemetry(name: str) -> None:
    service = services()[name]
    assert service["image"] == "unspun"
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert not {"privileged", "network_mode", "pid", "cap_add"} & service.keys()
    if "environment" in service:
        assert service["environment"]["DO_NOT_TRACK"] == "1"


def test_volumes_are_declared_and_lie_where_prefect_yaml_looks() -> None:
    named = set(compose()["volumes"])
    mounts = {}
    for service in services().values():
        for volume in service.get("volumes", []):
            source, target, *_ = volume.split(":")
            mounts[target] = source
            assert source.startswith("./") or source in named, source
    assert named == {source for source in mounts.values() if "/" not in source}
    deployment = yaml.safe_load((ROOT / "prefect.yaml").read_text("utf-8"))[
        "deployments"
    ][0]
    folder = services()["worker"]["working_dir"]
    (inbox,) = deployment["parameters"]["inputs"]
    assert mounts[f"{folder}/{inbox}"] == f"./{inbox}"
    assert mounts[f"{folder}/{deployment['parameters']['output']}"] == "dataset"
    made = next(rest for rest in all_of("RUN") if "useradd" in rest)
    for target in mounts:
        assert target in made.split(), "a volume takes its owner from the image"


def test_services_run_the_commands_of_prefect_yaml() -> None:
    found = services()
    (script,) = found["deploy"]["command"]
    worker = " ".join(["prefect", *found["worker"]["command"]])
    run = [*script.strip().split("\n"), worker.removesuffix(" --with-healthcheck")]
    assert run == commands_of_prefect_yaml()


def test_services_wait_for_each_other_and_say_how_they_are() -> None:
    found = services()
    assert found["deploy"]["depends_on"]["server"]["condition"] == "service_healthy"
    awaited = found["worker"]["depends_on"]["deploy"]["condition"]
    assert awaited == "service_completed_successfully"
    for name in ("server", "worker"):
        _, program, option, code = found[name]["healthcheck"]["test"]
        assert (program, option) == ("python", "-c")
        compile(code, name, "exec")
    port = found["server"]["ports"][0].rsplit(":", 1)[1]
    assert f"127.0.0.1:{port}/api/health" in found["server"]["healthcheck"]["test"][-1]
    assert (
        found["worker"]["environment"]["PREFECT_API_URL"] == f"http://server:{port}/api"
    )

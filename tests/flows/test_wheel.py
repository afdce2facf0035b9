"""The wheel, built and used elsewhere: it holds all that the commands need, the rules above all."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from flows.settings import Settings
from tests.flows.conftest import publish_by_hand

ROOT = Path(__file__).parents[2]
PLACE = "import cleaners, flows; print(cleaners.__file__); print(flows.__file__)"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.glob("unspun-*.whl")
    return built


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("elsewhere")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(folder),
    ]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    return folder


def run(elsewhere: Path, *arguments: str) -> str:
    """Run Python with the installed wheel before all else, in a folder that is not the project's."""
    environment = {**os.environ, "PYTHONPATH": str(elsewhere)}
    done = subprocess.run(
        [sys.executable, *arguments],
        check=True,
        capture_output=True,
        text=True,
        cwd=elsewhere,
        env=environment,
    )
    return done.stdout


def test_the_wheel_holds_every_file_of_the_packages_and_no_other(wheel: Path) -> None:
    held = {
        name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name
    }
    files = [
        path
        for package in ("cleaners", "flows")
        for path in (ROOT / package).rglob("*")
        if path.is_file()
    ]
    assert held == {
        path.relative_to(ROOT).as_posix() for path in files if path.suffix != ".pyc"
    }
    assert any(name.startswith("cleaners/rules/boilerplate/") for name in held)


def test_its_commands_work_from_elsewhere(elsewhere: Path, tmp_path: Path) -> None:
    assert [
        Path(line).parents[1] for line in run(elsewhere, "-c", PLACE).splitlines()
    ] == [elsewhere, elsewhere]
    assert run(elsewhere, "-m", "flows.cli", "--version").startswith("unspun, version ")
    assert run(elsewhere, "-m", "flows.cli", "rules", "list") == run(
        ROOT, "-m", "flows.cli", "rules", "list"
    )
    story = tmp_path / "story.txt"
    story.write_text(
        "Tram returns\n\nThe tram returns to the old town in spring, the town council said on Friday.\n"
    )
    assert "The tram returns to the old town" in run(
        elsewhere, "-m", "flows.cli", "explain", str(story)
    )
    publish_by_hand(story, tmp_path / "out", Settings())
    query = "SELECT source_path FROM articles"
    assert (
        run(elsewhere, "-m", "flows.cli", "sql", str(tmp_path / "out"), query, "--csv")
        == "source_path\nstory.txt\n"
    )

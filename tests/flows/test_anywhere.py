"""The command works in any folder, also in one with packages that are called as ours are."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

STORY = (
    "Tram returns\n\n"
    "The tram returns to the old town in spring, the town council said on Friday.\n\n"
    "Its track was laid anew, and the first cars were tried out at night last week.\n"
)
SHADOW = "raise SystemError(f'{__file__} was imported in place of ours')\n"
COMMAND = Path(sys.executable).with_name("unspun")
SCRIPT = """
import unspun

print(unspun.run("in", "out", workers=1).line())
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with a scrape, and with modules that have the names of ours and raise."""
    here = tmp_path / "project"
    for name in ("flows/__init__.py", "cleaners/__init__.py", "unspun.py"):
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_text(SHADOW, encoding="utf-8")
    (here / "in").mkdir()
    (here / "in" / "tram.txt").write_text(STORY, encoding="utf-8")
    return here


def run(folder: Path, *command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command in the folder, with a Prefect of its own."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PREFECT_") and name != "PYTHONSAFEPATH"
    }
    environment["PREFECT_HOME"] = str(folder.parent / "prefect")
    return subprocess.run(
        command,
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
        errors="surrogateescape",
        env=environment,
        timeout=240,
    )


def assert_published(folder: Path, done: subprocess.CompletedProcess[str]) -> None:
    """Assert that the scrape became an article, and that no other module was imported."""
    everything = done.stdout + done.stderr
    assert "in place of ours" not in everything
    assert done.returncode == 0, everything
    query = "SELECT source_path FROM articles"
    asked = run(folder, COMMAND, "sql", "out", query, "--csv")
    assert asked.stdout == "source_path\ntram.txt\n", asked.stderr


def test_the_command_cleans(folder: Path) -> None:
    assert_published(folder, run(folder, COMMAND, "clean", "in", "--output", "out"))


def test_the_command_cleans_with_prefect(folder: Path) -> None:
    done = run(folder, COMMAND, "clean", "--prefect", "in", "--output", "out")
    assert_published(folder, done)


def test_the_command_explains(folder: Path) -> None:
    done = run(folder, COMMAND, "explain", "in/tram.txt")
    assert "The tram returns to the old town" in done.stdout, done.stderr


def test_a_script_cleans(folder: Path) -> None:
    script = folder.parent / "scripts" / "clean.py"
    script.parent.mkdir()
    script.write_text(SCRIPT, encoding="utf-8")
    assert_published(folder, run(folder, sys.executable, script))


@pytest.mark.skipif(sys.platform != "linux", reason="names there are UTF-8")
def test_the_name_of_the_dataset_need_not_be_utf8(folder: Path) -> None:
    output = os.fsdecode(b"caf\xe9 out")
    for message in ("Snapshot 1: 1 inputs", "Nothing new"):
        done = run(folder, COMMAND, "clean", "in", "--output", output)
        assert done.returncode == 0, done.stderr
        assert message in done.stdout
    assert (folder / output / "CURRENT.json").exists()
    asked = run(
        folder, COMMAND, "sql", output, "SELECT source_path FROM articles", "--csv"
    )
    assert asked.stdout.splitlines() == ["source_path", "tram.txt"]
    told = run(folder, COMMAND, "path", output)
    assert told.returncode == 0

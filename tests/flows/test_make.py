"""Make's targets: none removes a dataset or an inbox without asking, or installs too much."""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BUILT = (
    "build/docs/rules.md",
    "build/bench/floors.json",
    "build/peers/ready",
    "build/page_peers/ready",
    "build/dolma_peer/ready",
    "dist/unspun.whl",
)
DATA = (
    "build/clean/CURRENT.json",
    "build/inbox/today.jsonl",
    "build/other/CURRENT.json",
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Make a project that was built, with two datasets and an inbox in it."""
    folder = tmp_path / "a project"
    shutil.copytree(ROOT / ".ci", folder / ".ci")
    shutil.copy(ROOT / "Makefile", folder)
    for name in (*BUILT, *DATA, ".venv/bin/python"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return folder


def make(
    project: Path, *arguments: str, stdin: int = subprocess.DEVNULL
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=project,
        check=False,
        stdin=stdin,
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"]},
    )


def left(project: Path, names: tuple[str, ...]) -> list[str]:
    return [name for name in names if (project / name).exists()]


def test_clean_removes_what_was_built_and_no_data(project: Path) -> None:
    done = make(project, "clean")
    assert done.returncode == 0, done.stderr
    assert left(project, BUILT) == []
    assert left(project, (*DATA, ".venv")) == [*DATA, ".venv"]


@pytest.mark.parametrize(
    "data", ["OUTPUT=build/docs", "INBOX=build/docs/in/deep", "OUTPUT=build"]
)
def test_clean_keeps_what_output_and_inbox_name(project: Path, data: str) -> None:
    (project / data.partition("=")[2]).mkdir(parents=True, exist_ok=True)
    done = make(project, "clean", data)
    assert "Kept build/docs" in done.stderr
    assert left(project, BUILT[:1]) == ["build/docs/rules.md"]
    assert left(project, DATA) == [*DATA]


def test_clean_keeps_a_dataset_where_things_are_built(project: Path) -> None:
    (project / "dist" / "mine").mkdir()
    (project / "dist" / "mine" / "CURRENT.json").touch()
    assert "Kept dist" in make(project, "clean").stderr
    assert left(project, BUILT) == ["dist/unspun.whl"]


def test_distclean_asks_and_takes_no_for_an_answer(project: Path) -> None:
    for answer, remains in ((b"\n", True), (b"n\n", True), (b"y\n", False)):
        ours, theirs = pty.openpty()
        os.write(ours, answer)
        done = make(project, "distclean", stdin=theirs)
        os.close(ours)
        os.close(theirs)
        assert done.returncode == 0, done.stderr
        assert "a dataset: build/clean\n" in done.stderr
        assert "Remove it? [y/N]" in done.stderr
        assert (project / "build").exists() is remains
    assert left(project, (".venv", "dist", "Makefile")) == ["Makefile"]


def test_distclean_removes_nothing_without_a_terminal(project: Path) -> None:
    done = make(project, "distclean")
    assert done.returncode != 0
    assert "CONFIRM=yes" in done.stderr
    assert left(project, DATA) == [*DATA]


def test_distclean_can_be_confirmed_beforehand(project: Path) -> None:
    assert make(project, "distclean", "CONFIRM=yes").returncode == 0
    assert not (project / "build").exists()
    assert "nothing to remove" in make(project, "distclean").stderr


@pytest.mark.parametrize(
    ("parts", "made"),
    [
        ("extraction", ["page_peers"]),
        ("pipeline", ["peers", "dolma_peer"]),
        ("boilerplate duplicates", []),
    ],
)
def test_other_tools_are_installed_only_to_be_measured(
    *, parts: str, made: list[str]
) -> None:
    commands = make(ROOT, "--dry-run", "--always-make", "bench", f"PARTS={parts}")
    assert commands.returncode == 0, commands.stderr
    setting_up = re.findall(r"\.ci/environment build/(\w+)", commands.stdout)
    assert setting_up == made

"""The wheel, built and used elsewhere: it holds all that the commands need, the rules above all."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from flows.snapshots import Dataset
from tests.flows.conftest import take_in

ROOT = Path(__file__).parents[2]
BUILT = {".venv", "build", "dist", ".hypothesis"}
BUILT |= {f".{tool}_cache" for tool in ("mypy", "ruff", "pytest", "import_linter")}
PROGRAM = """
from pathlib import Path

from unspun import CleaningError, __version__, clean, explain, open_dataset, run

version: str = __version__
try:
    article = clean("A text", url="https://example.org/", html=False, settings=Path("a.toml"))
except CleaningError as error:
    reason: str = error.reason
title: str | None = article.title
for edit in article.edits:
    changed: tuple[int, int, str | None, str] = (edit.start, edit.end, edit.before, edit.after)
account: str = explain(b"A text")
summary = run([Path("scrapes"), "more"], "dataset", workers=2)
articles: int = summary.articles
dataset = open_dataset("dataset")
number: int = dataset.snapshot
raw: str = dataset.article("0" * 32).raw
rows: int = dataset.arrow("edits").num_rows
frame = dataset.polars("articles")
"""
SENTENCE = "The ferry sails again, the harbour office said in a note on Monday."
HELLO = f"import unspun; print(unspun.__file__); print(unspun.clean({SENTENCE!r}).text)"
WITHOUT_PATHS = {
    name: value
    for name, value in os.environ.items()
    if name not in ("PYTHONPATH", "MYPYPATH")
}
PLACE = "import cleaners, flows; print(cleaners.__file__); print(flows.__file__)"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sdist, and the wheel from it, as a release does; return their folder."""
    folder = tmp_path_factory.mktemp("built")
    command = [
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        "--outdir",
        str(folder),
        str(ROOT),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (wheel,) = built.glob("unspun-*.whl")
    return wheel


@pytest.fixture(scope="module")
def unpacked(built: Path) -> Path:
    """Unpack the sdist."""
    (sdist,) = built.glob("unspun-*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(built / "unpacked", filter="data")
    (folder,) = (built / "unpacked").iterdir()
    return folder


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
    """Run Python with the installed wheel before all else, outside the project's folder."""
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


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an environment of its own with the wheel and the libraries that are installed here."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python")]
    install = [*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    here = sysconfig.get_path("purelib")
    (packages / "libraries.pth").write_text(f"{here}\n", encoding="utf-8")
    return folder


def files_of(*packages: str) -> set[str]:
    """Name the files of some folders of the project, from its root."""
    found = [path for package in packages for path in (ROOT / package).rglob("*")]
    return {
        path.relative_to(ROOT).as_posix()
        for path in found
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_contains_every_file_of_the_packages_and_no_other(
    wheel: Path,
) -> None:
    contents = {
        name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name
    }
    packages = files_of("cleaners", "flows") - files_of("flows/training")
    assert contents == packages | {"unspun.py", "unspun-stubs/__init__.pyi"}
    assert any(name.startswith("cleaners/rules/boilerplate/") for name in contents)


def test_the_wheel_has_its_metadata(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    names = {name.partition(".dist-info/")[2]: name for name in archive.namelist()}
    assert archive.read(names["licenses/NOTICE"]) == (ROOT / "NOTICE").read_bytes()
    assert archive.read(names["licenses/LICENSE"]) == (ROOT / "LICENSE").read_bytes()
    about = archive.read(names["METADATA"]).decode()
    for line in ("License-Expression: MIT", "Classifier: Operating System :: POSIX"):
        assert f"\n{line}\n" in about
    assert "\nProject-URL: Source, https://" in about


def test_the_stub_is_the_module(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    module = (ROOT / "unspun.py").read_bytes()
    assert archive.read("unspun.py") == module
    assert archive.read("unspun-stubs/__init__.pyi") == module


def test_the_sdist_contains_all_that_make_needs(unpacked: Path) -> None:
    makefile = (unpacked / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"[\w./-]+", makefile)) - {".", "..", "/", "./"}
    named = {name for name in named if name.partition("/")[0] not in BUILT}
    needed = {name for name in named if (ROOT / name).exists()}
    assert {".ci/environment", "constraints.txt", "pyproject.toml", "seeds/"} <= needed
    assert [name for name in sorted(needed) if not (unpacked / name).exists()] == []
    assert os.access(unpacked / ".ci" / "environment", os.X_OK)
    assert (unpacked / "unspun-stubs" / "__init__.pyi").samefile(unpacked / "unspun.py")


def test_the_sdist_contains_the_files_of_git(unpacked: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    if listed.returncode:
        pytest.skip("not a clone")
    names = set(listed.stdout.splitlines())
    contents = {
        path.relative_to(unpacked).as_posix()
        for path in unpacked.rglob("*")
        if path.is_file()
    }
    assert names - contents == set()


def test_make_runs_from_the_sdist(unpacked: Path) -> None:
    make = ["make", "--no-print-directory", "--dry-run", "run", "test", "check"]
    planned = subprocess.run(
        make, cwd=unpacked, check=True, capture_output=True, text=True
    )
    assert ".ci/environment .venv" in planned.stdout
    assert 'clean --prefect "seeds/" --output "build/clean"' in planned.stdout


def test_its_types_are_seen_from_elsewhere(environment: Path, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    assert mypy(environment, program) == "Success: no issues found in 1 source file\n"
    program.write_text(f"{PROGRAM}\narticle.txt\nclean(1)\n", encoding="utf-8")
    errors = mypy(environment, program)
    assert '"Article" has no attribute "txt"' in errors
    assert 'Argument 1 to "clean" has incompatible type "int"' in errors


def mypy(environment: Path, program: Path) -> str:
    """Check a user's program strictly, as an environment has the packages."""
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file="]
    python = ["--python-executable", str(environment / "bin" / "python")]
    cache = ["--cache-dir", str(program.parent / "cache")]
    done = subprocess.run(
        [*command, *python, *cache, str(program)],
        check=False,
        capture_output=True,
        text=True,
        cwd=program.parent,
        env=WITHOUT_PATHS,
    )
    return done.stdout + done.stderr


def test_its_program_runs_elsewhere(environment: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [environment / "bin" / "python", "-c", HELLO],
        check=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=WITHOUT_PATHS,
    )
    place, text = done.stdout.splitlines()
    assert Path(place).is_relative_to(environment)
    assert text == SENTENCE


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
        "Tram returns\n\nThe tram returns to the old town in spring, the council said on Friday.\n"
    )
    assert "The tram returns to the old town" in run(
        elsewhere, "-m", "flows.cli", "explain", str(story)
    )
    take_in(Dataset(tmp_path / "out"), story)
    query = "SELECT source_path FROM articles"
    assert (
        run(elsewhere, "-m", "flows.cli", "sql", str(tmp_path / "out"), query, "--csv")
        == "source_path\nstory.txt\n"
    )

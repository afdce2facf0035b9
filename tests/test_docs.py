"""Run every command and snippet of the README and of docs/, and check their links."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from cleaners.boilerplate import broken_cases
from cleaners.rule_files import parse
from flows.cli import cli
from flows.docs import before_after
from flows.settings import Settings
from flows.snapshots import Current
from flows.sql import run_query
from tests.browser import terminal_pictures

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCED = re.compile(
    r"^(?P<indent> *)```(?P<language>\w*)\n(?P<body>.*?)^ *```$",
    re.MULTILINE | re.DOTALL,
)
A_SESSION = "quickstart.md"  # test_half_hour.py runs it from top to bottom
REMARK = re.compile(r" {3,}\S.*$")  # what a command does, to its right
LANGUAGES = {"console", "python", "toml", "sql", "text", ""}
# Commands that do not return: other tests run them, here their options are checked.
BLOCKING = {"review", "serve"}
NOT_IN_SEEDS = {  # questions of the cookbook whose answer is empty for the samples
    "Which articles belong to one story?",
    "Which pages changed after they were published?",
}
MOST_BYTES_OF_A_PICTURE = 300_000
SHORT_HELP = 45  # characters of a help line


@dataclass(frozen=True)
class Snippet:
    """A fenced block of a page."""

    page: str
    line: int
    language: str
    body: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def snippets(language: str) -> list[Snippet]:
    """List the blocks of all pages in one language."""
    return [
        snippet
        for page in PAGES
        if page.name != A_SESSION
        for snippet in read(page)
        if snippet.language == language
    ]


def read(page: Path) -> Iterator[Snippet]:
    text = page.read_text(encoding="utf-8")
    for found in FENCED.finditer(text):
        lines = found["body"].split("\n")
        body = "\n".join(line.removeprefix(found["indent"]) for line in lines)
        line = text.count("\n", 0, found.start()) + 1
        yield Snippet(page.name, line, found["language"], body)


def rule_file(body: str) -> str:
    """Name the file that a rule belongs to: that of its language if its id ends in a code."""
    name = tomllib.loads(body)["rule"][0]["id"]
    language = re.search(r"-([a-z]{2})$", name)
    return f"{language[1] if language else name.partition('/')[0]}.toml"


def commands() -> list[str]:
    """List the commands of all pages, once each, in their order."""
    found: dict[str, None] = {}
    for snippet in snippets("console"):
        for line in snippet.body.splitlines():
            if line.startswith("$ "):
                found[REMARK.sub("", line.removeprefix("$ "))] = None
    return list(found)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the folder that the pages speak of: a checkout with scrapes and a dataset."""
    here = tmp_path_factory.mktemp("docs")
    shutil.copytree(ROOT / "seeds", here / "seeds")
    (here / "drop").mkdir()
    shutil.copytree(ROOT / "seeds", here / "inbox")
    rules = here / "my-rules"
    rules.mkdir()
    for snippet in snippets("toml"):
        if snippet.page == "adding-a-rule.md":
            path = rules / rule_file(snippet.body)
            path.write_text(snippet.body, encoding="utf-8")
    arguments = ["clean", str(here / "seeds"), "--output", str(here / "dataset")]
    done = CliRunner().invoke(cli, [*arguments, "--workers", "1"])
    assert done.exit_code == 0, done.output
    return here


def test_every_block_is_of_a_known_language() -> None:
    languages = {snippet.language for page in PAGES for snippet in read(page)}
    assert languages <= LANGUAGES


@pytest.mark.parametrize("command", commands())
def test_a_command_of_the_pages_runs(
    command: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    program, *arguments = shlex.split(command)
    if program == "make":
        target = ["make", "-n", "-C", str(ROOT), *arguments]
        subprocess.run(target, check=True, capture_output=True)
        return
    assert program == "unspun", "only our own commands and make are shown"
    if arguments[0] in BLOCKING:
        parameters = cli.load(arguments[0]).params
        options = {option for each in parameters for option in each.opts}
        assert {word for word in arguments if word.startswith("--")} <= options
        return
    done = CliRunner().invoke(cli, arguments)
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("snippet", snippets("python"), ids=str)
def test_a_snippet_of_python_runs(
    snippet: Snippet, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if snippet.page == "python.md":
        pytest.skip("a doctest of test_unspun.py, all blocks in one session")
    monkeypatch.chdir(folder)
    exec(compile(snippet.body, str(snippet), "exec"), {})  # noqa: S102  # it is our own page


def questions() -> dict[str, str]:
    """Return the queries of the cookbook by their headings."""
    page = (ROOT / "docs" / "cookbook.md").read_text(encoding="utf-8")
    return dict(
        re.findall(
            r"^### \d+\. (.+?)\n\n```sql\n(.+?)```", page, re.MULTILINE | re.DOTALL
        )
    )


def test_every_question_of_the_cookbook_has_an_answer(folder: Path) -> None:
    current = Current.read(folder / "dataset")
    assert current
    asked = questions()
    assert len(asked) == len(snippets("sql")) >= 30
    unanswered = set()
    for question, query in asked.items():
        answer = run_query(current, query)
        if not any(True for _ in answer.rows):
            unanswered.add(question)
    assert unanswered == NOT_IN_SEEDS


@pytest.mark.parametrize("snippet", snippets("toml"), ids=str)
def test_a_snippet_of_toml_is_valid(snippet: Snippet, tmp_path: Path) -> None:
    table = tomllib.loads(snippet.body)
    if "rule" in table:
        rules = tuple(parse(snippet.body, rule_file(snippet.body)))
        assert broken_cases(rules) == []
    elif snippet.page == "settings.md":
        (tmp_path / "our-pairs.tsv").write_text(
            "health\twell being\n", encoding="utf-8"
        )
        settings = tmp_path / "settings.toml"
        settings.write_text(snippet.body, encoding="utf-8")
        assert Settings.load(settings) != Settings()


def test_the_readme_shows_what_the_golden_sample_shows() -> None:
    assert (ROOT / "README.md").read_text(encoding="utf-8") == before_after.readme()


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in cli.commands:
        assert re.search(rf"^\$ unspun {name}\b", readme, re.MULTILINE), name


def test_links_of_the_readme_are_absolute_and_lead_to_files() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blob = "https://github.com/unspun/unspun/blob/main/"
    raw = "https://github.com/unspun/unspun/raw/main/"  # of pictures
    targets = re.findall(r"\]\(([^)]+)\)", readme)
    assert targets
    for target in targets:
        assert target.startswith((blob, raw)), "relative links break on a package index"
        path = target.removeprefix(blob).removeprefix(raw)
        assert (ROOT / path).is_file(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def pictures() -> set[str]:
    """List the files in docs/ that pages show, by their path there."""
    raw = "https://github.com/unspun/unspun/raw/main/docs/"
    texts = [page.read_text(encoding="utf-8") for page in PAGES]
    shown = [
        name for text in texts for name in re.findall(r"!\[[^]]+\]\(([^)]+)\)", text)
    ]
    return {name.removeprefix(raw) for name in shown}


def test_every_picture_is_there_and_small_and_is_shown() -> None:
    docs = ROOT / "docs"
    files = {
        path.relative_to(docs).as_posix()
        for folder in ("images", "pictures")
        for path in (docs / folder).iterdir()
    }
    assert pictures() == files
    for name in files:
        assert (docs / name).stat().st_size < MOST_BYTES_OF_A_PICTURE, name


@pytest.mark.parametrize("name", terminal_pictures.PICTURES)
def test_a_picture_of_a_terminal_shows_what_the_terminal_gets(name: str) -> None:
    command, lines = terminal_pictures.PICTURES[name]
    drawn = (ROOT / "docs" / "images" / f"{name}.svg").read_text(encoding="utf-8")
    assert drawn == terminal_pictures.draw(command, lines), "run make pictures"


def every_command() -> Iterator[tuple[str, click.Command]]:
    for name in cli.commands:
        command = cli.load(name)
        yield name, command
        if isinstance(command, click.Group):
            for below, each in command.commands.items():
                yield f"{name} {below}", each


def test_each_command_is_listed_with_its_own_line() -> None:
    assert list(cli.commands) == sorted(cli.commands)
    for name, listed in cli.commands.items():
        own = cli.load(name)
        assert (own.name, own.hidden) == (name, False)
        assert own.get_short_help_str(SHORT_HELP) == listed.short_help


@pytest.mark.parametrize(
    ("name", "command"),
    list(every_command()),
    ids=[name for name, _ in every_command()],
)
def test_help_lines_fit(name: str, command: click.Command) -> None:
    short = command.get_short_help_str(limit=200)
    assert 0 < len(short) <= SHORT_HELP, name
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.name}"
            assert len(parameter.help) <= SHORT_HELP, f"{name}: {parameter.help}"
    assert (
        "..."
        not in CliRunner().invoke(cli, ["--help"]).output.partition("Commands:")[2]
    )

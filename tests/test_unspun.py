"""The six public names, and every line of Python that the documentation shows."""

from __future__ import annotations

import doctest
import re
import shutil
import subprocess
import sys
from dataclasses import FrozenInstanceError, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import unspun
from flows.api.article import Article
from flows.intake import InputError
from flows.settings import Settings, SettingsError
from flows.snapshots import Dataset, DatasetError
from flows.storage.tables import SCHEMAS
from tests.flows.conftest import take_in

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
SCRAPES = (
    "05-clinic.txt",
    "06-clinic-spun.txt",
    "09-port-strike.txt",
    "10-port-copy.txt",
)
STORY = (
    "The ferry Sorrel sails again from Monday, the harbour office of Quayside said in a note.\n\n"
    "Its engine was rebuilt over the winter, and the crew has been back on board since last week."
)
PAGE = (
    "<!DOCTYPE html><html><head><title>Ferry returns</title></head><body><nav>Home</nav><article>"
    "<h1>Ferry returns</h1><p>{}</p><p>{}</p></article></body></html>"
).format(*STORY.split("\n\n"))
SPUN = (SEEDS / "06-clinic-spun.txt").read_text(encoding="utf-8")
OF_A_RECORD = {
    "source_path",
    "source_format",
    "record_number",
    "source_id",
    "robots_ok",
}
OF_A_FETCH = {"fetched_at", "url_key", "content_key", "raw_sha256", "versions"}
OF_A_RUN = {"cluster_id", "copies", "story_id", "run_id", "pipeline_version"}
IN_A_SNAPSHOT_ONLY = OF_A_RECORD | OF_A_FETCH | OF_A_RUN
IN_ITS_EDITS = {"repairs", "removed_chars", "encoding_fixes"}


@pytest.fixture(scope="module")
def scrapes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder with the four scrapes that docs/python.md cleans."""
    folder = tmp_path_factory.mktemp("python") / "scrapes"
    folder.mkdir()
    for name in SCRAPES:
        shutil.copy(SEEDS / name, folder)
    return folder


@pytest.fixture(scope="module")
def dataset(scrapes: Path) -> Path:
    """Make a dataset of them."""
    output = scrapes.parent / "published"
    take_in(Dataset(output), scrapes)
    return output


def python(code: str, cwd: Path) -> str:
    """Run Python in a process of its own and return what it prints."""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=cwd)
    return done.stdout


def test_there_are_six_names() -> None:
    names = ["CleaningError", "__version__", "clean", "explain", "open_dataset", "run"]
    assert sorted(unspun.__all__) == names
    assert dir(unspun) == names
    assert unspun.__version__.count(".") >= 1


def test_importing_it_loads_no_rule_and_no_large_package() -> None:
    code = (
        "import sys, time; start = time.process_time(); import unspun; "
        "print(time.process_time() - start); print(*sys.modules)"
    )
    seconds, modules = python(code, ROOT).splitlines()
    large = {"cleaners.pipeline", "numpy", "pyarrow", "duckdb", "prefect", "rich"}
    assert large.isdisjoint(modules.split())
    assert float(seconds) < 0.2


def test_what_it_imports_has_no_prefect_in_it(dataset: Path) -> None:
    code = (
        "import sys, unspun; unspun.clean(sys.argv[0] + ' is no article, but it is a sentence.');"
        f"unspun.open_dataset({str(dataset)!r}).arrow('articles'); print(*sys.modules)"
    )
    assert {"prefect", "pandas", "polars"}.isdisjoint(python(code, ROOT).split())


GENUINE = f"""\
{STORY}

The rebuilding cost the town about two million pounds, most of which came from the
regional government. Councillors had argued for months about who should pay for the repairs.

"We are glad that the boat is back," said Mary Jones, who runs a bakery on the island. Many
of the people who live there depend on the ferry for food and medicine, and the winter had
been hard for them.
"""
LOADED_BY_A_GENUINE_TEXT = """
import sys
import unspun
article = unspun.clean(sys.argv[1])
assert article.language == "en"
assert article.spun_score is not None, "the text is too short for the gate"
assert not article.spun
packages = {name.partition(".")[0] for name in sys.modules}
print(*packages & {"prefect", "pyarrow", "duckdb", "pydantic", "trafilatura", "lxml", "rich"})
print(*{"cleaners.extraction", "flows.intake", "flows.settings"} & set(sys.modules))
from cleaners.boilerplate import scan
from cleaners.paraphrase import language_model, lexicon, resources, topics, word_odds
from cleaners.rule import parsed
assert scan.shipped.cache_info().currsize == word_odds.load.cache_info().currsize == 1
for load in (parsed, language_model.load, lexicon.load, resources.load, topics.load):
    assert load.cache_info().currsize == 0, load
"""


def test_a_genuine_text_loads_only_what_it_needs() -> None:
    command = [sys.executable, "-c", LOADED_BY_A_GENUINE_TEXT, GENUINE]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.split() == []


def test_without_settings_the_defaults_apply() -> None:
    assert unspun.clean(SPUN) == unspun.clean(SPUN, settings=Settings())


def test_there_is_no_seventh_name() -> None:
    with pytest.raises(AttributeError, match="no attribute 'version'"):
        _ = unspun.version  # type: ignore[attr-defined]  # it does not exist: that is the point


def test_the_docstrings_are_true() -> None:
    results = doctest.testmod(unspun)
    assert results.failed == 0
    assert results.attempted >= 9


def test_the_documentation_is_true(
    scrapes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("flows.run")
    monkeypatch.chdir(scrapes.parent)
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    unfenced = re.sub(r"^```.*$", "", page, flags=re.MULTILINE)
    examples = doctest.DocTestParser().get_doctest(
        unfenced, {}, "docs/python.md", "docs/python.md", 0
    )
    assert len(examples.examples) > 20
    assert doctest.DocTestRunner().run(examples).failed == 0


def test_a_text_becomes_an_article_and_back() -> None:
    article = unspun.clean(f"{STORY}\n\nLeave a Reply\n")
    assert article.text == STORY
    assert article.raw == f"{STORY}\n\nLeave a Reply\n"
    (edit,) = article.edits
    assert article.raw[edit.start : edit.end] == edit.before
    assert (edit.stage, edit.rule) == ("boilerplate", "comments/leave-a-reply")
    with pytest.raises(FrozenInstanceError):
        article.text = ""  # type: ignore[misc]  # it is frozen: that is the point


def test_its_fields_are_the_columns_that_a_text_can_fill() -> None:
    names = {field.name for field in fields(Article)} - {"edits"}
    columns = set(SCHEMAS["articles"].names)
    assert names == columns - IN_A_SNAPSHOT_ONLY - IN_ITS_EDITS


def test_its_fields_have_the_values_of_a_dataset(dataset: Path) -> None:
    opened = unspun.open_dataset(dataset)
    for row in opened.arrow("articles").to_pylist():
        stored = opened.article(row["article_id"])
        cleaned = unspun.clean((SEEDS / row["source_path"]).read_bytes())
        for name in ("published_on", "declared_language", "word_count", "char_count"):
            assert getattr(stored, name) == getattr(cleaned, name) == row[name], name


@pytest.mark.parametrize("html", [None, True])
def test_a_page_is_known_by_its_markup(html: bool | None) -> None:  # noqa: FBT001  # what `html` may be
    article = unspun.clean(PAGE, html=html)
    assert article.text == STORY
    assert article.title == "Ferry returns"


def test_markup_can_be_taken_for_text() -> None:
    assert "<p>" in unspun.clean(PAGE, html=False).raw


def test_bytes_are_decoded_as_the_page_declares() -> None:
    page = PAGE.replace("<title>", '<meta charset="iso-8859-2"><title>')
    page = page.replace("Quayside", "Košice")
    assert "Košice" in unspun.clean(page.encode("iso-8859-2")).text
    assert unspun.clean(STORY.encode("utf-16")).text == STORY


def test_a_date_has_its_zone() -> None:
    article = unspun.clean((SEEDS / "05-clinic.txt").read_bytes())
    assert article.published_at == datetime(2025, 9, 9, tzinfo=UTC)


def test_every_edit_has_a_reason() -> None:
    for name in SCRAPES:
        for edit in unspun.clean((SEEDS / name).read_bytes()).edits:
            assert edit.reason.endswith("."), edit


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \n\t", "empty"),
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n", "binary"),
        ("Leave a Reply", "no_text"),
        ("<html><body></body></html>", "no_text"),
    ],
)
def test_what_is_no_article_says_why(text: str | bytes, reason: str) -> None:
    for function in (unspun.clean, unspun.explain):
        with pytest.raises(unspun.CleaningError) as caught:
            function(text)
        assert caught.value.reason == reason
        assert str(caught.value) == f"{reason}: {caught.value.detail}"


def test_what_no_file_can_hold_is_replaced() -> None:
    article = unspun.clean(f"{STORY} It cost \ud800 9\0.")
    assert article.text.endswith("It cost \ufffd 9\ufffd.")


def test_settings_come_from_a_file_or_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('operating_point = "conservative"\n')
    careful = unspun.clean(SPUN, settings=file)
    assert careful == unspun.clean(SPUN, settings=str(file))
    assert careful == unspun.clean(SPUN, settings=Settings("conservative"))
    assert len(careful.edits) < len(unspun.clean(SPUN).edits)
    file.write_text("operating = 1\n")
    with pytest.raises(SettingsError, match="no such key: operating"):
        unspun.clean(SPUN, settings=file)


def test_an_explanation_shows_text_and_rules() -> None:
    account = unspun.explain(f"{STORY}\n\nLeave a Reply\n")
    assert account.endswith(f"{STORY}\n\n[-Leave a Reply-] comments/leave-a-reply 0.98")
    assert "[-started-] {+began+} lexicon/began" in unspun.explain(SPUN)


def test_a_notebook_shows_an_explanation_in_colours() -> None:
    account = unspun.explain(f"{STORY} Rain & wind <b>.\n\nLeave a Reply\n")
    assert repr(account) == str(account)
    page = account._repr_html_()
    assert "Rain &amp; wind &lt;b&gt;." in page
    assert "comments/leave-a-reply 0.98" in page
    assert ">Leave a Reply</del>" in page


def test_a_dataset_is_read_from_any_folder(
    dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(dataset.parent)
    opened = unspun.open_dataset(dataset.name)
    monkeypatch.chdir(tmp_path)
    assert opened.arrow("articles").num_rows


def test_a_dataset_without_a_name_is_refused(dataset: Path) -> None:
    with pytest.raises(ValueError, match="no name"):
        unspun.run(dataset, "")


def test_a_dataset_gives_its_tables(dataset: Path) -> None:
    opened = unspun.open_dataset(dataset)
    assert opened.snapshot == 1
    assert opened.path == dataset / "snapshots" / "000001"
    assert "snapshot 1" in repr(opened)
    for table in opened.tables:
        assert opened.arrow(table).schema.names == SCHEMAS[table].names
        assert len(opened.pandas(table)) == opened.arrow(table).num_rows
        assert opened.polars(table).columns == SCHEMAS[table].names
    with pytest.raises(
        KeyError, match="no table is called articel; there are articles"
    ):
        opened.arrow("articel")


def test_a_dataset_gives_articles_with_their_raw_text(dataset: Path) -> None:
    opened = unspun.open_dataset(str(dataset))
    for table in ("articles", "duplicates"):
        for row in opened.arrow(table).to_pylist():
            article = opened.article(row["article_id"])
            scrape = (SEEDS / row["source_path"]).read_text(encoding="utf-8")
            assert article.text == row["text"]
            assert article.raw == scrape
    with pytest.raises(KeyError, match="no article has the id"):
        opened.article("0" * 32)


def test_raw_text_that_was_not_kept_is_not_made_up(
    scrapes: Path, tmp_path: Path
) -> None:
    take_in(Dataset(tmp_path), scrapes, Settings(keep_before=False))
    opened = unspun.open_dataset(tmp_path)
    article = opened.article(opened.arrow("articles")["article_id"][0].as_py())
    with pytest.raises(ValueError, match="keep_before = true"):
        _ = article.raw


def test_what_cannot_be_opened_says_so(dataset: Path, tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="not a dataset"):
        unspun.open_dataset(tmp_path)
    removed = tmp_path / "removed"
    shutil.copytree(dataset, removed)
    opened = unspun.open_dataset(removed)
    shutil.rmtree(opened.path)
    with pytest.raises(DatasetError, match="open the dataset again"):
        opened.arrow("articles")


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_a_missing_package_is_named(
    dataset: Path, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    opened = unspun.open_dataset(dataset)
    with pytest.raises(ImportError, match=f"pip install {package}"):
        getattr(opened, package)("articles")


def test_a_folder_is_cleaned_without_prefect(scrapes: Path, tmp_path: Path) -> None:
    pytest.importorskip("flows.run")
    summary = unspun.run([scrapes], tmp_path / "out", workers=0)
    assert (summary.inputs, summary.articles) == (4, 2)
    assert unspun.run(str(scrapes), tmp_path / "out", workers=0).nothing_new
    with pytest.raises(SettingsError):
        unspun.run(scrapes, tmp_path / "out", settings=tmp_path / "missing.toml")


def test_a_folder_without_input_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("flows.run")
    (tmp_path / "in").mkdir()
    with pytest.raises(InputError, match="nothing is in"):
        unspun.run(tmp_path / "in", tmp_path / "out", workers=0)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("text", [None, 42, ["a line"]])
def test_what_is_no_text_is_refused(text: Any) -> None:  # noqa: ANN401  # that is the point
    for function in (unspun.clean, unspun.explain):
        with pytest.raises(
            TypeError, match=f"of type {type(text).__name__}; pass a str"
        ):
            function(text)

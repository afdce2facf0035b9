"""Rules of a user's own at run time, and settings that come from the environment."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from cleaners.pipeline import SINGLE_STAGES
from flows.cli import cli
from flows.setting_sources import load_settings, sourced
from flows.settings import Settings, SettingsError, defaults
from flows.snapshots import Dataset
from tests.flows.conftest import read_rows, take_in

BODY = (
    "Tolls on the bridge will rise in May, the port office said on Friday, and lorries\n"
    "will pay twice as much as cars.\n"
)
BOX = "Harbour box: 12 boats"
RULE = """
[[rule]]
id = "notices/harbour-box"
match = '''harbour box: .{1,40}'''
why = "A box next to the article."
where = "tail"
repairs = ["Tolls on the bridge will rise in May, they said.\\n<<Harbour box: 9 boats => >>"]
spares = ["The harbour box: a history of it was shown in the museum on Friday, its owner said."]
"""
REFUSED = [
    ({}, "rules 'mine' has no rule files; name a folder"),
    ({"notices.toml": "[[rule"}, "notices.toml: not a rule file"),
    (
        {"notices.toml": RULE.replace('"tail"', '"foot"')},
        "notices.toml: notices/harbour-box: where is 'foot'; it must be one of head",
    ),
    (
        {"notices.toml": RULE.replace("match", "matches")},
        "notices.toml: notices/harbour-box: no such key: matches; known are",
    ),
    (
        {"notices.toml": RULE.replace('"tail"', '"head"')},
        "notices.toml: notices/harbour-box: should remove ['Harbour box: 9 boats'], but",
    ),
    (
        {
            "notices.toml": RULE.replace(
                "harbour box: .{1,40}", "(the )?harbour box: .+"
            ).replace("tail", "anywhere")
        },
        "should spare",
    ),
    (
        {"notices.toml": RULE + RULE},
        "notices.toml: notices/harbour-box: also in notices.toml; rename one",
    ),
    (
        {
            "comments.toml": RULE.replace(
                "notices/harbour-box", "comments/leave-a-comment"
            )
        },
        "comments.toml: comments/leave-a-comment: a shipped rule has this id; rename yours",
    ),
]


def write_rules(folder: Path, files: dict[str, str]) -> Path:
    """Write rule files and settings that name them; return the settings."""
    (folder / "mine").mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / "mine" / name).write_text(text, encoding="utf-8")
    settings = folder / "settings.toml"
    settings.write_text('rules = "mine"\n', encoding="utf-8")
    return settings


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    text = f"Tolls rise on the bridge\n\n{BODY}\n{BOX}\n"
    (folder / "tolls.txt").write_text(text, encoding="utf-8")
    return folder


def test_a_rule_of_ones_own_removes_its_lines_and_a_change_of_it_cleans_anew(
    inbox: Path, tmp_path: Path
) -> None:
    dataset = Dataset(tmp_path / "out")
    settings = write_rules(tmp_path, {"notices.toml": RULE})
    take_in(dataset, inbox, Settings.load(settings))
    (article,) = read_rows(dataset, "articles")
    assert BOX not in str(article["text"])
    (edit,) = [row for row in read_rows(dataset, "edits") if BOX in str(row["before"])]
    assert (edit["stage"], edit["rule"]) == ("boilerplate", "notices/harbour-box")

    other = RULE.replace("harbour box: .{1,40}", "harbour box: 9 .{1,40}")
    changed = Settings.load(write_rules(tmp_path, {"notices.toml": other}))
    assert changed.digest() != Settings().digest()
    take_in(dataset, inbox, changed)
    (article,) = read_rows(dataset, "articles")
    kept = [row for row in read_rows(dataset, "edits") if row["rule"] == edit["rule"]]
    assert kept == [], "the rule as it is now does not match this line"
    assert dataset.current().snapshot == 2  # type: ignore[union-attr]


@pytest.mark.parametrize(("files", "message"), REFUSED)
def test_a_bad_rule_stops_the_run_before_it_starts(
    inbox: Path, tmp_path: Path, files: dict[str, str], message: str
) -> None:
    settings = write_rules(tmp_path, files)
    with pytest.raises(SettingsError) as refused:
        Settings.load(settings)
    assert message in str(refused.value)
    assert str(settings) in str(refused.value)
    output = tmp_path / "out"
    arguments = ["clean", inbox, "--output", output, "--settings", settings]
    done = CliRunner().invoke(cli, [str(each) for each in arguments])
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert not output.exists()


def test_a_rule_is_checked_as_a_run_would_check_it(tmp_path: Path) -> None:
    for rule, code in ((RULE, 0), (RULE.replace('"tail"', '"head"'), 1)):
        file = tmp_path / "notices.toml"
        file.write_text(rule, encoding="utf-8")
        done = CliRunner().invoke(cli, ["rules", "check", str(file)])
        assert done.exit_code == code, done.output


def test_an_id_that_is_taken_is_refused(tmp_path: Path) -> None:
    shipped = RULE.replace("notices/harbour-box", "comments/leave-a-reply")
    for name, content, problem in (
        ("notices.toml", RULE + RULE, "also in notices.toml; rename one"),
        ("comments.toml", shipped, "a shipped rule has this id"),
        ("notices.toml", "", "has no rule"),
    ):
        file = tmp_path / name
        file.write_text(content, encoding="utf-8")
        done = CliRunner().invoke(cli, ["rules", "check", str(file)])
        assert (done.exit_code, problem in done.output) == (2, True), done.output


@pytest.mark.parametrize("stage", SINGLE_STAGES)
def test_one_stage_alone_edits(stage: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    page = (
        f"Home\nShare this article\n\nTolls rise\n\n{BODY}\nItâ€™s final, they said.\n"
    )
    (tmp_path / "in" / "page.txt").write_text(page, encoding="utf-8")
    dataset = Dataset(tmp_path / "out")
    take_in(dataset, tmp_path / "in", replace(Settings(), only_stage=stage))
    stages = {str(row["stage"]) for row in read_rows(dataset, "edits")}
    expected = {"encoding": {"encoding"}, "boilerplate": {"boilerplate", "metadata"}}
    assert stages == expected.get(stage, set())


def test_the_environment_counts_more_than_the_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(
        "record_bytes = 5\nkeep_before = false\n[fields]\nurl = ['where']\n"
    )
    environment = {
        "UNSPUN_RECORD_BYTES": "7_000",
        "UNSPUN_OPERATING_POINT": "conservative",
        "UNSPUN_FIELDS": "text=story, title=head",
        "UNSPUN_RUN_STATE": "published",
        "UNSPUN_SERVICE_HOST": "10.0.0.7",
        "UNSPUN_PORT_4200_TCP": "tcp://10.0.0.7:4200",
        "UNSPUN_CACHE": "/var/mirrors",
        "OTHER_KEP_BEFORE": "1",
    }
    chosen = load_settings(file, environment)
    assert (chosen.record_bytes, chosen.keep_before) == (7_000, False)
    assert chosen.fields.text[0] == "story"
    assert chosen.fields.url == ("where",)
    sources = {each.key: each.source for each in sourced(file, environment)}
    assert sources["record_bytes"] == "UNSPUN_RECORD_BYTES"
    assert sources["keep_before"] == sources["fields.url"] == str(file)
    assert sources["fields.text"] == "UNSPUN_FIELDS"
    assert sources["keep_walls"] == sources["fields.site"] == "default"
    assert {key.partition(".")[0] for key in sources} == set(defaults())


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("UNSPUN_RECORD_BYTES", "big", 'record_bytes is "big"; it must be a whole num'),
        ("UNSPUN_KEEP_WALLS", "yes", 'keep_walls is "yes"; it must be true or false'),
        (
            "UNSPUN_KEP_BEFORE",
            "1",
            "no such key: kep_before; did you mean keep_before?",
        ),
        ("UNSPUN_NOTIFY_SECONDS", "soon", "'soon'; it must be seconds above 0"),
        ("UNSPUN_NOTIFY_SECONDS", "0.0", "'0.0'; it must be seconds above 0"),
        ("UNSPUN_NOTIFY_SECONDS", "inf", "'inf'; it must be seconds above 0"),
        ("UNSPUN_WEATHER", "1", "no such key: weather; known are operating_point"),
        ("UNSPUN_FIELDS", "story", "UNSPUN_FIELDS: story: write it as column=name"),
        ("UNSPUN_LEXICON", "no.tsv", "lexicon 'no.tsv' cannot be read"),
    ],
)
def test_a_wrong_variable_is_refused_by_name(
    name: str, value: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    done = CliRunner().invoke(cli, ["config", "show"])
    assert done.exit_code == 2
    assert name in done.stderr
    assert message in done.stderr


def test_the_settings_in_use_are_shown_with_their_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("keep_snapshots = 3\n")
    monkeypatch.setenv("UNSPUN_SETTINGS", str(file))
    monkeypatch.setenv("UNSPUN_RECORD_SECONDS", "5")
    shown = CliRunner().invoke(cli, ["config", "show"])
    lines = {line.split(" = ")[0]: line for line in shown.stdout.splitlines()}
    assert lines["keep_snapshots"].split() == [
        "keep_snapshots",
        "=",
        "3",
        "#",
        str(file),
    ]
    assert lines["record_seconds"].endswith("# UNSPUN_RECORD_SECONDS")
    rows = json.loads(CliRunner().invoke(cli, ["config", "show", "--json"]).stdout)
    assert {row["key"] for row in rows} == set(lines)

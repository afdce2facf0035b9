"""Settings: validation, defaults, the digest, and the page that documents them."""

import pickle
import re
import tomllib
from dataclasses import asdict, fields, replace
from datetime import date
from math import inf, nan
from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from flows.docs import settings_page
from flows.jsonl_fields import Fields
from flows.setting_errors import describe
from flows.settings import Settings, SettingsError, defaults

REFUSED = [
    ("record_byte = 5", r"no such key: record_byte; did you mean record_bytes\?"),
    ("[fields]\nbody = ['x']", r"\[fields\]: no such key: body"),
    ("record_bytes = 'big'", 'record_bytes is "big"; it must be a whole number'),
    ("record_bytes = true", "record_bytes is true; it must be a whole number"),
    ("record_bytes = 0", "record_bytes is 0; it must be above 0"),
    ("record_seconds = nan", "record_seconds is nan; it must be a finite number"),
    ("keep_before = 1", "keep_before is 1; it must be true or false"),
    ("operating_point = 'bold'", 'it must be "readable" or "conservative"$'),
    ("fields = 3", "fields must be a table"),
    ("[fields]\ntext = 'story'", 'fields.text is "story"; it must be a list of names'),
    ("[fields]\ntext = []", "it must be a list of names"),
    ("[fields", "cannot be read as TOML"),
    ("lexicon = 3", "lexicon is 3; it must be a string"),
    ("lexicon = 'none.tsv'", "lexicon 'none.tsv' cannot be read"),
    ("own = 'x'", "no such key: own"),
    ("own = {own_lexicon = 'x'}", "no such key: own"),
    ("b = 1\na = 1\nrecord_bytes = 0", "no such key: a, b; known are operating_point"),
    ("self = 1", "no such key: self"),
    ("record_seconds = inf", "record_seconds is inf; it must be a finite number"),
    ("record_seconds = true", "record_seconds is true; it must be a number"),
    (
        "operating_point = 3",
        'operating_point is 3; it must be "readable" or "conservative"',
    ),
    (
        "[fields]\ntext = ['', 'x']",
        r'fields.text is \["", "x"\]; it must be a list of names',
    ),
    ("[fields]\ntext = {a = 1}", "it must be a list of names"),
    ("[fields]\ntext = 2025-06-18", 'fields.text is "2025-06-18"; it must be a list'),
    ("keep_days = -1", r"keep_days is -1; it must be 0 or above, for example 0\.0"),
    ("keep_days = nan", "keep_days is nan; it must be a finite number"),
    (
        "keep_before = 'maybe'",
        'keep_before is "maybe"; it must be true or false, for ex',
    ),
    ("keep_before = 'maybe'", "for example true$"),
    ("only_stage = 'foo'", 'it must be "", "extraction", "encoding", "boilerplate" or'),
    (
        "keep_befor = true\nrecrd_bytes = 1",
        r"no such key: keep_befor, recrd_bytes; did you mean keep_before, record_bytes\?",
    ),
    (
        "[fields]\ntitel = ['x']",
        r"\[fields\]: no such key: titel; did you mean title\?",
    ),
]


def load(folder: Path, toml: str) -> Settings:
    (folder / "unspun.toml").write_text(toml)
    return Settings.load(folder / "unspun.toml")


@pytest.mark.parametrize(("toml", "message"), REFUSED)
def test_invalid_settings_are_refused_with_file_key_and_remedy(
    tmp_path: Path, toml: str, message: str
) -> None:
    with pytest.raises(SettingsError, match=message) as refused:
        load(tmp_path, toml)
    assert "unspun.toml" in str(refused.value)


WRONG = (
    True,
    -1,
    0,
    1.5,
    nan,
    inf,
    -inf,
    10**30,
    "",
    "x",
    "\udcff",
    [],
    [1],
    {},
    {"a": 1},
)


@pytest.mark.parametrize("key", defaults())
def test_no_wrong_value_is_refused_without_a_remedy(key: str) -> None:
    for value in (*WRONG, date(2025, 6, 18), None):
        try:
            TypeAdapter(Settings).validate_python({key: value})
        except ValidationError as error:
            problem = describe(error.errors(), {key: value}, defaults())
            assert problem.startswith((key, f"[{key}]: no such key"))


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("data", r"own\.tsv:1: 1 cells; write original, spun"),
        ("# ours\ndata\tdata", r"own\.tsv:2: 'data' and 'data'; write two that differ"),
        ("data\t", r"own\.tsv:1: 'data' and ''"),
        ("one two three four five six\tx", "of one to 5 words each"),
        ("data\tinfo\tmany", "the weight is 'many'; write a number above 0"),
        ("data\tinfo\t0", "the weight is '0'"),
    ],
)
def test_a_broken_lexicon_is_refused_before_the_run(
    tmp_path: Path, lines: str, message: str
) -> None:
    (tmp_path / "own.tsv").write_text(lines)
    with pytest.raises(SettingsError, match=message):
        load(tmp_path, "lexicon = 'own.tsv'")


def test_the_content_of_a_lexicon_is_part_of_the_digest_and_its_path_is_not(
    tmp_path: Path,
) -> None:
    (tmp_path / "own.tsv").write_text("zinc\tspelter\n")
    (tmp_path / "copy.tsv").write_text("zinc\tspelter\n")
    one, copy = (
        load(tmp_path, "lexicon = 'own.tsv'"),
        load(tmp_path, "lexicon = 'copy.tsv'"),
    )
    assert [(pair.original, pair.spun) for pair in one.own.lexicon.pairs] == [
        ("zinc", "spelter")
    ]
    assert one.digest() == copy.digest() != Settings().digest()
    (tmp_path / "own.tsv").write_text("zinc\tspelter\t3\n")
    assert load(tmp_path, "lexicon = 'own.tsv'").digest() != one.digest()


@pytest.mark.parametrize("toml", [toml for toml, _ in REFUSED])
def test_a_refusal_is_one_line(tmp_path: Path, toml: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load(tmp_path, toml)
    assert "\n" not in str(refused.value)


def test_settings_reach_a_worker_unchanged() -> None:
    settings = Settings(record_bytes=5).with_fields(["text=story"])
    copy = pickle.loads(pickle.dumps(settings))  # noqa: S301  # pickled one line above
    assert (copy, hash(copy)) == (settings, hash(settings))
    assert copy.digest() == settings.digest()


@pytest.mark.parametrize("changes", [{"record_bytes": 0}, {"keep_before": 1}])
def test_a_change_in_code_is_validated_too(changes: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        replace(Settings(), **changes)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    message = r"none\.toml: cannot be read: No such file or directory$"
    with pytest.raises(SettingsError, match=message):
        Settings.load(tmp_path / "none.toml")


def test_a_file_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    loaded = load(
        tmp_path,
        "keep_before = false\nrecord_seconds = 5\n[fields]\ntext = ['story']\n",
    )
    default = Settings()
    assert loaded == replace(
        default,
        keep_before=False,
        record_seconds=5.0,
        fields=replace(default.fields, text=("story",)),
    )
    assert load(tmp_path, "") == default


def test_a_chosen_field_is_tried_first() -> None:
    chosen = (
        Settings().with_fields(["text=story_text", "text=content", "url=where"]).fields
    )
    assert chosen.text[:3] == ("content", "story_text", "text")
    assert chosen.text.count("content") == 1
    assert chosen.url[0] == "where"


@pytest.mark.parametrize("choice", ["text", "text=", "=x", "headline=x"])
def test_a_choice_that_names_no_column_is_refused(choice: str) -> None:
    with pytest.raises(SettingsError, match=f"--field {choice}: "):
        Settings().with_fields([choice])


def test_the_digest_changes_with_what_changes_rows_and_with_nothing_else() -> None:
    default = Settings()
    same = [
        default,
        Settings(),
        replace(default, shard_files=1, shard_bytes=2, keep_snapshots=1),
    ]
    other = [
        replace(default, keep_before=False),
        replace(default, operating_point="conservative"),
        replace(default, record_bytes=10),
        replace(default, record_seconds=1.0),
        default.with_fields(["text=story"]),
    ]
    assert len({settings.digest() for settings in same}) == 1
    assert len({settings.digest() for settings in (default, *other)}) == 1 + len(other)


PAGE = Path(__file__).parents[2] / "docs" / "settings.md"
ROW = re.compile(r"^\| `(\w+)` \| `(.+?)` \|", re.MULTILINE)


def test_the_page_on_settings_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == settings_page.write()


def test_the_page_on_settings_names_every_key_and_its_default() -> None:
    page = PAGE.read_text(encoding="utf-8")
    keys, _, columns = page.partition("## [fields]")
    plain = [
        item.name for item in fields(Settings) if item.name not in ("fields", "own")
    ]
    expected = {name: getattr(Settings(), name) for name in plain}
    assert {
        name: tomllib.loads(f"value = {text}")["value"]
        for name, text in ROW.findall(keys)
    } == expected
    named = {
        column: tuple(names.split("`, `")) for column, names in ROW.findall(columns)
    }
    assert named == asdict(Fields())

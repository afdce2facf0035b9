"""Check that what was taken down is nowhere any more, and does not come back."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from flows import forget as takedowns
from flows.cli import cli
from flows.forget import forget, preview
from flows.settings import Settings
from flows.snapshots import (
    Dataset,
    DatasetError,
    compaction,
    inputs_index,
    short_ids,
    suppression,
    takedown,
    verification,
)
from flows.snapshots.short_ids import AmbiguousIdError
from flows.snapshots.takedown import Target
from flows.storage import parquet
from tests.flows.conftest import read_rows
from tests.flows.test_seen_again import URL, dataset, fetch, folder, page, take_in  # noqa: F401
from tests.flows.test_snapshots import check, story

UNIQUE = "Zanzimurk"  # a word of the text that has to go
ELSEWHERE = "https://other.example/gate"


def secret(number: int = 1) -> str:
    return f"{UNIQUE} closes the gate.\n\n" + story(number)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make, once, a dataset of two runs with a page, its versions, a copy, and others."""
    place = tmp_path_factory.mktemp("filled")
    made, inbox = Dataset(place / "out"), place / "inbox"
    inbox.mkdir()
    rows = fetch(secret(), 1, title=f"The {UNIQUE} gate") + fetch(
        story(4), 1, ELSEWHERE
    )
    (inbox / "a.jsonl").write_text(rows + fetch(story(5), 1, ELSEWHERE + "2"))
    (inbox / "old-bridge.html").write_text(page(secret(2)))
    take_in(made, inbox)
    (inbox / "b.jsonl").write_text(fetch(secret(3), 2) + f"{{broken {URL}\n")
    (inbox / "c.jsonl").write_text(fetch(secret(3), 3, ELSEWHERE))
    (inbox / "d.txt").write_text(story(7))
    take_in(made, inbox)
    return place


@pytest.fixture
def filled(made: Path, dataset: Dataset, folder: Path) -> Dataset:  # noqa: F811
    """Copy that dataset, and its inbox."""
    shutil.copytree(made / "out", dataset.folder, symlinks=True)
    shutil.copytree(made / "inbox", folder, dirs_exist_ok=True)
    return dataset


def holds(made: Dataset, *needles: str) -> list[str]:
    """List the files of a dataset that hold one of some strings, as bytes or decoded."""
    found = []
    for path in made.folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            text = path.read_bytes().decode("latin-1")
            if path.suffix == ".parquet":
                text += json.dumps(parquet.read(path).to_pylist(), default=str)
            if any(needle in text for needle in needles):
                found.append(str(path.relative_to(made.folder)))
    return found


def ids_of(made: Dataset, key: str) -> list[str]:
    rows = read_rows(made, "articles", "duplicates")
    return [str(row["article_id"]) for row in rows if key in str(row["url_key"])]


@pytest.mark.parametrize("way", ["url", "id", "site"])
def test_nothing_is_left_of_a_page(filled: Dataset, folder: Path, way: str) -> None:  # noqa: F811
    ids = ids_of(filled, "example.org")
    assert len(ids) == 3
    targets = {
        "url": Target(urls=(URL.replace("https", "http") + "/?utm_source=x",)),
        "id": Target(ids=(ids[1],)),
        "site": Target(sites=("https://Example.org/",)),
    }
    before = len(read_rows(filled, "articles", "duplicates", "quarantine"))
    shown = preview(filled, targets[way])
    assert holds(filled, *ids)
    done = forget(filled, targets[way])
    assert done == shown
    assert {row["article_id"] for row in done.articles} == set(ids)
    check(filled)
    assert verification.begin(filled.folder).run(lambda _: None) == []
    names = (*ids, URL, "example.org/2024", "old-bridge")
    assert holds(filled, *names) == []
    run = read_rows(filled, "runs")[-1]
    after = len(read_rows(filled, "articles", "duplicates", "quarantine"))
    assert (
        before - after == run["forgotten"] == len(done.articles) + len(done.quarantine)
    )
    assert [path.name for path in filled.paths.snapshots.iterdir()] == ["000003"]
    known = inputs_index.read(filled.folder, filled.current())
    assert {path for path, _ in known} >= {"a.jsonl", "c.jsonl", "d.txt"}
    check_suppression(filled, folder)


def check_suppression(made: Dataset, inbox: Path) -> None:
    """Check that other fetches of the page are left out, and other pages are not."""
    (inbox / "later.jsonl").write_text(
        fetch(secret(8), 9, URL + "#x") + fetch(story(9), 9, "https://example.com/b")
    )
    summary = take_in(made, inbox)
    assert (summary.articles, summary.suppressed, summary.inputs) == (1, 1, 2)
    assert holds(made, "example.org/2024") == []
    assert take_in(made, inbox).nothing_new


def test_what_was_quarantined_of_a_page_goes_and_stays_away(
    dataset: Dataset,  # noqa: F811
    folder: Path,  # noqa: F811
) -> None:
    def refused(name: str) -> None:
        """Write two pages of which a wall was fetched."""
        wall = "Just a moment...\n\nChecking your browser before you see {} news.\n"
        rows = fetch(wall.format(UNIQUE), 1, URL) + fetch(
            wall.format("b"), 1, ELSEWHERE
        )
        (folder / name).write_text(rows)

    refused("a.jsonl")
    take_in(dataset, folder)
    assert holds(dataset, UNIQUE)
    assert {row["url"] for row in read_rows(dataset, "quarantine")} == {URL, ELSEWHERE}
    done = forget(dataset, Target(urls=(URL,)))
    assert (len(done.articles), len(done.quarantine)) == (0, 1)
    assert holds(dataset, UNIQUE) == []
    refused("b.jsonl")
    summary = take_in(dataset, folder)
    assert (summary.inputs, summary.suppressed) == (2, 1)
    assert holds(dataset, UNIQUE) == []


def test_a_site_goes_with_its_subdomains_and_no_other(
    dataset: Dataset,  # noqa: F811
    folder: Path,  # noqa: F811
) -> None:
    hosts = ("example.org", "news.example.org", "myexample.org", "example.org.uk")
    for number, host in enumerate(hosts):
        row = fetch(story(number), 1, f"https://{host}/a")
        (folder / f"{number}.jsonl").write_text(row)
    take_in(dataset, folder)
    forget(dataset, Target(sites=("example.org",)))
    left = {row["host"] for row in read_rows(dataset, "articles")}
    assert left == {"myexample.org", "example.org.uk"}


def test_a_record_without_an_address_is_known_by_its_text(
    dataset: Dataset,  # noqa: F811
    folder: Path,  # noqa: F811
) -> None:
    (folder / "a.txt").write_text(secret())
    (folder / "b.txt").write_text(story(2))
    take_in(dataset, folder)
    rows = {row["source_path"]: row for row in read_rows(dataset, "articles")}
    row = rows["a.txt"]
    forget(dataset, Target(ids=(str(row["article_id"]),)))
    assert holds(dataset, UNIQUE, str(row["article_id"]), "a.txt") == []
    shutil.copy(folder / "a.txt", folder / "c.txt")
    summary = take_in(dataset, folder)
    assert (summary.inputs, summary.suppressed) == (1, 1)
    assert holds(dataset, UNIQUE) == []


def test_a_page_in_an_archive_does_not_come_back_with_it(
    dataset: Dataset,  # noqa: F811
    folder: Path,  # noqa: F811
) -> None:
    pages = {"gate.html": page(secret()), "b.txt": story(2), "empty.txt": " "}
    write_archive(folder / "day.zip", pages)
    take_in(dataset, folder)
    forget(dataset, Target(urls=(URL,)))
    check(dataset)
    assert verification.begin(dataset.folder).run(lambda _: None) == []
    assert holds(dataset, UNIQUE, "gate.html") == []
    assert take_in(dataset, folder).nothing_new
    write_archive(folder / "day.zip", {**pages, "c.txt": story(3)})
    summary = take_in(dataset, folder)
    assert (summary.articles, summary.suppressed) == (1, 1)
    assert holds(dataset, UNIQUE, "gate.html") == []


def write_archive(path: Path, members: dict[str, str]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)


def test_many_runs_are_merged_after_a_takedown_as_before(
    dataset: Dataset,  # noqa: F811
    folder: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(compaction, "FAN_IN", 2)
    for number in range(5):
        url = f"https://{number}.example/gate"
        text = fetch(story(number), 1, url) + "broken\n"
        (folder / f"{number}.jsonl").write_text(text)
        take_in(dataset, folder)
    forget(dataset, Target(sites=("1.example",)))
    check(dataset)
    assert verification.begin(dataset.folder).run(lambda _: None) == []
    assert holds(dataset, "1.example") == []
    (folder / "5.jsonl").write_text(fetch(story(5), 1, "https://5.example/gate"))
    assert take_in(dataset, folder).articles == 1
    hosts = {row["host"] for row in read_rows(dataset, "articles")}
    assert hosts == {f"{number}.example" for number in (0, 2, 3, 4, 5)}
    assert len(read_rows(dataset, "quarantine")) == 5
    assert verification.begin(dataset.folder).run(lambda _: None) == []


def test_no_snapshot_goes_for_being_old(
    dataset: Dataset,  # noqa: F811
    folder: Path,  # noqa: F811
) -> None:
    settings = Settings(keep_snapshots=20)
    for number in range(9):
        url = f"https://{number}.example/gate"
        (folder / f"{number}.jsonl").write_text(fetch(story(number), 1, url))
        take_in(dataset, folder, settings)
    forget(dataset, Target(sites=("8.example",)))
    left = sorted(path.name for path in dataset.paths.snapshots.iterdir())
    assert left == [*(f"{number:06d}" for number in range(1, 9)), "000010"]
    assert verification.begin(dataset.folder).run(lambda _: None) == []


def test_a_damaged_table_is_named(filled: Dataset) -> None:
    current = filled.current()
    assert current
    (path,) = {current.parts("articles")[-1]}
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(DatasetError, match="damaged"):
        forget(filled, Target(urls=(URL,)))


STEPS = ("_suppress", "_forget_files", "_decide", "_publish_without", "shutil")


@pytest.mark.parametrize("step", STEPS)
def test_a_takedown_that_was_killed_is_completed_by_the_next(
    filled: Dataset, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    target = Target(urls=(URL,))
    with monkeypatch.context() as patched:
        if step == "shutil":
            patched.setattr(takedowns.shutil, "rmtree", killed)
        else:
            patched.setattr(takedowns, step, killed)
        with pytest.raises(KeyboardInterrupt):
            forget(filled, target)
    check(filled)
    forget(filled, target)
    check(filled)
    assert verification.begin(filled.folder).run(lambda _: None) == []
    assert holds(filled, URL, "example.org/2024", f"The {UNIQUE}") == []


def test_what_is_unknown_is_suppressed_and_costs_nothing(
    filled: Dataset,
    folder: Path,  # noqa: F811
) -> None:
    before = filled.current()
    done = forget(filled, Target(urls=("https://example.com/never",)))
    assert (done.articles, done.quarantine, done.snapshots) == ((), (), ())
    assert filled.current() == before
    assert len(list(filled.paths.snapshots.iterdir())) == 2
    (folder / "n.jsonl").write_text(fetch(story(9), 1, "http://example.com/never"))
    assert take_in(filled, folder).suppressed == 1


def test_the_list_of_what_is_suppressed_names_nothing(filled: Dataset) -> None:
    forget(filled, Target(urls=(URL,), sites=("other.example",)))
    state = filled.paths.state
    salt = (state / "suppression.salt").read_bytes()
    assert len(salt) == 32
    assert (state / "suppression.salt").stat().st_mode & 0o077 == 0
    assert "example" not in (state / "suppression.json").read_text()


PARTS = ("suppression.json", "suppression.salt")


def flip(path: Path, bit: int) -> None:
    data = bytearray(path.read_bytes())
    place, shift = divmod(bit % (len(data) * 8), 8)
    data[place] ^= 1 << shift
    path.write_bytes(data)


def test_a_list_that_is_lost_or_damaged_stops_every_run(
    filled: Dataset,
    folder: Path,  # noqa: F811
) -> None:
    forget(filled, Target(urls=(URL,)))
    whole = {name: (filled.paths.state / name).read_bytes() for name in PARTS}
    shutil.copy(folder / "a.jsonl", folder / "again.jsonl")
    harms: list[tuple[str, ...] | tuple[str, int]] = [
        PARTS,
        *((part,) for part in PARTS),
    ]
    harms += [(part, bit * 997) for part in PARTS for bit in range(8)]
    for harm in harms:
        for name, content in whole.items():
            (filled.paths.state / name).write_bytes(content)
        name, *rest = harm
        if rest and isinstance(rest[0], int):
            flip(filled.paths.state / str(name), rest[0])
        else:
            for part in harm:
                (filled.paths.state / str(part)).unlink()
        with pytest.raises(DatasetError, match="give `unspun forget` again"):
            take_in(filled, folder)
        (fault,) = verification.begin(filled.folder).run(lambda _: None)
        assert fault.path.name in PARTS
        assert ids_of(filled, "example.org") == []
    for name in PARTS:  # as the message says
        (filled.paths.state / name).unlink(missing_ok=True)
    forget(filled, Target(urls=(URL,)))
    assert take_in(filled, folder).suppressed > 0
    assert ids_of(filled, "example.org") == []
    assert verification.begin(filled.folder).run(lambda _: None) == []


def test_a_file_whose_pages_all_went_is_read_again_with_others(
    filled: Dataset,
    folder: Path,  # noqa: F811
) -> None:
    forget(filled, Target(urls=(URL,)))
    assert take_in(filled, folder).nothing_new
    (folder / "b.jsonl").write_text(fetch(secret(3), 2) + fetch(story(6), 2, URL + "2"))
    summary = take_in(filled, folder)
    assert (summary.articles, summary.suppressed) == (1, 1)
    (folder / "old-bridge.html").write_text(page(story(9), url=URL + "9"))
    assert take_in(filled, folder).articles == 1


@pytest.mark.parametrize("written", [(), ("suppression.json",), PARTS])
def test_a_first_takedown_may_be_killed_anywhere(
    filled: Dataset,
    folder: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    written: tuple[str, ...],
) -> None:
    replacing = parquet.replacing

    def killed(path: Path) -> object:
        if path.name in PARTS and path.name not in written:
            raise KeyboardInterrupt
        return replacing(path)

    with monkeypatch.context() as patched:
        patched.setattr(suppression.parquet, "replacing", killed)
        patched.setattr(suppression.Suppression, "joined", killed_joining)
        with pytest.raises(KeyboardInterrupt):
            forget(filled, Target(urls=(URL,)))
    assert take_in(filled, folder).nothing_new
    forget(filled, Target(urls=(URL,)))
    assert holds(filled, URL, "example.org/2024") == []
    (folder / "n.jsonl").write_text(fetch(story(9), 1, URL))
    assert take_in(filled, folder).suppressed == 1


def killed_joining(*_: object) -> None:
    raise KeyboardInterrupt


def test_the_command_shows_what_goes(filled: Dataset) -> None:
    command = ["forget", str(filled.folder), "--url", URL]
    shown = CliRunner().invoke(cli, [*command, "--dry-run"])
    assert "would go: 3 articles and duplicates, 1 rows of quarantine" in shown.output
    assert holds(filled, UNIQUE)
    done = CliRunner().invoke(cli, command)
    assert (done.exit_code, done.output) == (
        0,
        shown.output.replace("would go", "forgotten"),
    )
    nothing = CliRunner().invoke(cli, ["forget", str(filled.folder)])
    assert nothing.exit_code == 2


def command(made: Dataset, *options: str) -> str:
    done = CliRunner().invoke(cli, ["forget", str(made.folder), *options])
    assert done.exit_code == 0
    return done.output


MISTYPED = [
    ("--site", "other.exampel", "; did you mean other.example?"),
    ("--site", "https://www.Oher.example/", "; did you mean other.example?"),
    ("--site", "weather.test", ""),
    ("--url", "https://example.com/never", ""),
]


@pytest.mark.parametrize(("option", "name", "meant"), MISTYPED)
def test_a_name_of_which_there_is_nothing_is_told_kept_and_let_in_again(
    filled: Dataset,
    folder: Path,  # noqa: F811
    option: str,
    name: str,
    meant: str,
) -> None:
    told = f"{name}: the newest snapshot has nothing of this {option[2:]}{meant}\n"
    shown = command(filled, option, name, "--dry-run")
    assert shown.endswith(f"snapshots\n{told}")
    undo = f"unspun forget {filled.folder} {option} {name} --undo"
    kept = f"{name}: is kept, so that nothing of it comes in; to undo: {undo}\n"
    assert command(filled, option, name).endswith(f"snapshots\n{told}{kept}")
    url = name if "never" in name else f"https://{Target(sites=(name,)).hosts[0]}/a"
    (folder / "n.jsonl").write_text(fetch(story(9), 1, url))
    assert take_in(filled, folder).suppressed == 1
    assert command(filled, option, name, "--undo") == f"{name}: may come in again\n"
    assert command(filled, option, name, "--undo") == f"{name}: kept nothing out\n"
    (folder / "m.jsonl").write_text(fetch(story(9), 2, url))
    assert take_in(filled, folder).suppressed == 0
    assert verification.begin(filled.folder).run(lambda _: None) == []


def test_an_unknown_id_is_told_and_not_kept(filled: Dataset) -> None:
    told = "f00d: the newest snapshot has nothing of this id\n"
    assert command(filled, "--id", "f00d").endswith(f"snapshots\n{told}")
    assert command(filled, "--id", "f00d", "--undo") == "f00d: kept nothing out\n"


def test_an_id_may_be_given_by_how_it_begins(filled: Dataset) -> None:
    whole = ids_of(filled, "other.example/gate2")[0]
    shown = command(filled, "--id", whole[:12].upper(), "--dry-run")
    assert shown == command(filled, "--id", whole, "--dry-run")
    assert f"{whole} " in shown


def test_a_beginning_of_several_ids_names_none_of_them(tmp_path: Path) -> None:
    ids = ["f00d" + digit * 28 for digit in "ab"]
    columns: dict[str, list[str | None]] = dict.fromkeys(takedown.COLUMNS, [None] * 2)
    for table, rows in (
        ("articles", columns | {"article_id": ids}),
        ("duplicates", {}),
    ):
        (tmp_path / table).mkdir()
        pq.write_table(pa.table(rows), tmp_path / table / "0.parquet")
    with pytest.raises(AmbiguousIdError, match="f00d: 2 ids begin so"):
        short_ids.complete(tmp_path, Target(ids=("f00d",)))
    assert short_ids.complete(tmp_path, Target(ids=("f00db",))).ids == (ids[1],)


def test_an_address_may_lack_its_scheme(filled: Dataset) -> None:
    bare = URL.partition("://")[2]
    whole = command(filled, "--url", URL, "--dry-run")
    assert command(filled, "--url", bare, "--dry-run") == whole


@pytest.mark.parametrize("name", ["", "e", "no page", "https://"])
def test_what_is_no_address_is_refused(filled: Dataset, name: str) -> None:
    options = ["forget", str(filled.folder), "--url", name]
    done = CliRunner().invoke(cli, options)
    assert (done.exit_code, "no address" in done.output) == (2, True)


NAMED = [
    (Target(ids=("0",)), "0 of 7", False),
    (Target(sites=("post.test",)), "https://post.test/a", True),
    (Target(sites=("post.test",)), "See https://www.post.test.", True),
    (Target(sites=("post.test",)), "https://post.test.example/a", False),
    (Target(sites=("post.test",)), "https://post.tests/a", False),
    (Target(urls=("https://post.test/a",)), "https://post.test/a?utm_source=x", True),
    (Target(urls=("https://post.test/a",)), "https://post.test/a-fair", False),
    (Target(urls=("post.test/a",)), "https://my-post.test/a", False),
]


@pytest.mark.parametrize(("target", "excerpt", "named"), NAMED)
def test_a_row_of_quarantine_names_a_target_by_a_whole_word(
    target: Target,
    excerpt: str,
    named: bool,  # noqa: FBT001 - a column of the cases
) -> None:
    row = {"source_path": "a.txt", "raw_excerpt": excerpt}
    assert takedown.is_named_in(row, set(target.names())) is named


def test_what_was_taken_down_with_a_site_stays_away_when_it_is_let_in(
    filled: Dataset,
    folder: Path,  # noqa: F811
) -> None:
    assert "nothing of this" not in command(filled, "--site", "example.org")
    told = command(filled, "--site", "example.org", "--undo")
    assert told == "example.org: may come in again\n"
    (folder / "n.jsonl").write_text(
        fetch(story(9), 1, URL) + fetch(story(8), 1, URL + "8")
    )
    summary = take_in(filled, folder)
    assert (summary.articles, summary.suppressed) == (1, 1)


def test_a_name_is_let_in_or_shown_but_not_both(filled: Dataset) -> None:
    options = ["--site", "example.org", "--undo", "--dry-run"]
    done = CliRunner().invoke(cli, ["forget", str(filled.folder), *options])
    assert (done.exit_code, "one of --dry-run and --undo" in done.output) == (2, True)

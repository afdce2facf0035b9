"""Check that a site's own lines are known after they went, and that their shapes count."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from cleaners.article import OpenDoubt
from cleaners.boilerplate import LineOccurrences, site_boilerplate_edits
from cleaners.duplicates import WordClasses
from flows.rebuild import rebuild_index
from flows.run import RunRequest, run
from flows.snapshots import CleanedRun, Dataset, Replacements, Selection
from flows.stages import site_boilerplate, site_templates
from flows.stages.deduplicate import spun_classes
from flows.storage import open_articles, revisions
from tests.flows import test_site_boilerplate as pages
from tests.flows.conftest import SETTINGS, check_ledgers, clean_shards, read_rows
from tests.flows.test_site_boilerplate import GAZETTE, LANTERN, article, page

NAMES = ("Ann", "Ben Dahl", "Carla", "Dora Holm", "Edda", "Finn Roe")
SHAPES = (
    "We thank {1} for {0} maps.",
    "The {0} maps are by {1}.",
    "{1} printed {0} papers.",
)


@cache
def shaped() -> str:
    """Pick the first template that one finding turns into boilerplate below all pages."""
    for template in SHAPES:
        lines = [fill(template, number) for number in range(6)]
        found = [pages.cleaned(page(n, line)) for n, line in enumerate(lines)]
        if all(
            line
            in [each.text[d.start : d.end] for d in each.doubts if pages.is_near(d)]
            for each, line in zip(found, lines, strict=True)
        ):
            return template
    raise AssertionError("the model leaves none of the shapes in doubt: add others")


def fill(template: str, number: int) -> str:
    return template.format(number + 3, NAMES[number])


def labelled(numbers: Sequence[int], site: str = LANTERN) -> list[tuple[str, str]]:
    return [(site, page(number, pages.doubted())) for number in numbers]


def dated(numbers: Sequence[int], site: str = LANTERN) -> list[tuple[str, str]]:
    return [(site, page(number, fill(shaped(), number))) for number in numbers]


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    return Dataset(tmp_path / "out")


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    return tmp_path / "inbox"


def rules(dataset: Dataset) -> set[str]:
    """Return the ends of the rules that other pages led to."""
    found = (str(row["rule"]).rpartition("/")[2] for row in read_rows(dataset, "edits"))
    return {rule for rule in found if rule.endswith("-on-site")}


def index_bytes(dataset: Dataset) -> list[bytes]:
    """Return the content of the files of the index, and of the rows of articles and edits."""
    current = dataset.current()
    assert current
    paths = [current.folder / name for name in sorted(current.index)]
    for table in ("articles", "duplicates", "edits"):
        paths += current.parts(table)
    return [path.read_bytes() for path in paths]


@pytest.mark.parametrize("made", [labelled, dated])
def test_a_page_alone_is_judged_by_pages_that_lost_the_line(
    dataset: Dataset, inbox: Path, made: object
) -> None:
    make = labelled if made is labelled else dated
    rows = make((0, 1, 2))
    assert pages.take_in_rows(dataset, inbox, "a", rows) == 3
    assert pages.take_in_rows(dataset, inbox, "b", make((3,))) == 1
    assert pages.take_in_rows(dataset, inbox, "c", make((4,), GAZETTE)) == 0
    texts = pages.texts(dataset)
    assert [texts[name] for name in ("a-0", "b-0")] == [article(0), article(3)]
    assert texts["c-0"] != article(4), "another site"
    raws = {f"a-{number}": text for number, (_, text) in enumerate(rows)}
    raws |= {"b-0": make((3,))[0][1], "c-0": make((4,))[0][1]}
    check_ledgers(dataset, raws)


def test_lines_of_one_shape_go_with_that_rule(dataset: Dataset, inbox: Path) -> None:
    assert pages.take_in_rows(dataset, inbox, "a", dated((0, 1))) == 0
    assert pages.take_in_rows(dataset, inbox, "b", dated((2, 3))) == 2
    assert rules(dataset) == {"shape-on-site"}
    texts = pages.texts(dataset)
    assert texts["b-0"] == article(2)
    assert texts["a-0"] == f"{article(0)}\n\n{fill(shaped(), 0)}", "an earlier run's"


def test_copies_of_one_page_are_one_page(dataset: Dataset, inbox: Path) -> None:
    for name in ("a", "b", "c"):
        rows = [(LANTERN, page(0, fill(shaped(), number))) for number in (0, 1)]
        assert pages.take_in_rows(dataset, inbox, name, rows) == 0


def test_the_edit_carries_the_number_of_pages(dataset: Dataset, inbox: Path) -> None:
    for number, row in enumerate(dated(range(4))):
        pages.write_row(inbox, f"a-{number}", *row)
    with dataset.lock():
        begun, _, cleaned = clean_shards(dataset, inbox)
        revisions.clear(cleaned.folder)
        decisions = pages.decide(cleaned)
        site_boilerplate.remove(cleaned, decisions)
        (shard,) = begun.shards
        found = revisions.read(shard, cleaned.folder, revisions.REMOVALS)
    assert len(found) == 4
    for revision in found.values():
        (edit,) = revision.edits
        assert dict(edit.evidence)["pages"] == 3
        assert 0 < dict(edit.evidence)["model"] < 1


def test_articles_that_give_way_count_no_longer(dataset: Dataset, inbox: Path) -> None:
    pages.take_in_rows(dataset, inbox, "a", labelled((0, 1, 2)))
    classes = WordClasses.of(spun_classes())
    cleaned = CleanedRun.of(dataset.current(), (), dataset.shards)
    rows = len(site_templates.earlier(cleaned, classes).ids)
    first = str(read_rows(dataset, "articles")[0]["article_id"])
    gone = Selection(replacements=Replacements(frozenset([first])))
    left = site_templates.earlier(replace(cleaned, selection=gone), classes)
    assert len(left.ids) * 3 == rows * 2
    assert first.encode() not in left.ids


def test_pages_that_are_read_again_count_once(dataset: Dataset, inbox: Path) -> None:
    pages.take_in_rows(dataset, inbox, "a", labelled((0, 1)))
    for keep_snapshots in (3, 4):
        other = replace(SETTINGS, keep_before=False, keep_snapshots=keep_snapshots)
        assert pages.take_in(dataset, inbox, other) == 0


@pytest.mark.parametrize("way", ["lost", "of another version", "rebuilt", "kept"])
def test_templates_are_made_again_from_the_edits(
    dataset: Dataset, inbox: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    pages.take_in_rows(dataset, inbox, "a", labelled((0, 1, 2)))
    (path,) = (dataset.folder / "index").rglob("*-templates.arrow")
    if way in ("lost", "rebuilt"):
        path.unlink()
    if way == "of another version":
        monkeypatch.setattr("flows.stages.site_templates.VERSION", "templates 0")
    if way in ("rebuilt", "kept"):
        rebuild_index(dataset)
        (path,) = (dataset.folder / "index").rglob("*-templates.arrow")
    assert pages.take_in_rows(dataset, inbox, "b", labelled((3,))) == 1


def test_any_number_of_workers_learns_the_same(tmp_path: Path) -> None:
    found = []
    for workers in (0, 2):
        folder = tmp_path / str(workers)
        folder.mkdir()
        dataset, inbox = Dataset(folder / "out"), folder / "inbox"
        settings = replace(SETTINGS, shard_files=2)
        for name, rows in (("a", dated((0, 1, 2))), ("b", labelled((3, 4, 5)))):
            for number, row in enumerate(rows):
                pages.write_row(inbox, f"{name}-{number}", *row)
            request = RunRequest((inbox,), dataset.folder, settings, workers)
            assert run(request).revised == 3
        found.append(index_bytes(dataset))
    assert found[0] == found[1]


def test_a_killed_run_learns_the_same_when_it_is_run_again(tmp_path: Path) -> None:
    found = []
    for name in ("whole", "killed"):
        folder = tmp_path / name
        folder.mkdir()
        dataset, inbox = Dataset(folder / "out"), folder / "inbox"
        pages.take_in_rows(dataset, inbox, "a", labelled((0, 1)))
        for number, row in enumerate(labelled((2, 3))):
            pages.write_row(inbox, f"b-{number}", *row)
        if name == "killed":
            with dataset.lock():
                _, _, cleaned = clean_shards(dataset, inbox)
                revisions.clear(cleaned.folder)
                site_boilerplate.remove(cleaned, pages.decide(cleaned))
        assert pages.take_in(dataset, inbox) == 2
        found.append(index_bytes(dataset))
    assert found[0] == found[1]


DATED = "Published on 3 May 2024, at noon."
MAY = datetime(2024, 5, 3, tzinfo=UTC)


def dated_article(kind: str, line: str = DATED) -> open_articles.OpenArticle:
    """Open an article whose last line is in doubt, as of a kind."""
    made = pages.cleaned(page(0, line))
    size = len(made.text)
    doubt = OpenDoubt(size - len(line), size, kind, 0.4, 0.3, is_below=True)
    row = open_articles.row_of(replace(made, doubts=(doubt,)))
    return open_articles.read({**row, "published_at": None})


def test_a_removed_line_passes_its_value_on() -> None:
    opened = dated_article("date")
    (doubt,) = opened.doubts
    assert site_boilerplate.loses_no_value(opened, doubt)
    edits = site_boilerplate_edits(opened.draft.text, {doubt: LineOccurrences(pages=2)})
    row = opened.without_lines(edits).final_row()
    assert (row["published_at"], row["text"]) == (MAY, article(0))
    known = replace(opened, row={**opened.row, "published_at": MAY.replace(day=1)})
    assert known.without_lines(edits).final_row()["published_at"] == MAY.replace(day=1)


def test_a_line_stays_if_its_value_would_be_lost() -> None:
    for kind, line in (("source", DATED), ("byline", DATED), ("date", "Tide tables")):
        opened = dated_article(kind, line)
        assert not site_boilerplate.loses_no_value(opened, opened.doubts[0]), kind
    opened = dated_article("related")
    assert site_boilerplate.loses_no_value(opened, opened.doubts[0])

"""No benchmark score gets worse unnoticed, and no minimum score is lowered by accident."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import scoreboard
from drawing import draw_bars, draw_curves
from scoreboard import (
    Scores,
    Table,
    as_markdown,
    as_minimum,
    assemble,
    digest_of,
    find_problems,
    raise_minimum,
    read_minimums,
)

DATA, OTHER = "a" * 64, "b" * 64
MINIMUM = Scores(DATA, {"F1": 0.95, "exact": 0.2})
PROBLEMS = [
    ("equal", MINIMUM, Scores(DATA, {"F1": 0.95, "exact": 0.2}), []),
    ("better", MINIMUM, Scores(DATA, {"F1": 0.96, "exact": 0.2}), []),
    (
        "worse",
        MINIMUM,
        Scores(DATA, {"F1": 0.9499, "exact": 0.3}),
        [r"F1 is 0\.94990, below its minimum 0\.95; .*--lower"],
    ),
    ("not measured", MINIMUM, Scores(DATA, {"F1": 0.95}), ["exact was not measured"]),
    (
        "new",
        MINIMUM,
        Scores(DATA, {"F1": 0.95, "exact": 0.2, "lost": 0.9}),
        ["lost has no minimum score; .*--raise-floors"],
    ),
    (
        "other data",
        MINIMUM,
        Scores(OTHER, {"F1": 0.99, "exact": 0.9}),
        ["a{12}, measured on b{12}.*--lower-floors"],
    ),
    (
        "no minimum",
        None,
        Scores(DATA, {"F1": 0.95}),
        ["no minimum scores; .*--raise-floors"],
    ),
]


@pytest.mark.parametrize(
    ("minimum", "found", "messages"),
    [pytest.param(*rest, id=name) for name, *rest in PROBLEMS],
)
def test_a_problem_is_reported_with_its_remedy(
    minimum: Scores | None, found: Scores, messages: list[str]
) -> None:
    problems = list(find_problems("boilerplate", minimum, found))
    assert len(problems) == len(messages)
    for problem, pattern in zip(problems, messages, strict=True):
        assert problem.startswith("floors.toml: boilerplate")
        assert re.search(pattern, problem)


def test_raising_adds_new_and_better_scores_and_never_lowers() -> None:
    found = Scores(DATA, {"F1": 0.94, "exact": 0.31239, "kept": 1.0})
    after = raise_minimum(MINIMUM, found)
    assert after == Scores(DATA, {"F1": 0.95, "exact": 0.3123, "kept": 1.0})
    assert len(list(find_problems("boilerplate", after, found))) == 1


def test_raising_keeps_minimum_scores_of_other_data() -> None:
    found = Scores(OTHER, {"F1": 0.99, "exact": 0.99})
    assert raise_minimum(MINIMUM, found) == MINIMUM
    assert list(find_problems("boilerplate", raise_minimum(MINIMUM, found), found))


def test_lowering_takes_over_all_scores() -> None:
    found = Scores(OTHER, {"F1": 0.94119})
    assert as_minimum(found) == Scores(OTHER, {"F1": 0.9411})
    assert not list(find_problems("boilerplate", as_minimum(found), found))


def test_minimum_scores_are_read_as_written() -> None:
    minimums = {"scrapes": Scores(OTHER, {"lines right": 1.0}), "boilerplate": MINIMUM}
    toml = scoreboard.format_minimums(minimums)
    assert read_minimums(toml) == minimums
    assert toml.index("[boilerplate]") < toml.index("[scrapes]")


def test_the_minimum_scores_of_the_project_can_be_read() -> None:
    minimums = read_minimums(scoreboard.MINIMUM_SCORES.read_text(encoding="utf-8"))
    assert scoreboard.format_minimums(minimums) == scoreboard.MINIMUM_SCORES.read_text(
        encoding="utf-8"
    )


def test_a_digest_depends_on_names_and_bytes_alone(tmp_path: Path) -> None:
    one = tmp_path / "one"
    two = tmp_path / "two"
    for folder in (one, two):
        pages = folder / "pages"
        pages.mkdir(parents=True)
        (pages / "a.html").write_text("a")
        (folder / "gold").write_text("gold")
    before = digest_of(one / "pages", one / "gold")
    assert before == digest_of(two / "gold", two / "pages")
    (two / "pages" / "a.html").rename(two / "pages" / "b.html")
    assert before != digest_of(two / "pages", two / "gold")


def test_a_part_that_was_not_run_keeps_its_section() -> None:
    page = assemble(
        "", {"scrapes": "## Scrapes\nold\n", "boilerplate": "## Boilerplate\nold\n"}
    )
    again = assemble(page, {"boilerplate": "## Boilerplate\nnew\n"})
    assert again == page.replace("Boilerplate\nold", "Boilerplate\nnew")
    assert again.index("## Boilerplate") < again.index("## Scrapes")
    assert assemble(again, {}) == again


def test_a_table_becomes_markdown() -> None:
    table = Table(
        "Pages",
        ("method", "F1", "pages"),
        [("keep all", 0.93781, 1314), ("ours", "—", 2)],
        "Note.",
    )
    lines = [
        "**Pages**",
        "",
        "| method | F1 | pages |",
        "| :-- | --: | --: |",
        "| keep all | 0.938 | 1,314 |",
        "| ours | — | 2 |",
        "",
        "Note.",
    ]
    assert as_markdown(table) == "\n".join(lines)


def test_only_a_run_that_reaches_its_minimum_scores_changes_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, path in (
        ("MEASURED", "build"),
        ("MINIMUM_SCORES", "floors.toml"),
        ("PAGE", "docs.md"),
        ("PROJECT", ""),
    ):
        monkeypatch.setattr(scoreboard, name, tmp_path / path)
    monkeypatch.setattr("sys.argv", ["scoreboard.py", "--raise-floors"])
    measure(0.5)
    scoreboard.main()
    assert "## Scrapes" in (page := (tmp_path / "docs.md").read_text())
    assert f"`{DATA}`" in page
    measure(0.4)
    with pytest.raises(SystemExit, match=r"F1 is 0\.40000, below its minimum 0\.5"):
        scoreboard.main()
    assert (tmp_path / "docs.md").read_text() == page
    monkeypatch.setattr("sys.argv", ["scoreboard.py", "--lower-floors"])
    scoreboard.main()
    assert read_minimums((tmp_path / "floors.toml").read_text()) == {
        "scrapes": Scores(DATA, {"F1": 0.4})
    }
    assert not list((tmp_path / "build").iterdir())


def measure(figure: float) -> None:
    picture = draw_bars("bars", "F1", [("ours", figure)], (0, 1))
    scoreboard.publish("scrapes", "Scrapes", f"F1 {figure}", [], [picture])
    scoreboard.record_scores("scrapes", DATA, {"F1": figure})


def test_an_unknown_part_is_rejected() -> None:
    with pytest.raises(
        ValueError, match="no such part: weather; known are boilerplate"
    ):
        scoreboard.publish("weather", "Weather", "", [])


def test_pictures_are_well_formed() -> None:
    curves = {"ours <now>": [(0.5, 0.9), (0.8, 0.7)], "before": [(0.4, 0.9)]}
    picture = draw_curves(
        "margin",
        "Recall & precision",
        ("recall", "precision"),
        curves,
        ((0, 1), (0, 1)),
    )
    drawn = ET.fromstring(picture.svg)  # noqa: S314 - our own text
    assert len(drawn.findall("{*}circle")) == 3
    assert "ours <now>" in [text.text for text in drawn.findall("{*}text")]

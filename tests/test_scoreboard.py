"""Floors hold what was measured: nothing falls unseen, and nothing is lowered by accident."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import scoreboard
from drawing import draw_bars, draw_curves
from scoreboard import (
    Pinned,
    Table,
    as_markdown,
    assemble,
    digest_of,
    fallen,
    lowered,
    raised,
    read_floors,
)

DATA, OTHER = "a" * 64, "b" * 64
PINNED = Pinned(DATA, {"F1": 0.95, "exact": 0.2})
FALLS = [
    ("as pinned", PINNED, Pinned(DATA, {"F1": 0.95, "exact": 0.2}), []),
    ("better", PINNED, Pinned(DATA, {"F1": 0.96, "exact": 0.2}), []),
    (
        "worse",
        PINNED,
        Pinned(DATA, {"F1": 0.9499, "exact": 0.3}),
        [r"F1 is 0\.94990, its floor 0\.95; .*--lower"],
    ),
    ("not measured", PINNED, Pinned(DATA, {"F1": 0.95}), ["exact was not measured"]),
    (
        "new",
        PINNED,
        Pinned(DATA, {"F1": 0.95, "exact": 0.2, "lost": 0.9}),
        ["lost has no floor; .*--raise-floors"],
    ),
    (
        "other data",
        PINNED,
        Pinned(OTHER, {"F1": 0.99, "exact": 0.9}),
        ["a{12}, measured on b{12}.*--lower-floors"],
    ),
    ("never pinned", None, Pinned(DATA, {"F1": 0.95}), ["no floors; .*--raise-floors"]),
]


@pytest.mark.parametrize(
    ("pinned", "found", "messages"),
    [pytest.param(*rest, id=name) for name, *rest in FALLS],
)
def test_what_falls_is_named_with_its_remedy(
    pinned: Pinned | None, found: Pinned, messages: list[str]
) -> None:
    said = list(fallen("boilerplate", pinned, found))
    assert len(said) == len(messages)
    for line, pattern in zip(said, messages, strict=True):
        assert line.startswith("floors.toml: boilerplate")
        assert re.search(pattern, line)


def test_raising_pins_the_new_and_the_better_and_never_lowers() -> None:
    found = Pinned(DATA, {"F1": 0.94, "exact": 0.31239, "kept": 1.0})
    after = raised(PINNED, found)
    assert after == Pinned(DATA, {"F1": 0.95, "exact": 0.3123, "kept": 1.0})
    assert len(list(fallen("boilerplate", after, found))) == 1


def test_raising_leaves_floors_of_other_data_alone() -> None:
    found = Pinned(OTHER, {"F1": 0.99, "exact": 0.99})
    assert raised(PINNED, found) == PINNED
    assert list(fallen("boilerplate", raised(PINNED, found), found))


def test_lowering_pins_all_as_it_is() -> None:
    found = Pinned(OTHER, {"F1": 0.94119})
    assert lowered(found) == Pinned(OTHER, {"F1": 0.9411})
    assert not list(fallen("boilerplate", lowered(found), found))


def test_floors_read_back_as_written() -> None:
    floors = {"scrapes": Pinned(OTHER, {"lines right": 1.0}), "boilerplate": PINNED}
    written = scoreboard.write_floors(floors)
    assert read_floors(written) == floors
    assert written.index("[boilerplate]") < written.index("[scrapes]")


def test_the_floors_of_the_project_can_be_read() -> None:
    floors = read_floors(scoreboard.FLOORS.read_text(encoding="utf-8"))
    assert scoreboard.write_floors(floors) == scoreboard.FLOORS.read_text(
        encoding="utf-8"
    )


def test_a_digest_follows_names_and_bytes_and_nothing_else(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        (folder / "pages").mkdir(parents=True)
        (folder / "pages" / "a.html").write_text("a")
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


def test_a_table_reads_as_markdown() -> None:
    table = Table(
        "Pages",
        ("method", "F1", "pages"),
        [("keep all", 0.93781, 1314), ("ours", "—", 2)],
        "Note.",
    )
    rows = "| method | F1 | pages |\n| :-- | --: | --: |\n| keep all | 0.938 | 1,314 |\n| ours | — | 2 |"
    assert as_markdown(table) == f"**Pages**\n\n{rows}\n\nNote."


def test_a_run_moves_into_the_page_only_what_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, path in (
        ("MEASURED", "build"),
        ("FLOORS", "floors.toml"),
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
    with pytest.raises(SystemExit, match=r"F1 is 0\.40000, its floor 0\.5"):
        scoreboard.main()
    assert (tmp_path / "docs.md").read_text() == page
    monkeypatch.setattr("sys.argv", ["scoreboard.py", "--lower-floors"])
    scoreboard.main()
    assert read_floors((tmp_path / "floors.toml").read_text()) == {
        "scrapes": Pinned(DATA, {"F1": 0.4})
    }
    assert not list((tmp_path / "build").iterdir())


def measure(figure: float) -> None:
    picture = draw_bars("bars", "F1", [("ours", figure)], (0, 1))
    scoreboard.publish("scrapes", "Scrapes", f"F1 {figure}", [], [picture])
    scoreboard.hold_floors("scrapes", DATA, {"F1": figure})


def test_an_unknown_part_is_refused() -> None:
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

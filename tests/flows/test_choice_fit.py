"""The weights of the chooser: how they are fitted, and that the script gives those that ship."""

from __future__ import annotations

import os
from importlib.resources import files
from math import exp
from pathlib import Path

import pytest

from cleaners.paraphrase import chooser
from flows.training import build_chooser, build_second_look
from flows.training.choice_fit import Place, fit

SPUN_PAIRS = Path(os.environ.get("BENCH_DATA", "none")) / "paraphrase" / "spin.py"


def places(right_of_ten: int, weight: float = 1.0) -> list[Place]:
    """Return 1,000 places where a reading with a feature is right so often."""
    found = []
    for number in range(1_000):
        right = number % 10 < right_of_ten
        readings = [({}, not right), ({"seen": 1.0}, right)]
        found.append(Place(readings, weight))
    return found


@pytest.mark.parametrize("right_of_ten", [2, 5, 9])
def test_the_posterior_is_the_share_of_places_that_are_right(right_of_ten: int) -> None:
    weight = fit(places(right_of_ten), held={})["seen"]
    posterior = exp(weight) / (1 + exp(weight))
    assert posterior == pytest.approx(right_of_ten / 10, abs=0.05)


def test_a_place_counts_by_its_weight() -> None:
    mixed = places(9, weight=9.0) + places(1)
    assert fit(mixed, held={})["seen"] > 1
    assert fit(places(9) + places(1, weight=9.0), held={})["seen"] < -1


def test_a_weight_that_is_held_stays() -> None:
    assert fit(places(9), held={"seen": -2.0})["seen"] == -2.0


def test_staying_is_right_where_no_reading_is() -> None:
    assert Place([({}, False), ({"seen": 1.0}, False)]).answers() == [True, False]


def test_the_shipped_weights_hold_what_real_pages_showed() -> None:
    shipped = chooser.load()
    assert {name: shipped[name] for name in build_chooser.HELD} == build_chooser.HELD


def assert_is_shipped(written: Path) -> None:
    shipped = files("cleaners") / "data" / written.name
    assert written.read_text("utf-8") == shipped.read_text("utf-8")


NEEDS_PAGES = pytest.mark.skipif(
    not SPUN_PAIRS.exists() or "SPUN_PAGES" not in os.environ,
    reason="needs BENCH_DATA and SPUN_PAGES, with all counted pages",
)


@NEEDS_PAGES
def test_the_second_look_is_what_its_script_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "second_look.json"
    monkeypatch.setattr(build_second_look, "TARGET", target)
    monkeypatch.setattr(build_second_look, "FOLDS_FILE", tmp_path / "folds.json")
    build_second_look.main()
    assert_is_shipped(target)


@NEEDS_PAGES
def test_the_script_writes_the_shipped_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "choice_weights.tsv"
    monkeypatch.setattr(build_chooser, "TARGET", target)
    build_chooser.main()
    assert_is_shipped(target)

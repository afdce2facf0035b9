"""Check that `unspun clusters` lists the copies of a dataset, and proves a cluster."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.cli import cli
from flows.snapshots import Dataset
from tests.cleaners.test_proof import HALDEN, KESTREL
from tests.flows.conftest import take_in

EDITED = HALDEN.replace("240", "245").replace("young people", "apprentices")
FILES = {"report.txt": HALDEN, "copy.txt": EDITED, "other.txt": KESTREL}


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clusters")
    inbox = folder / "in"
    inbox.mkdir()
    for name, text in FILES.items():
        (inbox / name).write_text(text, encoding="utf-8")
    take_in(Dataset(folder / "out"), inbox)
    return folder / "out"


def asked(dataset: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["clusters", str(dataset), *arguments])


def test_the_clusters_are_listed(dataset: Path) -> None:
    (row,) = json.loads(asked(dataset, "--json").output)
    assert (row["copies"], row["near"], row["sites"]) == (1, 1, 0)
    shown = asked(dataset)
    assert shown.exit_code == 0
    assert row["article_id"][:12] in shown.output


def test_a_cluster_is_proved_from_any_of_its_articles(dataset: Path) -> None:
    kept = asked(dataset, "report.txt").output
    assert kept == asked(dataset, "copy.txt").output
    assert "differs:" in kept
    assert "240" in kept
    assert "245" in kept
    assert "Kestrel" not in kept


def test_an_article_without_copies_says_so(dataset: Path) -> None:
    assert "It has no copies." in asked(dataset, "other.txt").output


def test_an_unknown_article_is_refused(dataset: Path) -> None:
    refused = asked(dataset, "no-such.txt")
    assert refused.exit_code != 0
    assert "no row that is called no-such.txt" in refused.output

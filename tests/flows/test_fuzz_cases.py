"""What fuzzing has found stays mended, and the targets of `make fuzz` still hold for its corpus."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from tests.fuzz.targets import CORPORA, TARGETS

CASES = Path(__file__).parents[1] / "cases" / "fuzz"
FEW = 3  # inputs of a corpus, each of which other tests read too


def cases() -> Iterator[tuple[str, bytes]]:
    """Yield every case that was found, with its target, and the first of each corpus."""
    for path in sorted(CASES.glob("*/*")):
        yield path.parent.name, path.read_bytes()
    for target, corpus in CORPORA.items():
        for data in islice(corpus(), FEW):
            yield target, data


def test_every_case_has_a_target() -> None:
    assert {path.name for path in CASES.iterdir()} <= TARGETS.keys()


@pytest.mark.parametrize(("target", "data"), list(cases()))
def test_the_laws_hold(target: str, data: bytes) -> None:
    TARGETS[target](data)

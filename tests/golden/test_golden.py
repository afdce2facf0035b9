"""The sample scrapes come out as they did when somebody last looked; `make golden` accepts a change."""

import runpy
from pathlib import Path

HERE = Path(__file__).parent


def test_the_sample_scrapes_come_out_as_before() -> None:
    found = dict(runpy.run_path(str(HERE / "rewrite.py"))["pages"]())
    golden = {
        file.name: file.read_text(encoding="utf-8") for file in HERE.glob("*.json")
    }
    assert sorted(found) == sorted(golden)
    for name, content in golden.items():
        assert found[name] == content, (
            f"{name} comes out otherwise: look, then make golden"
        )

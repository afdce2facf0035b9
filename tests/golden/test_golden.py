"""The sample scrapes are cleaned as in the reviewed files; `make golden` accepts a change."""

import runpy
from pathlib import Path

HERE = Path(__file__).parent


def test_the_sample_scrapes_are_cleaned_as_before() -> None:
    rewrite = runpy.run_path(str(HERE / "rewrite.py"))
    found = dict(rewrite["pages"]())
    golden = {
        file.name: file.read_text(encoding="utf-8") for file in HERE.glob("*.json")
    }
    assert sorted(found) == sorted(golden)
    for name, content in golden.items():
        assert found[name] == content, (
            f"{name} has changed: review the change, then run make golden"
        )

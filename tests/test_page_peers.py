"""Other extractors are measured in their own process, and only where they are installed."""

from __future__ import annotations

import sys
from pathlib import Path

import page_peers
import pytest
from extracted import Extracted, Found

PAGES = {"a": "<p>Rain fell\u2028on the quay.</p>", "b": "<p>Tides</p>"}
TOOL = """
import json, sys
tool, source, output = sys.argv[1:]
with open(source, encoding="utf-8") as pages, open(output, "w", encoding="utf-8") as found:
    for page in map(json.loads, pages):
        row = {"text": page["html"], "title": tool, "author": None, "date": None}
        found.write(json.dumps({"id": page["id"], **row, "cpu_seconds": 0.5}) + "\\n")
"""


def test_what_each_tool_finds_and_its_cost_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "tool.py"
    script.write_text(TOOL, encoding="utf-8")
    monkeypatch.setattr(page_peers, "READY", script)
    monkeypatch.setattr(page_peers, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(page_peers, "SCRIPT", script)
    measured = dict(page_peers.extract_with_peers(PAGES))
    assert list(measured) == ["readability", "resiliparse", "newspaper4k"]
    for tool, extracted in measured.items():
        found = {page: Found(html, tool) for page, html in PAGES.items()}
        assert extracted == Extracted(found, 0.5)


def test_tools_that_are_not_installed_are_named_and_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(page_peers, "READY", page_peers.PROJECT / tmp_path.name)
    assert list(page_peers.extract_with_peers(PAGES)) == []
    message = capsys.readouterr().err
    assert "readability, resiliparse, newspaper4k; run make" in message

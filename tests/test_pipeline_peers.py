"""Other pipelines are measured in their own process, and only where they are installed."""

from __future__ import annotations

import sys
from pathlib import Path

import pipeline
import pipeline_peers
import pytest
from pipeline_peers import Peer, PeerRun
from pipeline_sets import Item
from process_tree import Cost

ITEMS = [
    Item("a", "Rain fell\u2028on the quay.", is_html=False),
    Item("b", "Tides", is_html=False),
]
TOOL = """
import json, sys
name, source, output = sys.argv[1:]
with open(source, encoding="utf-8") as documents:
    rows = [json.loads(line) for line in documents]
assert name == "texts"
kept = [row["id"] for row in rows if "\\u2028" in row["text"]]
with open(output, "w", encoding="utf-8") as result:
    json.dump({"seconds": 0.5, "kept": len(kept)}, result)
"""


@pytest.fixture
def peer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Peer:
    """Return a tool that keeps texts with a line separator, in place of all others."""
    script = tmp_path / "tool.py"
    script.write_text(TOOL, encoding="utf-8")
    tool = Peer("tool", Path(sys.executable), script, ("texts",))
    monkeypatch.setattr(pipeline_peers, "PEERS", (tool,))
    return tool


def test_the_cost_of_each_tool_and_what_it_keeps_are_read(
    tmp_path: Path, peer: Peer
) -> None:
    run = pipeline_peers.run_peer(peer, "texts", tmp_path, ITEMS)
    assert run == PeerRun("tool", "texts", documents=2, seconds=0.5, kept=1)
    assert run.milliseconds == 250


def test_tools_that_are_not_installed_are_named_and_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pipeline_peers, "PROJECT", tmp_path)
    missing = pipeline_peers.in_environment("dolma_peer", "dolma", "texts")
    monkeypatch.setattr(pipeline_peers, "PEERS", (missing,))
    assert list(pipeline_peers.measure_peers(tmp_path, None)) == []
    message = "not measured: dolma; run make build/dolma_peer/ready\n"
    assert capsys.readouterr().err == message


def test_the_script_of_each_tool_and_what_it_needs_are_there() -> None:
    for peer in pipeline_peers.PEERS:
        assert peer.script.exists()
        pinned = (peer.script.with_name("constraints.txt")).read_text("utf-8")
        assert f"\n{peer.name}==" in pinned


def test_whole_runs_are_compared_without_the_start() -> None:
    def cost(cpu: float) -> Cost:
        return Cost(cpu, wall=0, tree=0, parent=0, largest_child=0, output="")

    runs = {"start": (1, cost(2.0)), "texts": (10, cost(3.0))}
    slow = PeerRun("tool", "texts", documents=10, seconds=4.0, kept=7)
    table = pipeline.peer_table(runs, [slow])
    assert table.rows == [["texts", "tool", "100.0", "400.0", "4.00", "7 of 10"]]
    assert pipeline.scores_of({}, runs, [slow]) == {
        "texts: times the speed of tool": 4.0
    }

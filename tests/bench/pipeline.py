"""Measure the whole pipeline: CPU a document by stage, wall time and memory, beside other tools.

    python tests/bench/pipeline.py [--passes 3] [--limit N]

Every pass runs in a process of its own, ours and theirs in turn, and the least CPU time of all
passes counts: on a busy machine, the others show how busy it was. Whole runs are those of the
command, with its workers. datatrove and dolma run in environments of their own, which `make
build/peers/ready build/dolma_peer/ready` makes.
With --limit, only the first documents of each set are measured, and nothing is published.
"""

from __future__ import annotations

import argparse
import gc
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import process_tree
from pipeline_peers import PeerRun, measure_peers
from pipeline_sets import DATA, SETS, Item, inbox, items_of, write_folder
from process_tree import Cost
from scoreboard import PROJECT, Table, digest_of, publish, record_scores

from cleaners.pipeline import STAGES, clean

IN_PROCESS = "--in-process"  # internal: one pass over one set with one tool
OURS = "Unspun"
PEER_OF = {
    "pages": "trafilatura",
    "texts": "ftfy + langdetect",
    "scrapes": "ftfy + langdetect",
}
WARM_UP = {"pages": "scrapes", "texts": "scrapes", "scrapes": "texts"}
PASSES = 3
MOST = {
    "pages": 0.9,
    "texts": 0.45,
    "scrapes": 0.45,
}  # of the peer's CPU: what is aimed at
REST = "the rest"
ALL = "all"
INTRO = """What cleaning costs, in CPU time of all processes (user and system), workers included.
*pages*: {pages} pages of HTML, beside trafilatura's `bare_extraction(with_metadata=True,
include_comments=False)`. *texts*: {texts} dumps of pages as plain text, and *scrapes*: {scrapes}
invented scrapes of some twenty lines, beside ftfy's `fix_text` and langdetect's `detect`, which do
a small part of the work. Every pass runs in a process of its own that has read some hundred other
documents (of *scrapes*; for these, of *texts*), and sees each document once; of {passes} passes in
turn the one of least CPU time counts. Whole runs begin in new processes, which compile what they
need as they go."""
RUNS_NOTE = """`unspun clean` as a command. *start* is a run of one short text, which the CPU time a
document does not count. The memory of the tree counts what processes share once; the others do
not. The inbox has {count} documents: texts, pages, and copies of the texts (30 %) under other
boilerplate. Wall times are those of a machine that does other work."""
PEER_NOTE = """Of the command with one worker, without its start; each peer runs in one process,
without its start. datatrove runs the steps of FineWeb that need no download: trafilatura, ftfy, the
filters of Gopher, C4 and FineWeb, MinHash. dolma runs those of its recipe for news of Common Crawl:
taggers for Gopher, C4, the number of words and personal data, a Bloom filter of the n-grams of
paragraphs, and the mixer that leaves out documents by these; CLD2 names the language. It takes
texts alone, for it extracts only pages of WARC files. Neither lifts what the other does: the peers
have no metadata, ledger, spun text, stories or line-wise boilerplate; we have no filters of
quality, and leave out copies alone."""


def main() -> None:
    """Measure what the command line asks for."""
    arguments = parse_arguments()
    if arguments.in_process:
        tool, name = arguments.in_process
        sys.stdout.write(json.dumps(measure_pass(tool, name, arguments.limit)))
        return
    if not all(path.exists() for path in DATA):
        sys.exit("no benchmark data: set BENCH_DATA to its folder")
    least = {
        name: measure_set(name, arguments.passes, arguments.limit) for name in SETS
    }
    with tempfile.TemporaryDirectory() as folder:
        runs = measure_runs(Path(folder), arguments.limit)
        theirs = list(measure_peers(Path(folder), arguments.limit))
    tables = [stage_table(least), run_table(runs)]
    if theirs:
        tables.append(peer_table(runs, theirs))
    if arguments.limit is None:
        publish_all(tables, scores_of(least, runs, theirs), arguments.passes)
    else:
        for table in tables:
            sys.stdout.write(f"{table}\n")


def parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--passes", type=int, default=PASSES, metavar="N")
    parser.add_argument("--limit", type=int, metavar="N")
    parser.add_argument(IN_PROCESS, nargs=2, help=argparse.SUPPRESS)
    return parser.parse_args()


Costs = Mapping[str, float]
"""Milliseconds of CPU a document, by stage; the peer has only ALL."""


def measure_set(name: str, passes: int, limit: int | None) -> dict[str, Costs]:
    """Measure both tools on a set in turn; return the cheapest pass of each."""
    found: dict[str, list[Costs]] = defaultdict(list)
    for _ in range(passes):
        for tool in (OURS, PEER_OF[name]):
            command = [sys.executable, __file__, IN_PROCESS, tool, name]
            if limit is not None:
                command += ["--limit", str(limit)]
            environment = process_tree.python_path(PROJECT)
            done = subprocess.run(
                command, check=True, stdout=subprocess.PIPE, env=environment
            )
            found[tool].append(json.loads(done.stdout))
    return {
        tool: min(costs, key=lambda cost: cost[ALL]) for tool, costs in found.items()
    }


def measure_pass(tool: str, name: str, limit: int | None) -> Costs:
    """Clean every document of a set once, after those of another set that hold no copy of it.

    A worker compiles what a language needs when it first meets it, so the first hundred documents
    cost twice as much as all that follow.
    """
    seconds: dict[str, float] = defaultdict(float)
    work = load_tool(tool, seconds)
    for item in items_of(WARM_UP[name])[:limit]:
        work(item)
    items = items_of(name)[:limit]
    gc.collect()
    gc.freeze()  # hides what is loaded from the garbage collector, for every tool
    seconds.clear()
    start = time.process_time()
    for item in items:
        work(item)
    seconds[ALL] = time.process_time() - start
    return {stage: 1000 * spent / len(items) for stage, spent in seconds.items()}


def load_tool(tool: str, seconds: dict[str, float]) -> Callable[[Item], object]:
    """Return what a tool does to a document; ours adds up seconds by stage."""
    if tool == OURS:
        return by_unspun(seconds)
    if tool == "trafilatura":
        from page_baselines import by_trafilatura  # noqa: PLC0415 - loads several extractors

        return lambda item: by_trafilatura(item.content)
    return by_ftfy_and_langdetect()


def by_unspun(seconds: dict[str, float]) -> Callable[[Item], object]:
    """Return the pipeline as a worker runs it."""
    import flows.workers.preload  # noqa: F401, PLC0415 - loads all models

    @contextmanager
    def timer(stage: str) -> Iterator[None]:
        start = time.process_time()
        yield
        seconds[stage] += time.process_time() - start

    return lambda item: clean(item.record(), timer=timer)


def by_ftfy_and_langdetect() -> Callable[[Item], object]:
    """Return what a script of two lines does: repair, and name the language."""
    import ftfy  # noqa: PLC0415 - only this tool
    import langdetect  # noqa: PLC0415 - only this tool

    langdetect.DetectorFactory.seed = 0

    def work(item: Item) -> str | None:
        text = ftfy.fix_text(item.content)
        try:
            return langdetect.detect(text)
        except langdetect.LangDetectException:
            return None

    return work


def measure_runs(folder: Path, limit: int | None) -> dict[str, tuple[int, Cost]]:
    """Run the command on every set; return the documents and the cost of each run."""
    short = items_of("scrapes")[:1]
    sets = {
        "start": (short, 1),
        "pages": (items_of("pages"), 1),
        "texts": (items_of("texts"), 1),
        "inbox": (inbox(), 1),
        "inbox, two workers": (inbox(), 2),
    }
    runs = {}
    for name, (items, workers) in sets.items():
        source = folder / name
        write_folder(source, items[:limit])
        cost = run_command(source, folder / f"{name}-cleaned", workers)
        runs[name] = (len(items[:limit]), cost)
    return runs


def run_command(source: Path, output: Path, workers: int) -> Cost:
    """Clean a folder by the command."""
    command = [sys.executable, "-m", "flows", "clean", str(source), "--quiet"]
    command += ["--output", str(output), "--workers", str(workers)]
    return process_tree.run(command, process_tree.python_path(PROJECT))


def stage_table(least: Mapping[str, Mapping[str, Costs]]) -> Table:
    """Return the table of the cost by stage, beside the peer of each set."""
    rows = []
    for name, costs in least.items():
        ours, theirs = costs[OURS], costs[PEER_OF[name]][ALL]
        stages = [ours.get(stage, 0.0) for stage in STAGES]
        rest = ours[ALL] - sum(stages)
        shown = [f"{value:.2f}" for value in (*stages, rest, ours[ALL], theirs)]
        ratio = ours[ALL] / theirs
        rows.append([name, *shown, f"{ratio:.2f}", f"{MOST[name]}"])
    columns = ["ms a document", *STAGES, REST, ALL, "peer", "times the peer", "aim"]
    return Table("CPU by stage, in one process", columns, rows)


def run_table(runs: Mapping[str, tuple[int, Cost]]) -> Table:
    """Return the table of the whole runs."""
    rows = []
    for name, (count, cost) in runs.items():
        each = "—" if name == "start" else f"{milliseconds(runs, name):.1f}"
        sizes = [f"{size:.0f}" for size in (cost.tree, cost.parent, cost.largest_child)]
        rows.append([name, count, f"{cost.cpu:.1f}", f"{cost.wall:.1f}", each, *sizes])
    columns = ["run", "documents", "s of CPU", "s of wall time", "ms of CPU a document"]
    columns += ["MB, tree", "MB, parent", "MB, largest other process"]
    note = RUNS_NOTE.format(count=runs["inbox"][0])
    return Table("Whole runs", columns, rows, note)


def milliseconds(runs: Mapping[str, tuple[int, Cost]], name: str) -> float:
    """Return the CPU a document of a run, without its start."""
    _, start = runs["start"]
    count, cost = runs[name]
    return 1000 * (cost.cpu - start.cpu) / count


def peer_table(
    runs: Mapping[str, tuple[int, Cost]], theirs: Sequence[PeerRun]
) -> Table:
    """Return the table of whole runs beside other pipelines."""
    rows = []
    for their in theirs:
        own = milliseconds(runs, their.name)
        each = [f"{own:.1f}", f"{their.milliseconds:.1f}"]
        faster = f"{their.milliseconds / own:.2f}"
        kept = f"{their.kept:,} of {their.documents:,}"
        rows.append([their.name, their.peer, *each, faster, kept])
    columns = ["ms of CPU a document", "peer", OURS, "of the peer", "times as fast"]
    columns.append("documents that the peer keeps")
    return Table("Whole runs beside other pipelines", columns, rows, PEER_NOTE)


def scores_of(
    least: Mapping[str, Mapping[str, Costs]],
    runs: Mapping[str, tuple[int, Cost]],
    theirs: Sequence[PeerRun],
) -> dict[str, float]:
    """Return how many times the peers' speed is reached."""
    scores = {}
    for name, costs in least.items():
        peer = PEER_OF[name]
        scores[f"{name}: times the speed of {peer}"] = (
            costs[peer][ALL] / costs[OURS][ALL]
        )
    for their in theirs:
        scores[f"{their.name}: times the speed of {their.peer}"] = (
            their.milliseconds / milliseconds(runs, their.name)
        )
    return scores


def publish_all(tables: Sequence[Table], scores: Costs, passes: int) -> None:
    """Publish the section, and record the scores."""
    counts = {name: len(items_of(name)) for name in SETS}
    intro = INTRO.format(**counts, passes=passes)
    publish("pipeline", "The whole pipeline", intro, tables)
    record_scores("pipeline", digest_of(*DATA), scores)


if __name__ == "__main__":
    main()

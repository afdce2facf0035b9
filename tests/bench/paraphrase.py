"""Measure the repair of spun text that the lexicon has not seen, and the harm to genuine text.

    python tests/bench/paraphrase.py [--genuine 300]

Pages that are not in the language model are spun with the benchmark's spinner. They are repaired
with a lexicon that was built without a group of pairs (tests/bench/held_out.py), and scored by the
benchmark's own scorer. Genuine text comes from corpora of which nine tenths of the documents are in
the language model.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import gzip
import io
import json
import runpy
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from drawing import Picture, draw_curves
from held_out import (
    DATA,
    KINDS,
    LIFELIKE,
    ORIGINALS,
    SHORTEST,
    STORIES,
    Spin,
    folds,
    pages,
)
from scoreboard import Table, digest_of, publish, record_scores

from cleaners.draft import Draft, Edit
from cleaners.paraphrase import OperatingPoint, Unspinner, repair, unspinner
from flows.training.bench_data import BENCH_DATA

INTRO = """{pages} web pages that are not in the language model, spun with pairs seen in real spun
copies. The lexicon is built again without a group of these pairs: `restored` is the share of all
places that are restored, `unseen restored` that of the places of the group. The group "seen in one
story" is most like stories that were never seen, in which many pairs are known, too. The spinner
replaces the original of a pair nearly everywhere; "as often as in real copies" undoes the places
that real copies would leave."""
PROTOTYPE_COLUMNS = (
    "",
    "found",
    "restored",
    "unseen restored",
    "precision",
    "text precision",
    "error removed",
)
PROTOTYPE = """
prototype on real copies, margin 0|—|0.654|—|0.782|0.826|0.644
prototype on real copies, posterior .9|—|0.543|—|0.874|0.923|0.559
"""
PROTOTYPE_NOTE = """Leave one story out, 1,395 real substitutions: other texts, another scorer. Text
precision counts a place that reads as in the original."""
HARM_COLUMNS = (
    "corpus",
    "documents",
    "taken for spun",
    "highest score",
    "words a second",
)
COLUMNS = (
    "left out of the lexicon",
    "found",
    "restored",
    "unseen restored",
    "precision",
    "harmed in 1,000 words",
    "error removed",
)
CURVE = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.98)  # posteriors
NO_SCORE = -9.0  # below all scores, for texts that have none


@dataclass(slots=True)
class Outcome:
    """The repairs of the spun pages of one kind: rows for the scorer, and the edits of each row."""

    spun: list[Spin] = field(default_factory=list)
    unseen: list[Spin] = field(default_factory=list)
    edits: dict[str, tuple[Edit, ...]] = field(default_factory=dict)
    found: int = 0
    words: int = 0
    seconds: float = 0.0

    def score(self, rows: Sequence[Spin], least: float = 0.0) -> dict[str, float]:
        """Score the repair by the edits with a confidence of at least `least`."""
        repaired: list[Spin] = []
        for row in rows:
            edits = self.edits[str(row["id"])]
            sure = [edit for edit in edits if edit.confidence >= least]
            draft = Draft.of(str(row["spun"]))
            text = draft.revise("paraphrase", sure).text
            repaired.append({"id": row["id"], "text": text})
        return run_scorer(rows, repaired)


def main() -> None:
    """Measure spun and genuine text, and publish the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--genuine", type=int, default=300, help="documents of each corpus"
    )
    arguments = parser.parse_args()
    if not (DATA / "spin.py").exists():
        sys.exit(f"no benchmark data at {BENCH_DATA}: set BENCH_DATA to its folder")
    tables = []
    figures: dict[str, float] = {}
    for point in OperatingPoint:
        outcomes = {kind: repair_kind(kind, point) for kind in KINDS}
        rows = [table_row(kind, outcomes[kind]) for kind in KINDS]
        tables.append(Table(f"Spun text, {point}", COLUMNS, rows))
        figures |= figures_of(point, outcomes)
        if point is OperatingPoint.READABLE:
            picture = draw_precision(outcomes)
            tables.append(speed_table(outcomes[STORIES]))
    load_models(unspinner(), outcomes[STORIES].spun[0])
    harm, untouched = harm_table(arguments.genuine)
    figures["genuine documents not edited"] = untouched
    intro = INTRO.format(pages=len(pages()))
    tables += [prototype_table(), harm]
    publish("paraphrase", "Spun text", intro, tables, [picture])
    digest = digest_of(DATA, BENCH_DATA / "html_extraction" / "gold.jsonl")
    record_scores("paraphrase", digest, figures)


def figures_of(
    point: OperatingPoint, outcomes: Mapping[str, Outcome]
) -> dict[str, float]:
    """Return the scores that must not get worse."""
    figures = {}
    for kind in (STORIES, LIFELIKE, ORIGINALS):
        score = outcomes[kind].score(outcomes[kind].spun)
        for name in ("restored", "precision"):
            figures[f"{point}, {kind}: {name}"] = score[name]
    return figures


def draw_precision(outcomes: Mapping[str, Outcome]) -> Picture:
    """Draw precision over the restored share."""
    curves = {kind: curve(outcomes[kind]) for kind in (STORIES, ORIGINALS)}
    caption = "Restored share and precision, by the least posterior of an edit"
    axes = ("restored", "precision")
    return draw_curves("paraphrase", caption, axes, curves, ((0, 0.8), (0.6, 1)))


def repair_kind(kind: str, point: OperatingPoint) -> Outcome:
    """Spin and repair the pages of every group of a kind."""
    outcome = Outcome()
    for fold in folds(kind):
        load_models(fold.unspinner, fold.texts[-1])
        for row in fold.texts:
            spun = str(row["spun"])
            start = time.process_time()
            result = fold.unspinner.repair(spun, point)
            outcome.seconds += time.process_time() - start
            outcome.words += len(spun.split())
            outcome.found += result.spinning.spun
            outcome.edits[str(row["id"])] = result.edits
            outcome.spun.append(row)
            outcome.unseen.append(fold.unseen(row))
    return outcome


def load_models(unspinner: Unspinner, row: Spin) -> None:
    """Load models and lexicon before the clock starts, as a worker does once."""
    unspinner.repair(str(row["spun"]))
    gc.freeze()


def table_row(kind: str, made: Outcome) -> list[str | float]:
    """Return the row of a kind; without unseen places, their share is a dash."""
    score = made.score(made.spun)
    unseen: str | float = "—"
    if any(row["spans"] for row in made.unseen):
        unseen = made.score(made.unseen)["restored"]
    removed = 1 - score["wer_after"] / score["wer_before"]
    return [
        kind,
        f"{made.found} of {len(made.spun)}",
        score["restored"],
        unseen,
        score["precision"],
        score["harmed_per_1000"],
        removed,
    ]


def curve(made: Outcome) -> list[tuple[float, float]]:
    """Return the restored share and the precision for each least posterior."""
    scores = [made.score(made.spun, least) for least in CURVE]
    return [(score["restored"], score["precision"]) for score in scores]


def run_scorer(spun: Sequence[Spin], repaired: Sequence[Spin]) -> dict[str, float]:
    """Run the benchmark's scorer, which reads files and prints JSON."""
    scorer = runpy.run_path(str(DATA / "score.py"))
    printed = io.StringIO()
    with tempfile.TemporaryDirectory() as folder:
        spun_file = Path(folder) / "spun.jsonl"
        repaired_file = Path(folder) / "repaired.jsonl"
        write_rows(spun_file, spun)
        write_rows(repaired_file, repaired)
        with contextlib.redirect_stdout(printed):
            scorer["main"]([str(spun_file), str(repaired_file)])
    figures: dict[str, float] = json.loads(printed.getvalue())
    return figures


def write_rows(path: Path, rows: Sequence[Spin]) -> None:
    """Write rows as JSON lines."""
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")


def speed_table(made: Outcome) -> Table:
    """Return a table of the words that are repaired in a second of CPU."""
    speed = f"{made.words / made.seconds:,.0f}"
    rows = [["here", speed], ["prototype, on another machine", "41,000"]]
    return Table("Words repaired in a second of CPU", ("", "words"), rows)


def prototype_table() -> Table:
    """Return the figures of the prototype."""
    rows = [line.split("|") for line in PROTOTYPE.strip().splitlines()]
    return Table("The prototype's figures", PROTOTYPE_COLUMNS, rows, PROTOTYPE_NOTE)


@dataclass(frozen=True, slots=True)
class Harm:
    """What repair does to genuine documents of one corpus."""

    corpus: str
    documents: int
    edited: int
    highest_score: float
    words_per_second: float

    def row(self) -> list[str | int]:
        """Return the row of a table."""
        return [
            self.corpus,
            self.documents,
            self.edited,
            f"{self.highest_score:+.3f}",
            f"{self.words_per_second:,.0f}",
        ]


def harm_table(count: int) -> tuple[Table, float]:
    """Repair genuine documents of every corpus; return a table and the share without an edit."""
    corpora = sorted((DATA / "genuine").glob("*.txt.gz"))
    harms = [measure_harm(path, count) for path in corpora]
    edited = sum(harm.edited for harm in harms)
    total = sum(harm.documents for harm in harms)
    note = f"Together {edited} of {total:,}."
    rows = [harm.row() for harm in harms]
    return Table("Genuine text", HARM_COLUMNS, rows, note), 1 - edited / total


def measure_harm(path: Path, count: int) -> Harm:
    """Repair genuine documents of one corpus."""
    texts = list(genuine(path, count))
    start = time.process_time()
    results = [repair(text) for text in texts]
    seconds = time.process_time() - start
    words = sum(len(text.split()) for text in texts)
    scores = [result.spinning.score or NO_SCORE for result in results]
    edited = sum(bool(result.edits) or result.spinning.spun for result in results)
    return Harm(
        corpus=path.name.partition(".")[0],
        documents=len(texts),
        edited=edited,
        highest_score=max(scores, default=0.0),
        words_per_second=words / seconds,
    )


def genuine(path: Path, count: int) -> Iterator[str]:
    """Yield documents of a corpus, one a line, spread over all of it."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = [line for line in file if len(line) > SHORTEST]
    yield from lines[:: max(1, len(lines) // count)][:count]


if __name__ == "__main__":
    main()

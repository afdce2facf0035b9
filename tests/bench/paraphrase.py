"""Measure the repair of spun text that the lexicon has not seen, and that genuine text is left alone.

    python tests/bench/paraphrase.py [--genuine 300]

Pages that the language model was not counted in are spun with the benchmark's spinner, each group of pairs
by a lexicon that was built without it (tests/bench/held_out.py). Repairs are scored by the benchmark's own
scorer. Genuine text comes from corpora of which nine tenths of the documents were counted.
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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from drawing import draw_curves
from held_out import (
    BENCH,
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
from scoreboard import Table, digest_of, hold_floors, publish

from cleaners.draft import Draft, Edit
from cleaners.paraphrase import OperatingPoint, Unspinner, repair, unspinner

INTRO = """{pages} web pages that the language model was not counted in, spun with pairs seen in real spun copies. The
lexicon is built anew without a group of these pairs: `restored` is the share of all places, `unseen restored` that of
the group's places. The group "seen in one story" comes nearest to stories never seen: there, too, many are known. The
spinner replaces each pair's original nearly everywhere; "as often as in real copies" undoes what these would not do."""
PROTOTYPE = [
    [
        "prototype on real copies, margin 0",
        "—",
        "0.654",
        "—",
        "0.782",
        "0.826",
        "0.644",
    ],
    [
        "prototype on real copies, posterior .9",
        "—",
        "0.543",
        "—",
        "0.874",
        "0.923",
        "0.559",
    ],
]
LEFT_OUT = "left out of the lexicon"
COLUMNS = (
    LEFT_OUT,
    "found",
    "restored",
    "unseen restored",
    "precision",
    "harmed in 1,000 words",
    "error removed",
)
CURVE = [n / 100 for n in (50, 55, 60, 65, 70, 75, 80, 85, 90, 95, 98)]


@dataclass(slots=True)
class Outcome:
    """What became of the spun pages of one kind: the rows of the scorer, and the edits by confidence."""

    spun: list[Spin] = field(default_factory=list)
    unseen: list[Spin] = field(default_factory=list)
    edits: dict[str, tuple[Edit, ...]] = field(default_factory=dict)
    found: int = 0
    words: int = 0
    seconds: float = 0.0

    def score(self, rows: Sequence[Spin], least: float = 0.0) -> dict[str, float]:
        """Score the repair made of the edits that are at least so sure."""
        mended = []
        for row in rows:
            sure = [
                edit for edit in self.edits[str(row["id"])] if edit.confidence >= least
            ]
            mended.append(
                {
                    "id": row["id"],
                    "text": Draft.of(str(row["spun"])).revise("paraphrase", sure).text,
                }
            )
        return scored(rows, mended)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--genuine", type=int, default=300, help="documents of each corpus"
    )
    wanted = parser.parse_args()
    if not (DATA / "spin.py").exists():
        sys.exit(f"no benchmark data at {BENCH}: set BENCH_DATA to its folder")
    tables, figures, curves = [], {}, {}
    for point in OperatingPoint:
        outcomes = {kind: outcome(kind, point) for kind in KINDS}
        rows = [as_row(kind, outcomes[kind]) for kind in KINDS]
        tables.append(Table(f"Spun text, {point}", COLUMNS, rows))
        for kind in (STORIES, LIFELIKE, ORIGINALS):
            score = outcomes[kind].score(outcomes[kind].spun)
            figures |= {
                f"{point}, {kind}: {name}": score[name]
                for name in ("restored", "precision")
            }
        if point is OperatingPoint.READABLE:
            curves = {kind: curve(outcomes[kind]) for kind in (STORIES, ORIGINALS)}
            tables.append(speed_table(outcomes[STORIES]))
    warm(unspinner(), outcomes[STORIES].spun[0])
    harm, untouched = harm_table(wanted.genuine)
    figures["genuine documents not edited"] = untouched
    caption, axes = (
        "Restored and precise, by the posterior asked for",
        ("restored", "precision"),
    )
    picture = draw_curves("paraphrase", caption, axes, curves, ((0, 0.8), (0.6, 1)))
    publish(
        "paraphrase",
        "Spun text",
        INTRO.format(pages=len(pages())),
        [*tables, prototype_table(), harm],
        [picture],
    )
    hold_floors(
        "paraphrase", digest_of(DATA, BENCH / "html_extraction" / "gold.jsonl"), figures
    )


def outcome(kind: str, point: OperatingPoint) -> Outcome:
    """Spin and repair the pages of every group of a kind."""
    made = Outcome()
    for fold in folds(kind):
        warm(fold.unspinner, fold.texts[-1])
        for row in fold.texts:
            begun = time.process_time()
            result = fold.unspinner.repair(str(row["spun"]), point)
            made.seconds += time.process_time() - begun
            made.words += len(str(row["spun"]).split())
            made.found += result.spinning.spun
            made.edits[str(row["id"])] = result.edits
            made.spun.append(row)
            made.unseen.append(fold.unseen(row))
    return made


def warm(unspinner: Unspinner, row: Spin) -> None:
    """Lay out models and lexicon before the clock runs, as a worker does once."""
    unspinner.repair(str(row["spun"]))
    gc.freeze()


def as_row(kind: str, made: Outcome) -> list[str | float]:
    score = made.score(made.spun)
    unseen = (
        made.score(made.unseen)["restored"]
        if any(row["spans"] for row in made.unseen)
        else "—"
    )
    removed = 1 - score["wer_after"] / score["wer_before"]
    found = f"{made.found} of {len(made.spun)}"
    return [
        kind,
        found,
        score["restored"],
        unseen,
        score["precision"],
        score["harmed_per_1000"],
        removed,
    ]


def curve(made: Outcome) -> list[tuple[float, float]]:
    scores = [made.score(made.spun, least) for least in CURVE]
    return [(score["restored"], score["precision"]) for score in scores]


def scored(spun: Sequence[Spin], mended: Sequence[Spin]) -> dict[str, float]:
    """Run the benchmark's scorer, which reads files and prints JSON."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / "spun.jsonl", Path(folder) / "mended.jsonl"]
        for path, rows in zip(paths, (spun, mended), strict=True):
            path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            runpy.run_path(str(DATA / "score.py"))["main"](list(map(str, paths)))
    figures: dict[str, float] = json.loads(printed.getvalue())
    return figures


def speed_table(made: Outcome) -> Table:
    speed = f"{made.words / made.seconds:,.0f}"
    rows = [["here", speed], ["prototype, on another machine", "41,000"]]
    return Table("Words repaired in a second of CPU", ("", "words"), rows)


def prototype_table() -> Table:
    columns = (
        "",
        "found",
        "restored",
        "unseen restored",
        "precision",
        "text precision",
        "error removed",
    )
    note = "Leave one story out, 1,395 real substitutions: other texts, another scorer. Text precision counts a place"
    return Table(
        "The prototype's figures",
        columns,
        PROTOTYPE,
        f"{note} that reads as in the original.",
    )


def harm_table(count: int) -> tuple[Table, float]:
    """Clean genuine documents of every corpus, and return the share that stays untouched as well."""
    rows, touched, total = [], 0, 0
    for path in sorted((DATA / "genuine").glob("*.txt.gz")):
        texts = list(genuine(path, count))
        begun = time.process_time()
        outcomes = [repair(text) for text in texts]
        speed = sum(len(text.split()) for text in texts) / (time.process_time() - begun)
        highest = max((made.spinning.score or -9.0 for made in outcomes), default=0.0)
        edited = sum(bool(made.edits) or made.spinning.spun for made in outcomes)
        rows.append(
            [
                path.name.partition(".")[0],
                len(texts),
                edited,
                f"{highest:+.3f}",
                f"{speed:,.0f}",
            ]
        )
        touched, total = touched + edited, total + len(texts)
    columns = (
        "corpus",
        "documents",
        "taken for spun",
        "highest score",
        "words a second",
    )
    return Table(
        "Genuine text", columns, rows, f"Together {touched} of {total:,}."
    ), 1 - touched / total


def genuine(path: Path, count: int) -> Iterator[str]:
    """Yield documents of a corpus, one a line, spread over the whole of it."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = [line for line in file if len(line) > SHORTEST]
    yield from lines[:: max(1, len(lines) // count)][:count]


if __name__ == "__main__":
    main()

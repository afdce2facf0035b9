"""What Prefect's pages show of a run beyond its states: its figures, and its progress."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import httpx
from prefect.artifacts import (
    create_link_artifact,
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.exceptions import PrefectException

from cleaners.terminal_codes import strip_controls
from flows.orchestration.parameters import folder_of
from flows.progress import Advance, Counter, Progress
from flows.report.run_figures import Drift, QuarantineGroup, drift_of, quarantine_of
from flows.report.summary import Summary
from flows.run_log import LogProgress
from flows.snapshots import Dataset

OTHERS = re.compile(r"[^a-z0-9]+")  # what the key of an artifact may not have
SECONDS = 2.0  # between updates of the progress: a page shows no more
REPORT = "report.html"
WHOLE = 100.0  # percent
MARKED = re.compile(r"([\\`*_{}\[\]<>()#+!|~-])")  # what markdown would act on


class ArtifactProgress(LogProgress):
    """Shows the share of files that are cleaned as an artifact, and logs the rest."""

    def __init__(self, logger: logging.Logger, shown: Progress, output: str) -> None:
        super().__init__(logger, shown)
        self._key = key_of(output, "progress")

    @contextmanager
    def counting(self, files: int) -> Iterator[Advance]:
        """Count files, and update the artifact now and then."""
        title = f"Cleaning {files:,} files"
        made = create_progress_artifact(0.0, key=self._key, description=title)
        assert isinstance(made, UUID), "outside a loop, the call has ended"

        def show(line: str, done: int, _records: int) -> None:
            share = WHOLE * done / max(1, files)
            with _forgiving(self._logger):
                update_progress_artifact(made, share, line)

        counter = Counter(show, files, SECONDS)
        with super().counting(files) as logged:

            def advance(more_files: int, more_records: int) -> None:
                counter.advance(more_files, more_records)
                logged(more_files, more_records)

            yield advance
        with _forgiving(self._logger):
            update_progress_artifact(made, WHOLE)


def publish(summary: Summary, output: str, logger: logging.Logger) -> None:
    """Show the figures of a run. What fails here costs the run nothing but a line in its log."""
    steps: tuple[Callable[[Summary, str], None], ...] = (_summary, _removals)
    if not summary.nothing_new:
        steps = (*steps, _quarantine, _drift, _link)
    for step in steps:
        with _forgiving(logger):
            step(summary, output)


def key_of(output: str, name: str) -> str:
    """Return the key of an artifact: the versions of one key are the runs of one dataset."""
    dataset = OTHERS.sub("-", Path(output).name.lower()).strip("-")
    return f"{dataset or 'dataset'}-{name}"


@contextmanager
def _forgiving(logger: logging.Logger) -> Iterator[None]:
    try:
        yield
    except (PrefectException, httpx.HTTPError, OSError) as error:
        logger.warning("an artifact is missing: %s", error)


def _summary(summary: Summary, output: str) -> None:
    rows = {
        "files": summary.files,
        "inputs": summary.inputs,
        "articles": summary.articles,
        "duplicates": sum(summary.duplicates.values()),
        "quarantined": sum(summary.quarantined.values()),
        "already known": summary.already_known,
        "replaced": summary.replaced,
        "suppressed": summary.suppressed,
        "spun": summary.spun,
        "repairs": summary.repairs,
        "edits": summary.edits,
        "left aside": len(summary.left_aside),
        "seconds": round(sum(summary.seconds.values()), 1),
    }
    table = [{"figure": name, "count": count} for name, count in rows.items()]
    _table("summary", table, output, summary.line())


def _removals(summary: Summary, output: str) -> None:
    by_size = sorted(
        summary.removed_chars.items(), key=lambda item: (-item[1], item[0])
    )
    table = [{"kind": kind, "characters": count} for kind, count in by_size]
    _table("removals", table, output, "Characters removed, by kind of rule")


def _quarantine(summary: Summary, output: str) -> None:
    assert summary.run_id, "the run has published"
    groups = quarantine_of(Dataset(folder_of(output)).current(), summary.run_id)
    text = "\n".join(map(_quarantine_lines, groups)) or "Nothing was quarantined."
    title = f"Quarantine of snapshot {summary.snapshot}"
    create_markdown_artifact(text, key=key_of(output, "quarantine"), description=title)


def _quarantine_lines(group: QuarantineGroup) -> str:
    lines = [f"- **{group.reason}**: {group.records:,}"]
    for path, detail in group.examples:
        lines.append(f"  - {_plain(path)}: {_plain(detail)}")
    return "\n".join(lines)


def _plain(text: str) -> str:
    """Write the text of others so that markdown and a browser leave it as it is."""
    line = " ".join(strip_controls(text).split())
    printable = "".join(char if char.isprintable() else "\ufffd" for char in line)
    return MARKED.sub(r"\\\1", printable)


def _drift(_: Summary, output: str) -> None:
    rows = drift_of(Dataset(folder_of(output)).current())
    if rows:
        title = "This run and the one before, as shares of the inputs"
        _table("drift", [_drift_row(row) for row in rows], output, title)


def _drift_row(row: Drift) -> Mapping[str, object]:
    return {
        "figure": row.figure,
        "run before": f"{row.before:.1%}",
        "this run": f"{row.now:.1%}",
        "change": f"{row.now - row.before:+.1%}",
    }


def _link(summary: Summary, output: str) -> None:
    report = Path(summary.path or "") / REPORT
    if report.is_file():
        title = f"Report of snapshot {summary.snapshot}"
        key = key_of(output, "report")
        create_link_artifact(report.as_uri(), title, key=key, description=title)


def _table(
    name: str, rows: Sequence[Mapping[str, object]], output: str, title: str
) -> None:
    table = [dict(row) for row in rows]
    create_table_artifact(table, key=key_of(output, name), description=title)

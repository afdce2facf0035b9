"""Put the words of a run's spun articles back once more, now that their copies and their stories are known.

The corpus knows what no page says: the words of a genuine copy, and those of other articles on the event. An
article that retells an earlier one by machine is labelled, and left as it is. Articles of earlier snapshots
are witnesses only, and stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from cleaners.paraphrase import Evidence, OperatingPoint, retelling, unspinner
from flows.settings import Settings
from flows.snapshots import Current
from flows.stages import article_rows, references
from flows.stages.clean_shard import Shard
from flows.storage import drafts, rewrite
from flows.storage.rewrite import Revision
from flows.storage.tables import Decisions, Row

FOLDER = "restored"
STAGE = "paraphrase"


def prepare(
    current: Current | None, plan: Sequence[Shard], folder: Path, decisions: Decisions
) -> tuple[Path, tuple[int, ...]]:
    """Lay the evidence out in a folder beside the shards' output; give it, and the numbers of shards that have any."""
    target = rewrite.begin(folder, FOLDER, decisions.index)
    return target, references.gather(current, plan, folder, decisions, target)


def restore(shard: Shard, settings: Settings, folder: Path, target: Path) -> int:
    """Write the output of a shard that has evidence into `target`; count the articles that it changed."""
    revision = Revision()
    held = {
        row["article_id"]: row
        for row in article_rows.rows(shard.output(target, references.TABLE), None)
    }
    open_drafts = {
        row["article_id"]: row
        for row in article_rows.rows(shard.output(folder, "drafts"), None, held)
    }
    for row in article_rows.rows(shard.output(folder, "articles"), None, held):
        name = row["article_id"]
        if row["spun"]:
            _mend(revision, row, open_drafts[name], held[name], settings)
        elif dialect := _dialect(row["text"], held[name]["copies"]):
            revision.put(
                "articles", name, [{**row, "spun": True, "spun_dialect": dialect}]
            )
    rewrite.write(shard, folder, target, revision)
    return len(revision)


def complete(
    plan: Sequence[Shard], folder: Path, target: Path, written: Iterable[int]
) -> None:
    """Share the output of all other shards."""
    for shard in plan:
        if shard.number not in written:
            rewrite.write(shard, folder, target, Revision())


def _mend(
    revision: Revision,
    row: Row,
    held_draft: Mapping[str, Any],
    said: Mapping[str, Any],
    settings: Settings,
) -> None:
    """Repair a spun article anew with what others say, if that makes another text of it."""
    spun = drafts.spun_draft(held_draft)
    speaking = Evidence(tuple(said["copies"]), tuple(said["siblings"]))
    unspin = unspinner(settings.own_lexicon)
    repair = unspin.repair(
        spun.text, OperatingPoint(settings.operating_point), speaking
    )
    draft = spun.revise(STAGE, repair.edits)
    name, before = str(row["article_id"]), str(row["text"])
    if draft.text == before:
        return
    revision.rewrite(row, draft, keep_before=settings.keep_before)
    if held_draft["doubts"]:
        doubts = drafts.moved(held_draft["doubts"], before, draft.text)
        revision.put("drafts", name, [{**held_draft, "doubts": doubts}])


def _dialect(text: str, copies: Iterable[str]) -> str | None:
    """Name the dialect of a text that retells another one."""
    return next(
        (dialect for copy in copies if (dialect := retelling(text, copy))), None
    )

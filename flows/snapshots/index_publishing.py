"""Write the indexes that belong to the next snapshot: duplicates, stories, templates, inputs."""

from __future__ import annotations

from flows.snapshots import inputs_index, integrity, unread
from flows.snapshots.current import Current
from flows.snapshots.manifest import FileEntry
from flows.snapshots.paths import DatasetPaths
from flows.snapshots.publishing import Outcome
from flows.snapshots.suppression import Suppression
from flows.storage import parquet


def write(
    paths: DatasetPaths, outcome: Outcome, current: Current | None
) -> tuple[FileEntry, ...]:
    """Write the indexes of the next snapshot; return what its manifest says of them."""
    folder = paths.folder
    copies = _add_made(paths, outcome)
    inputs = _add_inputs(paths, outcome, current)
    known = integrity.index_entries(current)
    entries = []
    for name in (*copies, *inputs):
        if name not in known:
            known[name] = FileEntry.of(folder / name, name)
        entries.append(known[name])
    return tuple(entries)


def _add_inputs(
    paths: DatasetPaths, outcome: Outcome, current: Current | None
) -> tuple[str, ...]:
    """Write the index of inputs: with the files that were read, without what is taken down."""
    folder = paths.folder
    run = outcome.run
    run_id = run.run_id
    selection = outcome.cleaned.selection
    if selection.forgotten:
        suppressed = Suppression.read(paths.state)
        return inputs_index.without(folder, current, run_id, suppressed.has_file)
    taken = unread.files_read(run.files, run.shards, paths.shards)
    return inputs_index.append(folder, current, run_id, taken, run.digest)


def _add_made(paths: DatasetPaths, outcome: Outcome) -> list[str]:
    """Link the files that the run made into the index; return the names of all of them."""
    run_id, made = outcome.run.run_id, outcome.cleaned.folder
    index = outcome.decisions.index
    folder = paths.duplicate_index
    folder.mkdir(parents=True, exist_ok=True)
    names = list(index.kept)
    for name in index.new:
        written = made / name
        target = folder / f"{run_id}-{written.name}"
        parquet.share(written, target)
        listed = target.relative_to(paths.folder)
        names.append(str(listed))
    parquet.sync_folder(folder)
    return names

"""The id of a run, which a replay of it has again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from flows.intake import InputFile
from flows.snapshots.current import Current
from flows.storage.shards import Shard, cut_files


def run_id(
    current: Current | None,
    files: Sequence[InputFile],
    planned: Sequence[Shard],
    digest: str,
) -> str:
    """Derive 32 hex digits from the snapshot built upon, the files, and the settings' digest.

    Where a limited run reads the first records of a file, the shards count too.
    """
    inputs = [(file.source_path, file.sha256) for file in files]
    keys = [shard.key for shard in planned] if cut_files(planned) else []
    content = json.dumps([current.run_id if current else None, inputs, digest, *keys])
    return hashlib.sha256(content.encode()).hexdigest()[:32]

"""The seal of a shard: written last, it has the digests of its output, and the stats."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from flows import progress
from flows.storage import parquet
from flows.storage.shards import TABLES, Shard, ShardStats


def write(shard: Shard, folder: Path, stats: ShardStats) -> None:
    """Seal the output of a shard."""
    content = {"stats": asdict(stats), "sha256": _digests(shard, folder)}
    sealed = {"digest": _digest(content), **content}
    text = json.dumps(sealed, indent=1) + "\n"
    with parquet.replacing(shard.seal(folder)) as temporary:
        temporary.write_text(text, encoding="utf-8")


def read(shard: Shard, folder: Path) -> ShardStats | None:
    """Read the stats of a complete output; None where there is none.

    One that is damaged is named, and counts as none.
    """
    seal = shard.seal(folder)
    if not seal.exists():
        return None
    try:
        return _checked(shard, folder)
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"{seal}: damaged ({error}); shard {shard.number} is cleaned again"
        progress.current().message(message)
        seal.unlink(missing_ok=True)
        return None


def _checked(shard: Shard, folder: Path) -> ShardStats:
    """Read the stats. Raises ValueError and others where anything is not as it was sealed."""
    content = json.loads(shard.seal(folder).read_bytes())
    digest = content.pop("digest")
    stats = ShardStats(**content["stats"])
    if digest != _digest(content) or stats.key != shard.key:
        raise ValueError("it is not as it was written")
    _check_output(shard, folder, content["sha256"])
    return replace(stats, skipped=True)


def _check_output(shard: Shard, folder: Path, sealed: Mapping[str, str]) -> None:
    found = _digests(shard, folder)
    for table, expected in sealed.items():
        if found[table] != expected:
            output = shard.output(folder, table)
            raise ValueError(f"{output.name} is not as it was written")


def _digests(shard: Shard, folder: Path) -> dict[str, str]:
    digests = {}
    for table in TABLES:
        path = shard.output(folder, table)
        digests[table] = parquet.sha256_of(path)
    return digests


def _digest(content: Mapping[str, Any]) -> str:
    canonical = json.dumps(content, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()

"""The work of cleaning a shard, for processes that ask workers for it.

To name it imports no cleaner: the parent of the workers does without them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from flows.settings import Settings
from flows.storage.markers import Poison
from flows.storage.shards import Shard, ShardStats


def clean(
    shard: Shard, settings: Settings, folder: Path, poisoned: Sequence[Poison] = ()
) -> ShardStats:
    """Clean a shard as `clean_shard` does, which is imported where the work is done."""
    from flows.stages import clean_shard  # noqa: PLC0415 - see above

    return clean_shard.clean(shard, settings, folder, poisoned)

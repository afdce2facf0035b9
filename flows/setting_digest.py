"""What the digest of settings is made of: what can change a row, and nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from flows import versions

# These decide which file a row goes to, or how long it is kept, but not what it says. Of a
# lexicon and of rules the content has an effect, not the path.
WITHOUT_EFFECT = (
    "shard_files",
    "shard_bytes",
    "keep_snapshots",
    "keep_days",
    "report",
    "lexicon",
    "rules",
    "review",
)


def digest_of(values: Mapping[str, object]) -> str:
    """Hash the values of settings, this version, its rules and libraries, as 64 hex digits."""
    chosen = dict(values)
    for name in WITHOUT_EFFECT:
        del chosen[name]
    made_by = [
        versions.pipeline_version(),
        versions.rule_set(),
        versions.code(),
        *versions.libraries(),
    ]
    content = json.dumps([chosen, made_by], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()

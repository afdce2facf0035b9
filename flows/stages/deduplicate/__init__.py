"""Find the copies among all live articles, through an index: what earlier runs found out is not done again."""

from flows.stages.deduplicate.clusters import decide, rebuild, spun_classes
from flows.stages.deduplicate.index_files import read_written

__all__ = ["decide", "read_written", "rebuild", "spun_classes"]

"""Find the copies among all live articles, through an index: what earlier runs found out is not done again."""

from flows.deduplication.deciding import decide, rebuild, spun_classes
from flows.deduplication.index import read_written

__all__ = ["decide", "read_written", "rebuild", "spun_classes"]

"""Find the copies among all live articles, through an index: what earlier runs found out is not done again."""

from flows.deduplication.deciding import decide, rebuild, spun_classes

__all__ = ["decide", "rebuild", "spun_classes"]

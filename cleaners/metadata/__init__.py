"""Turn what removed lines say about an article into metadata: its author, date, tags and so on.

Plain text has no markup to read metadata from, so bylines, dates and tags are kept when their
lines go. `lifted_values` reads the values that rules lift, `removed_lines` all removed lines, and
`sources` the agency that the text itself names.
"""

from cleaners.metadata.lifted_values import read_author, read_lifts, read_tags
from cleaners.metadata.removed_line import RemovedLine
from cleaners.metadata.removed_lines import read_removed_lines
from cleaners.metadata.sources import read_source_of_text
from cleaners.metadata.stated_authors import read_stated_authors

__all__ = [
    "RemovedLine",
    "read_author",
    "read_lifts",
    "read_removed_lines",
    "read_source_of_text",
    "read_stated_authors",
    "read_tags",
]

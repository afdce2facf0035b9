"""Boilerplate: the lines of a page that are not its article.

The steps, one file each: `scan` holds every line against the rules, `zones` finds the body,
`headline` finds the title and its copies, `removal` says what rules would take, `evidence` puts all
that is known about a line into figures, `voting` decides what goes, `layout` turns that into edits
which leave paragraphs apart as they were. `confirmation` comes later, when other pages can be asked about
the lines that were left in doubt.
"""

from cleaners.boilerplate.cases import broken_cases
from cleaners.boilerplate.layout import edits_of
from cleaners.boilerplate.line_model import Judgement, find, judge
from cleaners.boilerplate.page import Doubt, Removal, Votes
from cleaners.boilerplate.site_boilerplate import LineOccurrences, confirm, open_doubts

__all__ = [
    "Doubt",
    "Judgement",
    "LineOccurrences",
    "Removal",
    "Votes",
    "broken_cases",
    "confirm",
    "edits_of",
    "find",
    "judge",
    "open_doubts",
]

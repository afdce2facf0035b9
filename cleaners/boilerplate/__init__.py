"""Boilerplate: the lines of a page that are not its article.

The steps, one file each: `scan` holds every line against the rules, `zones` finds the body,
`headline` finds the title and its copies, `removal` says what rules would take, `evidence` puts all
that is known about a line into figures, `voting` decides what goes, `layout` turns that into edits
which leave paragraphs apart as they were.
"""

from cleaners.boilerplate.cases import broken_cases
from cleaners.boilerplate.layout import edits_of
from cleaners.boilerplate.page import Doubt, Removal, Votes
from cleaners.boilerplate.voting import Judgement, find, judge

__all__ = ["Doubt", "Judgement", "Removal", "Votes", "broken_cases", "edits_of", "find", "judge"]

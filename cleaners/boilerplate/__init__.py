"""Boilerplate: the lines of a page that are not its article.

The steps, one file each: `scan` holds every line against the rules, `zones` finds the body,
`headline` finds the title and its copies, `removal` decides what goes, `layout` turns that into
edits which leave paragraphs apart as they were.
"""

from cleaners.boilerplate.cases import broken_cases
from cleaners.boilerplate.layout import edits_of
from cleaners.boilerplate.removal import Removal, find

__all__ = ["Removal", "broken_cases", "edits_of", "find"]

"""Remove boilerplate: the lines of a page that are not its article.

Each step has its own module. `scan` matches every line against the rules. `zones` finds the
body and `headline` the title and its copies. `removal` proposes what rules would remove.
`features` describes each line, `line_model` scores the lines and decides, and `layout` turns
the result into edits that keep the spacing of paragraphs. `site_boilerplate` comes later, when
other pages are known: it decides about the lines that were left in doubt.
"""

from cleaners.boilerplate.cases import broken_cases
from cleaners.boilerplate.cut_mark import cut_mark_edits
from cleaners.boilerplate.gallery import with_captions
from cleaners.boilerplate.layout import edits_of
from cleaners.boilerplate.line_model import classify, find_removals
from cleaners.boilerplate.line_shapes import line_shape
from cleaners.boilerplate.own_rules import (
    broken_next_to_shipped,
    check_ids,
    parse_own_rules,
    scanner_with,
)
from cleaners.boilerplate.page import Classification, Doubt, Removal, Signals
from cleaners.boilerplate.page_languages import likely_languages
from cleaners.boilerplate.site_boilerplate import (
    COLUMNS,
    LineOccurrences,
    open_doubts,
    site_boilerplate_edits,
)
from cleaners.boilerplate.stated_lines import with_stated_lines
from cleaners.boilerplate.subtitles import CUE_RULES

__all__ = [
    "COLUMNS",
    "CUE_RULES",
    "Classification",
    "Doubt",
    "LineOccurrences",
    "Removal",
    "Signals",
    "broken_cases",
    "broken_next_to_shipped",
    "check_ids",
    "classify",
    "cut_mark_edits",
    "edits_of",
    "find_removals",
    "likely_languages",
    "line_shape",
    "open_doubts",
    "parse_own_rules",
    "scanner_with",
    "site_boilerplate_edits",
    "with_captions",
    "with_stated_lines",
]

"""From where on the report calls something doubtful. None of these changes a row."""

from __future__ import annotations

UNSURE = 0.6  # confidence, 0 to 1: below it a change is worth a look. Not tuned.
STRIPPED = 0.8  # share of a text: pages lose half to their frame, hardly ever more
SHORT = 50  # words: two or three sentences, less than news articles have
FEW = 5  # articles: of fewer, a share says nothing about a site
APART = 0.2  # share, 0 to 1: what a reader notices between two sites or two runs
SPREADS = 3.0  # spreads (or standard errors) that chance seldom goes beyond
TIMES = (
    2.0  # how many times longer or shorter texts are that tell of a changed template
)
LISTED = 200  # rules in the table; the others are rare
SITES = 500  # rows of tables of sites, the largest first: more are seldom read
SHOWN = 25  # rows of a table of the largest or the worst: about a screenful
EXAMPLES = 3  # rows shown for each reason of quarantine
EXCERPT = 400  # characters of an example: about five lines
QUARANTINE_LOOK = 0.05  # share of records in quarantine that is worth a look
QUARANTINE_WRONG = 0.2  # share that says that something is wrong with the inputs
MISSING_LOOK = 0.2  # share of articles without a value that is worth a look
ALL_BUT = 0.9  # share without a value from where on a site has none
SPUN_LOOK = 0.1  # share of spun texts that is worth a look
NAMED = 3  # sites named in a sentence; more are in the table

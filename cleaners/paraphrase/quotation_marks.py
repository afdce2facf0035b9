"""Where a text quotes: what stands between quotation marks, on one line."""

import re

QUOTATION = re.compile(r"[“„\"][^“”„\"\n]{3,2000}[”“\"]")

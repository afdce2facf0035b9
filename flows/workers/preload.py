"""Load all rules, models and tables at import, by cleaning a sample.

The server that workers are forked from imports this once. So workers start with everything loaded,
share its memory, and no record is blamed for the seconds that loading takes.
"""

from __future__ import annotations

import gc

from lxml.html import fromstring

from cleaners import language, lazy_patterns
from cleaners.article import Article, Record, Rejection
from cleaners.extraction.extractor import extracted_lines
from cleaners.pipeline import clean
from flows.intake.decoding import decode

# Spun, so that the decoder is loaded too, and with boilerplate around it.
SAMPLE = """\
Home
News
Share this article

The well being ministry mentioned on Monday that the variety of sufferers with the brand new
fever has doubled inside every week.

Medical doctors within the northern glens of the nation requested individuals to boil their
water, and faculties will keep closed.

The ministry has despatched two groups to assist the hospital, which has forty cots and one
kitchen, it mentioned in a press release.

Most sufferers get better after three days, the ministry mentioned, however small youngsters
want assist extra usually than others.

Read more
Leave a comment
"""


def clean_sample(*, is_html: bool) -> Article | Rejection:
    """Clean the sample as text or as a page."""
    page = "".join(f"<p>{part}</p>" for part in SAMPLE.split("\n\n"))
    source_format, content = "text", SAMPLE
    if is_html:
        source_format = "html"
        content = f"<html><body><article>{page}</article></body></html>"
    record = Record("sample", source_format, 0, content, "", is_html=is_html)
    return clean(record)


gc.disable()  # what is loaded here stays: to search it for garbage took a tenth of the time
for is_html in (False, True):
    clean_sample(is_html=is_html)
decode("Die Fähre fährt über den Fluß".encode("cp1250"))
# The sample is certain, so neither trafilatura nor a referee of languages was asked.
extracted_lines(fromstring("<p>Rain fell.</p>"), None)
language.load()
lazy_patterns.compile_all()
gc.collect()
gc.freeze()  # so that no worker searches, and copies, the memory that all of them share
gc.enable()

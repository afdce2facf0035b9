"""Load what nearly every record needs at import, by cleaning a sample.

The server that workers are forked from imports this once. So workers start with it, and share its
memory. What few records need takes a third of the time and of the memory: the tables by which spun
texts are repaired, the referee of languages, trafilatura's word lists, and the models of encodings.
A worker loads each of these at the first record that needs it. That takes less than a second, of
the 60 that a record may take.
"""

from __future__ import annotations

import gc

from cleaners import lazy_patterns
from cleaners.article import Article, Record, Rejection
from cleaners.pipeline import clean

# Genuine, and with boilerplate around it.
SAMPLE = """\
Home
News
Share this article

The health ministry said on Monday that the number of patients with the new fever had doubled within
a week, most of them in the north.

Doctors in the northern valleys of the country asked people to boil their water, and schools will
stay closed until Thursday at least.

The ministry has sent two teams to support the hospital, which has forty beds and a single kitchen,
it said in a statement.

Most patients recover after three days, but small children need help more often than others, said
Anna Berg, a nurse who leads one of the teams.

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
lazy_patterns.compile_all()
gc.freeze()  # so that no worker searches, and copies, the memory that all of them share
gc.enable()

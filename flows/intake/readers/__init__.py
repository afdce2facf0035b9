"""The formats of records. To add one, write its reader and name it in READERS.

Recognition, the shards, the messages and the data dictionary take the formats from here. Readers
are asked in this order whether they recognise a file; the one of its suffix is asked before.
"""

from __future__ import annotations

from flows.intake.readers.csv_tables import CSV
from flows.intake.readers.feeds import FEED
from flows.intake.readers.html import HTML
from flows.intake.readers.json_documents import JSON
from flows.intake.readers.jsonl import JSONL
from flows.intake.readers.mail import MAIL
from flows.intake.readers.mbox import MBOX
from flows.intake.readers.news_export import NEWS_EXPORT
from flows.intake.readers.parquet_tables import PARQUET
from flows.intake.readers.text import TEXT
from flows.intake.readers.wacz import WACZ
from flows.intake.readers.warc import WARC

READERS = (
    TEXT,
    HTML,
    JSONL,
    JSON,
    CSV,
    PARQUET,
    WARC,
    WACZ,
    FEED,
    MAIL,
    MBOX,
    NEWS_EXPORT,
)

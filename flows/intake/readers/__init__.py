"""The formats of records. To add one, write its reader and name it in READERS.

Recognition, the shards, the messages and the data dictionary take the formats from here. Readers
are asked in this order whether they recognise a file; the one of its suffix is asked before.
"""

from __future__ import annotations

from flows.intake.readers.html import HTML
from flows.intake.readers.jsonl import JSONL
from flows.intake.readers.text import TEXT

READERS = (
    TEXT,
    HTML,
    JSONL,
)

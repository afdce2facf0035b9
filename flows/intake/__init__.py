"""Intake: find input files, and read records from them.

What cannot be read goes to quarantine with its reason; it never stops the run.
"""

from flows.intake.discovery import (
    Discovery,
    InputError,
    check_inputs,
    discover,
    no_files,
)
from flows.intake.inputs import WHOLE_FILE, InputFile, Quarantined, RecordRange
from flows.intake.readers import format_names, known_suffixes, reader_of
from flows.intake.reading import read, record_ranges

__all__ = [
    "WHOLE_FILE",
    "Discovery",
    "InputError",
    "InputFile",
    "Quarantined",
    "RecordRange",
    "check_inputs",
    "discover",
    "format_names",
    "known_suffixes",
    "no_files",
    "read",
    "reader_of",
    "record_ranges",
]

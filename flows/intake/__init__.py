"""Intake: find input files, and read records from them.

What cannot be read goes to quarantine with its reason; it never stops the run.
"""

from flows.intake.discovery import (
    Discovery,
    check_inputs,
    discover,
    fetch,
    no_files,
    spooling,
)
from flows.intake.formats import format_names, known_suffixes, reader_of
from flows.intake.inputs import (
    WHOLE_FILE,
    InputFile,
    LeftAside,
    Quarantined,
    RecordRange,
)
from flows.intake.listing import Input
from flows.intake.listing_errors import InputError
from flows.intake.reading import read, record_ranges, unpacked_bytes

__all__ = [
    "WHOLE_FILE",
    "Discovery",
    "Input",
    "InputError",
    "InputFile",
    "LeftAside",
    "Quarantined",
    "RecordRange",
    "check_inputs",
    "discover",
    "fetch",
    "format_names",
    "known_suffixes",
    "no_files",
    "read",
    "reader_of",
    "record_ranges",
    "spooling",
    "unpacked_bytes",
]

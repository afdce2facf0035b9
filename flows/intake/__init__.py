"""Intake: find input files, and read records from them.

What cannot be read goes to quarantine with its reason; it never stops the run.

Its names are imported when they are asked for: who only names a file needs no reader.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.intake.discovery import (
        Discovery,
        check_inputs,
        discover,
        fetch,
        no_files,
        spooling,
    )
    from flows.intake.formats import known_suffixes, reader_of
    from flows.intake.inputs import (
        WHOLE_FILE,
        InputFile,
        LeftAside,
        Quarantined,
        RecordRange,
    )
    from flows.intake.known_formats import format_names
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
MODULES = {
    "WHOLE_FILE": "inputs",
    "Discovery": "discovery",
    "Input": "listing",
    "InputError": "listing_errors",
    "InputFile": "inputs",
    "LeftAside": "inputs",
    "Quarantined": "inputs",
    "RecordRange": "inputs",
    "check_inputs": "discovery",
    "discover": "discovery",
    "fetch": "discovery",
    "format_names": "known_formats",
    "known_suffixes": "formats",
    "no_files": "discovery",
    "read": "reading",
    "reader_of": "formats",
    "record_ranges": "reading",
    "spooling": "discovery",
    "unpacked_bytes": "reading",
}


def __getattr__(name: str) -> object:
    """Import a name from its module."""
    if name not in MODULES:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    module = import_module(f"{__name__}.{MODULES[name]}")
    return getattr(module, name)

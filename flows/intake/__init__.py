"""From files of any origin to records: what cannot be read is named, never dropped and never fatal."""

from flows.intake.discovery import Discovery, InputError, discover
from flows.intake.inputs import WHOLE, InputFile, Quarantined, Span
from flows.intake.reading import read, spans

__all__ = [
    "WHOLE",
    "Discovery",
    "InputError",
    "InputFile",
    "Quarantined",
    "Span",
    "discover",
    "read",
    "spans",
]

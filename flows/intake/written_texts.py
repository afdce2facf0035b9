"""Read a text that is written as a value: a list of paragraphs, or a document of an editor.

Tables of data sets have lists as Python or NumPy prints them, those of databases have JSON.
"""

from __future__ import annotations

import ast
import json

from cleaners.lazy_patterns import compile_later
from flows.intake.block_documents import is_document

# A string as Python prints it, with the escapes that it writes.
STRING = r"""(?:'(?:[^'\\\n]|\\['"\\nrtxuU])*+'|"(?:[^"\\\n]|\\['"\\nrtxuU])*+")"""
STRINGS = compile_later(rf"\[\s*+(?:{STRING}\s*+,?\s*+)++\]")
ONE_STRING = compile_later(STRING)
BRACKETS = {"[": "]", "{": "}"}


def value_in(text: str) -> object:
    """Return the list of strings or the document that all of a text is; None for other texts."""
    bare = text.strip()
    closing = BRACKETS.get(bare[:1])
    if closing is None or not bare.endswith(closing):
        return None
    parsed = _json_in(bare)
    return _printed_strings(bare) if parsed is None else parsed


def _json_in(text: str) -> object:
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    return value if _are_strings(value) or is_document(value) else None


def _are_strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(entry, str) for entry in value)


def _printed_strings(text: str) -> list[str] | None:
    """Return the strings of a list as Python or NumPy prints it; None for other texts."""
    if not STRINGS.fullmatch(text):
        return None
    try:
        return [ast.literal_eval(string) for string in ONE_STRING.findall(text)]
    except (ValueError, SyntaxError):
        return None

"""Read the name that an object of JSON-LD has itself, in whatever property."""

from __future__ import annotations

import re
from typing import Any

# The line below a name of two words or more has a role or another name: "Ann Weir\nReporter".
NEXT_LINE = re.compile(r"^(\s*\S+[ \t]\S[^\n]*?)[ \t\r]*\n\s*(?=\S)")


def name_of(node: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
    """Return the name of an object, or else its value, or the parts of a person's name."""
    name = node.get("name") or node.get("@value") or _full_name(node)
    is_person = node.get("@type") in ("Person", ["Person"])
    if is_person and isinstance(name, str):
        return NEXT_LINE.sub(r"\1, ", name)
    return name


def _full_name(node: dict[str, Any]) -> str:
    """Join the parts of a person's name, as far as they are texts."""
    parts: list[str] = []
    for key in ("givenName", "familyName"):
        part = node.get(key)
        if isinstance(part, str) and part.strip():
            parts.append(part)
    return " ".join(parts)

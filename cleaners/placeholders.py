"""What software writes into a field that has no value."""

from __future__ import annotations

import re

# "[removed]", "[deleted by user]", "(no text)": only in brackets, as headlines say so too.
REMOVED = (
    r"[<(\[]{1,3}\s*(?:(?:content|text|post|article|comment|data)\s+)?"
    r"(?:removed|deleted|redacted|withdrawn|unavailable|gelöscht|entfernt|supprimé|eliminado|borrado"
    r"|rimosso|removido|(?:no|without) (?:text|content|body))(?:\s+by\s+[\w ]{1,20})?\s*[>)\]]{1,3}"
)
# What interfaces for news say in place of a text that has to be paid for.
UNPAID = r"only available in (?:[a-z]+ (?:and )?){1,3}plans?"
PLACEHOLDER = re.compile(
    r"[\s\W_]*|\\N"  # no value, as databases write it
    r"|[<({\[\"']{0,3}(?:none|null|nil|nan|nat|na|n/a|n\.a\.?|not (?:available|provided|set)"
    r"|undefined|unknown|missing|empty|tb[ad]|no value|false|\[object object\])[>)}\]\"']{0,3}"
    r"|(?:no|unknown|untitled|default)[ _-](?:title|author|date|name|site|source|category|tags?)"
    rf"|{REMOVED}|{UNPAID}"
    r"|unknown (?:author|source)|untitled(?: document)?|lorem ipsum.{0,40}|xxx+|test",
    re.IGNORECASE,
)
MAX_PLACEHOLDER = 60  # characters; a guard on cost, longer than any of them


def is_placeholder(text: str) -> bool:
    """Return whether a text only fills a field, or is empty."""
    return len(text) <= MAX_PLACEHOLDER and PLACEHOLDER.fullmatch(text) is not None

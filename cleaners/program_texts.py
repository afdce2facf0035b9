"""Recognise texts that are wholly written by programs: their data, and their errors.

An article may quote either. It has words around them, so all of a text must be of a program.
"""

from __future__ import annotations

import re

from cleaners.lazy_patterns import compile_later

# A dump of a database begins with a statement, below its comments, has rows, and ends with one.
SQL_COMMENT = r"--[^\n]*+(?:\n|\Z)|/\*(?:[^*]|\*(?!/))*+\*/;?"
SQL_START = compile_later(
    rf"(?:\s++|{SQL_COMMENT})*+"
    r"(?:(?:insert|replace)\s+(?:ignore\s+)?into\s|(?:create|drop|alter|lock)\s+[a-z]+\s"
    r"|set\s+[^;\n]{1,200}(?:=|\bnames\b|\bto\b)|use\s+[`\w]+;|begin;|start\s+transaction;"
    r"|begin\s+transaction;|pragma\s|copy\s+\S+\s*\(|select\s+pg_catalog\.)",
    re.IGNORECASE,
)
SQL_ROWS = compile_later(
    r"^(?:(?:insert|replace)\s+(?:ignore\s+)?into\s+[`\"\[\w]|copy\s+\S+\s*\([^)\n]*\)\s+from\s)",
    re.IGNORECASE | re.MULTILINE,
)
SQL_END = compile_later(rf"(?:;|^\\\.)(?:\s++|{SQL_COMMENT})*+\Z", re.MULTILINE)
END_REACH = 4_000  # characters, in which the comments below a dump are. A guard on cost
# Objects as Python or JavaScript writes them, alone, in lines or in a list.
OBJECT_START = compile_later(
    r"\[?\s*\{\s*(?:'[^'\n]{1,60}'|\"[^\"\n]{1,60}\")\s*:\s*(?:[\['\"{\d-]|[A-Za-z.]{2,20}[,(}])"
)
OBJECT_END = compile_later(r"[\]'\"}\w)]\s*\}\s*,?\s*\]?;?\Z")
OBJECT_END_REACH = 20  # characters: brackets, and blanks between them
# Lines of an index of an archive: an address from its end on, a moment, what is there.
INDEX_HEADER = compile_later(r"\s?CDX(?: [A-Za-z]){3,20}\s*(?:\n|\Z)")
INDEX_LINE = compile_later(r"[^\s)]{3,200}\)\S* \d{14} (?:\{.*\}|\S+(?: \S+){3,12})")

# What Python says where it stops: the places, and the error, which may follow from another one.
TRACEBACK = compile_later(
    r"(?:(?:Traceback \(most recent call last\):(?:\n[ \t][^\n]*+)*+\n[A-Za-z_][\w.]*+(?::[^\n]*+)?"
    r"|(?:During handling of the above|The above) exception\b[^\n]*+)\s*+)++"
)
ONE_LINE_TRACEBACK = compile_later(
    r"Traceback \(most recent call last\): {1,8}File \"[^\n]*"
)
# What was to be fetched, and what shows that it is a program that says so.
GOALS = "(?:article|page|content|url|html|text|data|document|(?:web)?site|link|feed)"
CAUSES = r"(?:https?:|HTTP|\b[45]\d\d\b|[Tt]imed? ?out|\w(?:Error|Exception)\b|SSL|status code)"
FAILURE = (
    r"(?i:(?:error|failed|failure|unable|could not|couldn't|cannot) (?:to |while |when )?"
    r"(?:fetch|download|pars|extract|retriev|scrap|crawl|load)(?:e|ing)?"
    rf" (?:the |this |an? )?{GOALS})(?:[.!]|(?=[ :.(].*{CAUSES})[ :.(].*)?"
)
ERRORS = compile_later(
    r"(?:[A-Za-z_]\w*\.)*[A-Z]\w*(?:Error|Exception|Timeout)(?:: .*|\(.*\))?"
    rf"|{FAILURE}"
    r"|(?:[^\n:]{1,60}: )?(?:HTTPS?ConnectionPool\(host=.*|\('Connection aborted\.', .*"
    r"|(?:getaddrinfo|connect|read|socket) E[A-Z]{4,15}\b.*|net::ERR_[A-Z_]+.*"
    r"|[45]\d\d (?:Client|Server) Error: .* for url: \S+.*|<?urlopen error .*"
    r"|Request failed with status code [45]\d\d\.?|\[Errno -?\d+\] .*"
    r"|(?:Navigation t|T)imeout (?:of )?\d+ ?ms exceeded.*)"
    r"|Article `download\(\)` failed with .*|You must `\w+\(\)` an article first!.*"
)
ERROR_CHARACTERS = (
    1_000  # of an error on one line: it quotes an address or two. A guard
)


def kind_of_data(text: str) -> str | None:
    """Say what a text is that is all data of a program, and what to do; None for others."""
    bare = text.strip()
    found = (kind for kind, is_kind in KINDS_OF_DATA.items() if is_kind(bare))
    return next(found, None)


def is_error(text: str) -> bool:
    """Return whether a text is nothing but the error that a program stopped with."""
    bare = text.strip()
    if "\n" in bare:
        return TRACEBACK.fullmatch(bare) is not None
    if len(bare) > ERROR_CHARACTERS:
        return False
    return bool(ONE_LINE_TRACEBACK.fullmatch(bare) or ERRORS.fullmatch(bare))


def _is_dump(text: str) -> bool:
    """Return whether a text is a dump of a database, from its beginning to its end."""
    if not SQL_START.match(text) or not SQL_ROWS.search(text):
        return False
    return SQL_END.search(text, max(0, len(text) - END_REACH)) is not None


def _are_objects(text: str) -> bool:
    """Return whether a text is objects from its beginning to its end."""
    end = max(0, len(text) - OBJECT_END_REACH)
    return bool(OBJECT_START.match(text) and OBJECT_END.search(text, end))


def _is_index(text: str) -> bool:
    """Return whether all lines of a text are those of an index."""
    if INDEX_HEADER.match(text):
        return True
    lines = text.splitlines()
    return bool(lines) and all(map(INDEX_LINE.fullmatch, lines))


KINDS_OF_DATA = {
    "statements of SQL; load them, and export the articles as CSV or JSONL": _is_dump,
    "objects of a program that are no JSON; write them as JSON": _are_objects,
    "an index of an archive; give the archive itself": _is_index,
}

"""Find what steers a terminal: escape sequences and control characters."""

from __future__ import annotations

import re

# Sequences of ECMA-48. Real ones have some dozen characters; titles of windows are the longest.
PARAMETERS = r"[0-?]{0,64}+"
STRING = r"[^\x07\x1b\x9c\n]{0,4096}"
# Colours and cursor: "ESC [ 1;31 m", also cut short.
CONTROL_SEQUENCE = rf"(?:\x1b\[|\x9b(?=[\d;?])){PARAMETERS}(?:[ -/]{{0,8}}+[@-~])?"
# Titles and links: "ESC ] 0;title BEL". Of one that nothing ends, only the beginning is sure.
COMMAND = rf"(?:\x1b\]|\x9d(?=\d))(?:{STRING}(?:\x07|\x1b\\|\x9c)|\d{{0,4}}+;?)"
DEVICE_STRING = rf"\x1b[PX^_](?:{STRING}(?:\x1b\\|\x9c))?"
# Character sets and keypads. Any other letter after an ESC is more likely a word's.
SHORT = r"\x1b(?:[()*+#%][0-9A-Za-z]|[=>78\\])?"
INTRODUCERS = re.compile("[\x1b\x9b\x9d]")  # each escape begins with one
ESCAPES = re.compile(rf"(?:{CONTROL_SEQUENCE}|{COMMAND}|{DEVICE_STRING}|{SHORT})++")
# Without tab, line feed, form feed and carriage return. The signs of Unicode beside them
# annotate, or mark the order of bytes.
CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\u206a-\u206f\ufeff\ufff9-\ufffc]+")
# Those that older standards added. What is left of them are quotes and dashes of windows-1252,
# as browsers read them, or nothing.
LATE_CONTROLS = re.compile("[\x80-\x9f]+")


def read_late_controls(characters: str) -> str:
    """Read control characters as the quotes and dashes that windows-1252 has in their place."""
    return characters.encode("latin-1").decode("cp1252", "ignore")


def strip_controls(text: str) -> str:
    """Take escape sequences and control characters out of a text."""
    if text.isprintable():
        return text
    unescaped = ESCAPES.sub("", text)
    return LATE_CONTROLS.sub("", CONTROLS.sub("", unescaped))

"""Take the terminal pictures of docs/images: `python -m tests.browser.terminal_pictures`.

They are SVG with the text as text, without the web font that Rich names: no page of the docs asks
another host for anything.
"""

from __future__ import annotations

import io
import re
from pathlib import Path

from rich.console import Console
from rich.text import Text

from tests.terminal import COLUMNS, run_in_terminal

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "images"
WEB_FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
# The command of each picture, and how many lines of its output are shown.
PICTURES = {
    "explain": ("unspun explain seeds/03-library-counters.txt", 36),
}


def main() -> None:
    """Run each command, and write its picture."""
    for name, (command, lines) in PICTURES.items():
        picture = draw(command, lines)
        (IMAGES / f"{name}.svg").write_text(picture, encoding="utf-8")


def draw(command: str, lines: int) -> str:
    """Return the first lines that a command prints as SVG."""
    _, shown = run_in_terminal(command, ROOT)
    console = Console(record=True, width=COLUMNS, file=io.StringIO())
    console.print(Text.from_ansi("\n".join(shown.split("\n")[:lines])))
    return WEB_FONT.sub("", console.export_svg(title=command))


if __name__ == "__main__":
    main()

"""The records of labelled pages: a page, its lines, and the label of each."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

# Labels below a country's domain under which sites register, as in bbc.co.uk.
SECOND_LEVEL = frozenset(("co", "com", "org", "ac", "gov", "edu", "net"))
COUNTRY_CODE = 2  # letters


@dataclass(frozen=True, slots=True)
class LabelledLine:
    """A line, whether it belongs to the article (None if unclear), and if a blank line precedes."""

    text: str
    keep: bool | None
    after_blank: bool


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """The lines of one page as one program (the dumper) wrote them."""

    site: str
    dumper: str
    lines: tuple[LabelledLine, ...]
    made: bool  # by this project from HTML or news, not part of the text benchmark

    @property
    def text(self) -> str:
        """Return the page as plain text."""
        return "\n".join("\n" * line.after_blank + line.text for line in self.lines)


def site_of(url: str) -> str:
    """Return the registered domain of a URL, by the usual second levels."""
    labels = urlsplit(url).netloc.lower().split(".")
    is_country = len(labels[-1]) == COUNTRY_CODE
    if len(labels) > 2 and is_country and labels[-2] in SECOND_LEVEL:  # noqa: PLR2004 - bbc.co.uk
        return ".".join(labels[-3:])
    return ".".join(labels[-2:])


def squeeze(text: str) -> str:
    """Replace each run of whitespace by one space, and strip both ends."""
    return " ".join(text.split())

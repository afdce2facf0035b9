"""Recognise HTML in a text that does not say so: whole pages, fragments, escaped or wrapped ones.

A text about HTML names tags as an article about cars names parts. So tags count by how they are
used: they close, they touch the words that they mark, and blocks begin lines or sentences. A tag
between two spaces, in quotes or in code is mentioned. What reads like use must be more than that.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from cleaners.lazy_patterns import compile_later
from flows.bare_paragraphs import mark_paragraphs
from flows.html_names import BLOCKS, CLOSED_BY_THE_NEXT, HIDDEN, KNOWN, VOID

# Characters that tags are looked for in: a page shows what it is much sooner. A guard, not tuned.
SAMPLE = 100_000
ESCAPED = compile_later(r"&(?:amp;)*(?:lt|#0*60|#x0*3c);", re.IGNORECASE)
CDATA = compile_later(r"\s*<!\[CDATA\[(.*?)\]\]>\s*", re.DOTALL)
MAX_ESCAPES = (
    3  # times that a text may be escaped. Feeds do it twice. A guard, not tuned
)
TAG = compile_later(
    r"<(?P<close>/?)(?P<name>[a-z]\w*(?:[-:]\w+)*)(?P<rest>(?:[\s/][^<>]*)?)>",
    re.IGNORECASE,
)
COMMENT = compile_later(
    r"<!--.{0,1000}?-->|<!doctype [^>]{1,300}>|<\?xml[^>]{1,300}>",
    re.DOTALL | re.IGNORECASE,
)
# Samples of code in markdown, and tags in quotes.
FENCE = compile_later(r"^(```|~~~).*?^\1|`[^`\n]+`", re.DOTALL | re.MULTILINE)
INDENTED = compile_later(r"(?:\A|\n)\n?(?:(?: {4}|\t)[^\n]*(?:\n|\Z))+")
QUOTED = compile_later(r"""["'“‘«„]</?\w[^<>]*>["'”’»“]""")
# A text that says what it is about, so that the pairs of tags in it may be samples.
ABOUT = compile_later(r"\b(?:x?html5?|css|tags|browsers?|markup)\b", re.IGNORECASE)
ADDRESS = compile_later(
    r"""(?:href|src)\s*=\s*["']?\s*(?:https?:|[/#.]|mailto:|data:)|(?:class|style|id|width)\s*=""",
    re.IGNORECASE,
)
# What stands before a block: the start, a break, another tag, the end of a sentence.
BOUNDARY = compile_later(r"""(?:\A|[\n>\]]|[.!?…:;。！？]["'”’»)\]]*)[ \t]*\Z""")
ABOUT_WEIGHT = 3  # of a mention in a text about HTML. Chosen on half of the own cases
CONTEXT = 8  # characters before a tag in which that is looked for
STOPS = ",.;:!?)"


# What stands before a tag that stands close to its words.
CLOSE = compile_later(r"[\w.!?…)\]>”’»]\Z")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of a text, with what stands around it.

    `is_paired` says that another tag opens or closes it.
    """

    name: str
    is_closing: bool
    attributes: str
    before: str
    after: str
    is_paired: bool = False

    @property
    def is_known(self) -> bool:
        """Whether HTML has such an element, or lets authors make it up."""
        is_custom = "-" in self.name and self.is_paired
        is_code = "={" in self.attributes  # of JavaScript that writes pages
        return (self.name in KNOWN or is_custom) and not is_code

    @property
    def begins(self) -> bool:
        """Whether it stands where a line, a sentence or another element begins."""
        return bool(BOUNDARY.search(self.before))

    @property
    def is_loose(self) -> bool:
        """Whether it stands between words as a word does."""
        if self.begins or not self.before[-1:].isspace():
            return False
        follows = self.after[:1]
        is_before_word = follows.isspace() and not self.after[1:].isupper()
        return follows in STOPS or is_before_word

    @property
    def is_close(self) -> bool:
        """Whether it touches the words on both sides."""
        return bool(CLOSE.search(self.before)) and not self.after[:1].isspace()


def find_markup(text: str) -> str | None:
    """Return the HTML that a text is, unwrapped and unescaped; None for plain text."""
    if "<" not in text and "&" not in text:
        return None
    found = text
    for _ in range(MAX_ESCAPES):
        wrapped = CDATA.fullmatch(found)
        if wrapped:
            found = wrapped[1]
        if _is_markup(found[:SAMPLE]):
            return mark_paragraphs(found)
        if not ESCAPED.search(found):
            return None
        found = html.unescape(found)
    return None


def _is_markup(text: str) -> bool:
    """Return whether the tags of a text are used more than mentioned."""
    shown = _without_samples(text)
    words = TAG.sub(" ", shown)
    is_about = bool(ABOUT.search(words))
    used, mentioned = _weigh(shown, is_about=is_about)
    weight = ABOUT_WEIGHT if is_about else 1
    return used > mentioned * weight


def _weigh(text: str, *, is_about: bool) -> tuple[int, int]:
    """Return the evidence that tags are used, and that they are mentioned."""
    used = mentioned = 0
    for tag in _tags(text):
        evidence = _evidence(tag, is_about=is_about)
        used += max(0, evidence)
        mentioned += max(0, -evidence)
    return used, mentioned


def _without_samples(text: str) -> str:
    """Take code and quoted tags out of a text, and comments."""
    shown = QUOTED.sub(" ", FENCE.sub(" ", COMMENT.sub(" ", text)))
    prose = INDENTED.sub("\n", shown)
    is_prose_first = not text.lstrip().startswith("<")
    return prose if is_prose_first else shown


def _tags(text: str) -> Iterator[Tag]:
    found = list(TAG.finditer(text))
    pairs = _pairs(found)
    for number, match in enumerate(found):
        start, end = match.span()
        yield Tag(
            name=match["name"].lower(),
            is_closing=bool(match["close"]),
            attributes=match["rest"],
            before=text[max(0, start - CONTEXT) : start],
            after=text[end : end + 2],
            is_paired=number in pairs,
        )


def _pairs(found: list[re.Match[str]]) -> set[int]:
    """Return the numbers of the tags that open and close each other."""
    open_tags: defaultdict[str, list[int]] = defaultdict(list)
    pairs: set[int] = set()
    for number, match in enumerate(found):
        name = match["name"].lower()
        same_name = open_tags[name]
        if not match["close"]:
            same_name.append(number)
        elif same_name:
            opening = same_name.pop()
            pairs |= {opening, number}
    return pairs


def _evidence(tag: Tag, *, is_about: bool) -> int:
    """Weigh one tag: above 0 it is used, below it is mentioned."""
    if not tag.is_known:
        return 0 if ":" in tag.name else -1
    if tag.name in HIDDEN:
        return int(tag.begins and tag.is_paired and not tag.is_closing)
    if tag.name in VOID:
        return _evidence_of_void(tag)
    if tag.is_paired:
        return 0 if tag.is_closing else _evidence_of_pair(tag, is_about=is_about)
    return _evidence_of_single(tag)


def _evidence_of_void(tag: Tag) -> int:
    if tag.is_loose:
        return -1
    return 2 if ADDRESS.search(tag.attributes) else 1


def _evidence_of_pair(tag: Tag, *, is_about: bool) -> int:
    if tag.is_loose:
        return -1
    if tag.name in BLOCKS and tag.begins:
        return 2
    if ADDRESS.search(tag.attributes):
        return 2
    return 0 if is_about else 1


def _evidence_of_single(tag: Tag) -> int:
    """Weigh a tag that nothing closes or opens."""
    if tag.name not in CLOSED_BY_THE_NEXT:
        starts = not tag.before.strip() and tag.after[:1].isalnum()
        return 0 if starts and tag.name in BLOCKS else -1
    if tag.is_loose:
        return -1
    return 1 if tag.begins or tag.is_close else -1

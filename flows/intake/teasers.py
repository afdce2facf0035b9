"""Know a text that its source cut off, and the field of the same record that has all of it."""

from __future__ import annotations

from html import unescape

from cleaners.lazy_patterns import compile_later

# NewsAPI and its like end a text so: "… [+4123 chars]", GNews so: "... [4123 chars]".
CUT_MARK = compile_later(
    r"(?:\[\+|(?:…|\.\.\.)\s*\[)(?P<number>[\d,.]{1,12}) char(?:acter)?s\]\s*$"
)
ELLIPSIS = compile_later(r"(?:…|\.\.\.)\s*[\])]?\s*$")
MARK_REACH = 40  # characters at the end of a text; the longest mark has some 30
TAG = compile_later(r"<[^<>]{1,2000}>")
OTHER_SIGNS = compile_later(r"[\W_]+")
# The three below were set by hand.
LONGEST_TEASER = 1_000  # characters; a longer text is an article
LEAST_BEGINNING = 30  # letters that texts share: half a sentence
LETTERS_OF_MARK = 25  # at the end of a teaser: "Read more", and a word that was cut
# Times as long as a teaser is the whole text: where it has a mark, and where it has none.
MARKED_TIMES = 1.25
UNMARKED_TIMES = 4


def cut_note(text: str) -> str | None:
    """Return a note where the source of a text says how much of it is missing."""
    found = CUT_MARK.search(text[-MARK_REACH:])
    if not found:
        return None
    return f"text: its source cut it off, {found['number']} characters are missing"


def may_be_teaser(text: str) -> bool:
    """Return whether a text is short, or says that it was cut off."""
    return (
        len(text) <= LONGEST_TEASER or CUT_MARK.search(text[-MARK_REACH:]) is not None
    )


def is_teaser_of(text: str, other: str) -> bool:
    """Return whether another text, or a page, is the whole of which a text is the beginning."""
    teaser = _letters_of(text)
    whole = _letters_of(other)
    is_marked = _is_marked(text)
    times = MARKED_TIMES if is_marked else UNMARKED_TIMES
    is_longer = len(whole) >= times * len(teaser)
    return is_longer and _begins(whole, teaser, anywhere=is_marked)


def _begins(whole: str, teaser: str, *, anywhere: bool) -> bool:
    beginning = teaser[:-LETTERS_OF_MARK]
    if len(beginning) < LEAST_BEGINNING:
        return False
    return beginning in whole if anywhere else whole.startswith(beginning)


def _is_marked(text: str) -> bool:
    end = text[-MARK_REACH:]
    return bool(CUT_MARK.search(end) or ELLIPSIS.search(end))


def _letters_of(text: str) -> str:
    """Return the letters and figures of a text or a page, without tags."""
    plain = unescape(TAG.sub(" ", text))
    return OTHER_SIGNS.sub("", plain)

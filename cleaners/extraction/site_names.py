"""Recognise the site's name in a title or heading, and cut it off."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from cleaners.languages import any_of

# Letters of words that must each occur in the host's name: fewer may do so by chance. A guard.
MIN_LETTERS = 8
CACHED_TEXTS = 1024  # names and titles that are remembered; a guard on memory
MAX_LENGTH_RATIO = 2  # letters of a text that names the site and a word or two more
# A title before a bar has more words than this, where the rest may be the site.
MAX_SHORT_WORDS = 2
MIN_HOST_LETTERS = 3  # of a part of a host that may be a name; shorter is "uk" or "co"
MAX_SITE_WORDS = (
    6  # of a site's name; longer is a slogan or a title. A guard, not tuned.
)
# Chosen by hand: "Harbour bridge to close - Kelmouth Courier" against "Canal locks - Part Two".
MAX_UNKNOWN_SITE = 4  # words of a name that is not known to be the site's
MIN_TITLE_WORDS = 4  # of the title before it
WORD = re.compile(r"\w+")
HAN = "\u3400-\u9fff"  # Chinese portals join section and site with "_" alone
SEPARATOR = re.compile(
    r"\s*(?:[|｜│┃¦❘∣]|::|»|«|•|·|›|‹|：|[⋆★●])\s*|\s+[–—―‐‑−-]+\s+|\s+[⁄~<>:/\\@*_]{1,2}\s+"
    rf"|\s*[—―]\s*|(?<=[{HAN}])_|_(?=[{HAN}])"
)
# "Canal Blog: Lock gates close": a name of the site, or of a part of it, and a colon.
LABELLED = re.compile(r"^([^:]{2,60}):\s+(?=\S)")
HAN_SECTIONS = re.compile(rf"(?:_[{HAN}]{{2,6}})+$")
# "Lock gates close early, Canal Courier", "(Canal Courier)", "-Canal Courier".
JOINT = re.compile(r"\s*[,:(（-]\s*$")
PART_OF_SITE = re.compile(rf"\b{any_of('parts_of_sites')}\b", re.IGNORECASE)


def cut_site_name(title: str, sites: Sequence[str]) -> str:
    """Cut the site's name off either end of a title, with its separator.

    After an upright bar, what is as short as a name and shorter than the rest counts as the site,
    known or not.
    """
    separators = list(SEPARATOR.finditer(title))
    if separators:
        rest = _without_end(title, separators[-1], sites)
        if rest is None:
            rest = _without_start(title, separators[0], sites)
        if rest is not None:
            return cut_site_name(rest, sites)
    return _cut_name_before_colon(title, sites)


def cut_joined_site(title: str, sites: Sequence[str]) -> str:
    """Cut a declared name of the site off the end, after a sign that may be of the title too.

    The name has two words or more, as one may be a place: "Two boats sink in Kelmouth, Dorset".
    """
    bare = title.rstrip(")） ")
    for site in sites:
        head = bare.removesuffix(site)
        joint = JOINT.search(head)
        if head == bare or joint is None or not 1 < count_words(site) <= MAX_SITE_WORDS:
            continue
        if count_words(head) >= MIN_TITLE_WORDS:
            return head[: joint.start()]
    return title


def cut_unknown_site(title: str) -> str:
    """Cut what looks like a site's name, or a section's, off the end of a window's title.

    It is a few words, each of which begins with a capital letter, after a separator and a longer
    title.
    """
    separators = list(SEPARATOR.finditer(title))
    if not separators:
        return title
    last = separators[-1]
    head = title[: last.start()]
    tail = title[last.end() :]
    is_site = _looks_like_name(tail) and _may_be_site(tail, head)
    if not is_site or count_words(head) < MIN_TITLE_WORDS:
        return title
    return cut_unknown_site(head)


def _looks_like_name(tail: str) -> bool:
    """Return whether these are a few words that begin with capital letters or digits."""
    words = WORD.findall(tail)
    if not 0 < len(words) <= MAX_UNKNOWN_SITE:
        return False
    return all(word[0].isupper() or word[0].isdigit() for word in words)


def _without_end(
    title: str, separator: re.Match[str], sites: Sequence[str]
) -> str | None:
    """Return a title up to its last separator, if the site's name follows."""
    head = title[: separator.start()]
    tail = title[separator.end() :]
    is_site = names_site(tail, sites)
    if not is_site and "|" in separator.group():
        is_site = _may_be_site(tail, head)
    if not is_site:
        return None
    return HAN_SECTIONS.sub("", head) if separator.group() == "_" else head


def _without_start(
    title: str, separator: re.Match[str], sites: Sequence[str]
) -> str | None:
    """Return a title from its first separator on, if the site's name is before it."""
    start = title[: separator.start()]
    return title[separator.end() :] if names_site(start, sites) else None


def _cut_name_before_colon(title: str, sites: Sequence[str]) -> str:
    """Cut "Site: " or "Site Blog: " off the start of a title; a topic that is so short stays."""
    found = LABELLED.match(title)
    if found and _names_part_of_site(found[1], sites):
        return title[found.end() :]
    return title


def _names_part_of_site(text: str, sites: Sequence[str]) -> bool:
    """Return whether a text is a name of the site, "Blog" or the like, or both."""
    name = PART_OF_SITE.sub("", text)
    return is_site_name(name, sites)


def is_site_name(text: str, sites: Iterable[str]) -> bool:
    """Return whether a text is a declared name of the site, or its host with or without ending."""
    letters = fold_letters(text)
    if not letters:
        return True
    for site in sites:
        if count_words(site) > MAX_SITE_WORDS:
            continue  # some pages give their own title as the name of the site
        host = site.casefold().removeprefix("www.").rpartition(".")[0]
        if letters in {fold_letters(site), fold_letters(host)}:
            return True
    return False


def _may_be_site(tail: str, head: str) -> bool:
    """Return whether a tail is as short as a name, and shorter than a head as long as a title."""
    tail_words, head_words = count_words(tail), count_words(head)
    is_short = tail_words <= MAX_SITE_WORDS and tail_words < head_words
    return is_short and head_words > MAX_SHORT_WORDS


def names_site(text: str, sites: Iterable[str]) -> bool:
    """Return whether the text is a name of the site, alone or with a word or two more."""
    letters = fold_letters(text)
    words = WORD.findall(text.casefold())
    for site in sites:
        name = fold_letters(site)
        if name and _matches_name(letters, words, name):
            return True
    return False


def names_host(text: str, host: str) -> bool:
    """Return whether a text is one word that is a part of a host's name, or has that and more.

    Two words that are the host's name may be a person's, whose own site it is.

    >>> names_host("Team Harbour News", "blog.harbournews.example")
    True
    >>> names_host("Ann Keller", "annkeller.example")
    False
    """
    labels = host.split(".")[:-1]
    return any(_names_label(text, fold_letters(label)) for label in labels)


def _names_label(text: str, label: str) -> bool:
    """Return whether a text is a part of a host's name, or has it and little else."""
    letters = fold_letters(text)
    if len(label) < MIN_HOST_LETTERS or label not in letters:
        return False
    if letters == label:
        return count_words(text) == 1
    return len(letters) < MAX_LENGTH_RATIO * len(label)


def _matches_name(letters: str, words: Sequence[str], name: str) -> bool:
    if letters and letters in name:
        return True
    length = len(letters)
    max_letters = MAX_LENGTH_RATIO * len(name)
    if name in letters and length < max_letters:
        return True
    has_enough = len(words) > 1 and length >= MIN_LETTERS
    if not has_enough:
        return False
    return all(word in name for word in words)


@lru_cache(maxsize=CACHED_TEXTS)
def fold_letters(text: str) -> str:
    """Reduce a text to its letters and digits, so that spaces, case and signs do not matter."""
    return "".join(WORD.findall(text.casefold().removeprefix("www.")))


def count_words(text: str) -> int:
    """Count the words of a text."""
    return len(WORD.findall(text))

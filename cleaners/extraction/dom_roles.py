"""Read from the class names and attributes of an element what role it has on the page.

Class names are English on most sites of any language, because frameworks and themes supply them.
They are features of a model, never a verdict: hence broad patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

import re2

from cleaners.languages import any_of

# A pattern sees class, id and test names in lower case, with a hyphen before what was a capital
# letter.
HINTS: dict[str, str] = {
    "related": r"relat|recommend|read-?more|more-?(?:from|stories|posts|articles|news)|also"
    r"|popular|trending|latest|recent|most-?read|similar|suggest|further"
    r"|next-?(?:post|article|story)|prev|outbrain|taboola|recirc|onward|linklist"
    rf"|{any_of('related_classes')}",
    "comment": r"comment|respond|reply|disqus|discuss"
    rf"|{any_of('comment_classes')}",
    "share": r"shar(?:e|ing)|social|follow|addthis|twitter|facebook|whatsapp",
    "newsletter": r"newsletter|subscri|sign-?up|mailchimp|opt-?in|email-?form|lead-?gen"
    rf"|{any_of('newsletter_classes')}",
    "promotion": r"promo|cta|call-?to|banner|advert|\bads?\b|sponsor|affiliate|offer|upsell"
    r"|popup|modal|overlay|paywall|donat|membership|app-download|shop|product|pricing"
    rf"|{any_of('promotion_classes')}",
    "author": r"author|byline|\bbio\b|contributor|profile|writer|about-?(?:the|us|me)|reporter"
    rf"|{any_of('byline_classes')}",
    "dateline": r"meta(?!l)|dateline|timestamp|posted|(?:entry|post|article)-?date|byline"
    r"|read(?:ing)?-?time|\b(?:date|time)\b|updated"
    rf"|{any_of('dateline_classes')}",
    "tags": r"\btags?\b|categor|topic|keyword|hashtag|label|breadcrumb|kicker|eyebrow",
    "footer": r"foot(?!note|ball|age)|copyright|bottom|colophon|legal|imprint",
    "notes": r"footnote|endnote|reference|citation|bibliograph|sources?\b|disclos|disclaim"
    r"|notice|correction|editors?-?note",
    "navigation": r"\b(?:nav|menu)|navigation|pagination|pager|\btoc\b"
    r"|table-?of-?contents|skip|jump|breadcrumb|toolbar|tabs?\b",
    "side": r"side-?bar|\baside|widget|rail|secondary|complementary"
    r"|callout|infobox|fact-?box|highlight|inset|panel",
    "consent": r"cookie|consent|gdpr|privacy",
    "caption": r"caption|credit|\b(?:figure|image|photo|gallery|media|video|thumb)|legend",
    "heading": r"title|head(?:line|er)|hero|masthead|heading",
    "deck": r"deck|dek\b|sub-?(?:title|head)|standfirst|excerpt|summary|intro|lead\b"
    r"|abstract|teaser|description"
    rf"|key-?(?:points|takeaways)|{any_of('deck_classes')}",
    "card": r"card|carousel|slide|grid|tile|listing|item-?list|teaser"
    r"|feed|archive|collection|swiper|splide|slick",
    "quote": r"quote|testimonial|tweet|embed",
    "questions": r"faq|accordion|question|answer|toggle|collaps|expand",
    "body": r"(?:article|post|entry|story|body|main|page|rich|blog)-*(?:body|content|text|copy)"
    r"|prose|wysiwyg|paragraph|markup|section-?content",
    "hidden": r"hidden|\bhide\b|sr-only|screen-?reader|visually|invisible|d-none"
    r"|print-?only|mobile-?only",
    "form": r"form(?!at)|input|search|login|register|button|btn",
}
TAG_ROLES = {
    "article": "article",
    "main": "main",
    "aside": "aside",
    "footer": "footer",
    "header": "header",
    "nav": "nav",
    "form": "form",
    "figure": "figure",
    "table": "table",
    "ul": "list",
    "ol": "list",
    "dl": "list",
    "blockquote": "blockquote",
    "section": "section",
    "dialog": "dialog",
    "details": "details",
}
# The roles that a tag or an attribute states, one bit each.
MARKUP_ROLES = (
    *dict.fromkeys(TAG_ROLES.values()),
    "link",
    "body-property",
    "other-property",
    "side-role",
    "unseen",
    "unread",
)
BODY_PROPERTIES = {"articleBody", "reviewBody", "text"}
OTHER_PROPERTIES = {
    "author",
    "publisher",
    "comment",
    "datePublished",
    "keywords",
    "headline",
    "name",
    "description",
}
SIDE_ROLES = {
    "alert",
    "banner",
    "complementary",
    "contentinfo",
    "dialog",
    "menu",
    "navigation",
    "search",
    "tablist",
    "toolbar",
    "tooltip",
}
NAME_ATTRIBUTES = frozenset({"class", "id", "data-testid", "data-component"})
ROLE_ATTRIBUTES = frozenset({"itemprop", "role", "hidden", "aria-hidden", "style"})
# Guards on cost, not tuned.
MAX_NAMES = 40  # of one attribute; utility classes run to hundreds
MAX_NAME_LENGTH = 60  # characters
AUTOMATON_BYTES = 16 << 20  # that RE2 may use for the patterns of HINTS
CACHED_NAMES = 8_192  # class names whose hints are remembered; a site has some hundreds
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
NOT_FOLLOWED = re.compile(r"\(\?![^)]*\)")
UNSEEN_STYLE = re.compile(r"display:\s*none")
HINT_PATTERNS = tuple(re.compile(pattern) for pattern in HINTS.values())
ROLE_BITS = {role: 1 << bit for bit, role in enumerate(MARKUP_ROLES)}
HINT_BITS = {hint: 1 << bit for bit, hint in enumerate(HINTS)}
BITS_OF_TAG = {tag: ROLE_BITS[role] for tag, role in TAG_ROLES.items()}


def roles_of(
    tag: str, attributes: Iterable[tuple[str, str]], *, is_linked: bool
) -> tuple[int, int]:
    """Return two bit sets: the MARKUP_ROLES of an element, and the HINTS in its names.

    `is_linked` says whether the element is inside a link.
    """
    markup_roles = BITS_OF_TAG.get(tag, 0)
    if is_linked:
        markup_roles |= ROLE_BITS["link"]
    class_hints = 0
    for attribute, value in attributes:
        if attribute in NAME_ATTRIBUTES:
            class_hints |= _hints_in_names(value)
        elif attribute in ROLE_ATTRIBUTES:
            markup_roles |= _role_bit(attribute, value)
    return markup_roles, class_hints


@lru_cache(maxsize=CACHED_NAMES)
def _hints_in_names(names: str) -> int:
    hints = 0
    for name in names.split()[:MAX_NAMES]:
        hints |= _hints_in(name[:MAX_NAME_LENGTH])
    return hints


@lru_cache(maxsize=CACHED_NAMES)
def _role_bit(attribute: str, value: str) -> int:
    """Return the bit of the role that an attribute states, 0 for none."""
    role = _stated_role(attribute, value)
    return ROLE_BITS[role] if role else 0


def _stated_role(attribute: str, value: str) -> str | None:
    if attribute == "itemprop":
        if value in BODY_PROPERTIES:
            return "body-property"
        return "other-property" if value in OTHER_PROPERTIES else None
    if attribute == "role":
        return "side-role" if value in SIDE_ROLES else None
    if attribute == "aria-hidden":
        return "unread" if value == "true" else None
    if attribute == "hidden" or UNSEEN_STYLE.search(value):
        return "unseen"
    return None


@lru_cache(maxsize=CACHED_NAMES)
def _hints_in(name: str) -> int:
    """Return the bits of the HINTS whose pattern matches a class name."""
    text = CAMEL.sub("-", name).replace("_", "-").lower()
    hints = 0
    for bit in _likely_bits(text):
        if HINT_PATTERNS[bit].search(text):
            hints |= 1 << bit
    return hints


def _likely_bits(text: str) -> Iterable[int]:
    """Return the numbers of the patterns that may match: an automaton reads all at once.

    What is a word's edge to RE2 differs beside letters that are not ASCII.
    """
    if not text.isascii():
        return range(len(HINT_PATTERNS))
    numbers: list[int] | None = _hint_automaton().Match(text)
    return numbers or ()


@cache
def _hint_automaton() -> re2.Set:
    """Compile the patterns as one automaton, without what must not follow."""
    options = re2.Options()
    options.max_mem = AUTOMATON_BYTES
    automaton = re2.Set.SearchSet(options)
    for pattern in HINTS.values():
        automaton.Add(NOT_FOLLOWED.sub("", pattern))
    automaton.Compile()
    return automaton

"""What the class names and attributes of an element say of its role.

Class names are English on most sites of any language, for frameworks and themes give them. They
are evidence for a model, never a verdict: hence broad patterns.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# A pattern sees class, id and test names in lower case, with a hyphen before what was a capital letter.
HINTS: dict[str, str] = {
    "related": r"relat|recommend|read-?more|more-?(?:from|stories|posts|articles|news)|also|popular|trending|latest"
    r"|recent|most-?read|similar|suggest|further|next-?(?:post|article|story)|prev|outbrain|taboola|recirc|onward"
    r"|linklist|verwandt|relacionad|lire-?aussi|correlat",
    "comment": r"comment|respond|reply|disqus|discuss|kommentar|coment",
    "share": r"shar(?:e|ing)|social|follow|addthis|twitter|facebook|whatsapp",
    "newsletter": r"newsletter|subscri|sign-?up|mailchimp|opt-?in|email-?form|lead-?gen|abonn",
    "promotion": r"promo|cta|call-?to|banner|advert|\bads?\b|sponsor|affiliate|offer|upsell|popup|modal|overlay|paywall"
    r"|donat|membership|app-download|shop|product|pricing|werbung|publi|anzeige",
    "author": r"author|byline|\bbio\b|contributor|profile|writer|about-?(?:the|us|me)|autor|auteur|reporter",
    "dateline": r"meta(?!l)|dateline|timestamp|posted|(?:entry|post|article)-?date|byline|read(?:ing)?-?time"
    r"|\b(?:date|time)\b|updated|datum|fecha",
    "tags": r"\btags?\b|categor|topic|keyword|hashtag|label|breadcrumb|kicker|eyebrow",
    "footer": r"foot(?!note|ball|age)|copyright|bottom|colophon|legal|imprint",
    "notes": r"footnote|endnote|reference|citation|bibliograph|sources?\b|disclos|disclaim|notice|correction"
    r"|editors?-?note",
    "navigation": r"\b(?:nav|menu)|navigation|pagination|pager|\btoc\b|table-?of-?contents|skip|jump|breadcrumb|toolbar"
    r"|tabs?\b",
    "side": r"side-?bar|\baside|widget|rail|secondary|complementary|callout|infobox|fact-?box|highlight|inset|panel",
    "consent": r"cookie|consent|gdpr|privacy",
    "caption": r"caption|credit|\b(?:figure|image|photo|gallery|media|video|thumb)|legend",
    "heading": r"title|head(?:line|er)|hero|masthead|heading",
    "deck": r"deck|dek\b|sub-?(?:title|head)|standfirst|excerpt|summary|intro|lead\b|abstract|teaser|description"
    r"|chapeau|vorspann|entradilla|sommario|key-?(?:points|takeaways)",
    "card": r"card|carousel|slide|grid|tile|listing|item-?list|teaser|feed|archive|collection|swiper|splide|slick",
    "quote": r"quote|testimonial|tweet|embed",
    "questions": r"faq|accordion|question|answer|toggle|collaps|expand",
    "body": r"(?:article|post|entry|story|body|main|page|rich|blog)-*(?:body|content|text|copy)|prose|wysiwyg|paragraph"
    r"|markup|section-?content",
    "hidden": r"hidden|\bhide\b|sr-only|screen-?reader|visually|invisible|d-none|print-?only|mobile-?only",
    "form": r"form(?!at)|input|search|login|register|button|btn",
}
MARKED_TAGS = {
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
MARKS = (
    *dict.fromkeys(MARKED_TAGS.values()),
    "link",
    "body-property",
    "other-property",
    "side-role",
    "unseen",
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
NAMES = frozenset({"class", "id", "data-testid", "data-component"})
MARKING = frozenset({"itemprop", "role", "hidden", "aria-hidden", "style"})
MOST_NAMES = 40  # of one element; utility classes run to hundreds
LONGEST_NAME = 60  # characters
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
UNSEEN_STYLE = re.compile(r"display:\s*none")
PATTERNS = tuple(re.compile(pattern) for pattern in HINTS.values())
MARK_BITS = {mark: 1 << number for number, mark in enumerate(MARKS)}


def roles_of(element: HtmlElement, *, linked: bool) -> tuple[int, int]:
    """Read what an element is: one bit for each of MARKS, from tag and attributes, and of HINTS, from its names."""
    marks = MARK_BITS[MARKED_TAGS[element.tag]] if element.tag in MARKED_TAGS else 0
    marks |= MARK_BITS["link"] * linked
    hints = 0
    for attribute, value in element.items():
        if attribute in NAMES:
            for name in value.split()[:MOST_NAMES]:
                hints |= _hints_in(name[:LONGEST_NAME])
        elif attribute in MARKING:
            marks |= _mark_of(attribute, value)
    return marks, hints


def _mark_of(attribute: str, value: str) -> int:
    """Return the mark that the value of an attribute puts on its element, 0 for none."""
    if attribute == "itemprop":
        body, other = value in BODY_PROPERTIES, value in OTHER_PROPERTIES
        return MARK_BITS["body-property"] * body | MARK_BITS["other-property"] * other
    if attribute == "role":
        return MARK_BITS["side-role"] * (value in SIDE_ROLES)
    unseen = (
        attribute == "hidden" or value == "true" or bool(UNSEEN_STYLE.search(value))
    )
    return MARK_BITS["unseen"] * unseen


@lru_cache(maxsize=50_000)
def _hints_in(name: str) -> int:
    text = CAMEL.sub("-", name).replace("_", "-").lower()
    return sum(
        1 << number for number, pattern in enumerate(PATTERNS) if pattern.search(text)
    )

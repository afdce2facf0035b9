"""Tell a wall by its markup, where a page has no text."""

from __future__ import annotations

import re
from typing import NamedTuple

from cleaners.walls.phrases import KINDS

READ = 400_000  # characters of markup that are searched; a guard


class Sign(NamedTuple):
    """What in the source of a page shows that it is a wall of a kind."""

    kind: str
    says: str
    pattern: re.Pattern[str]


def _sign(kind: str, says: str, *patterns: str) -> Sign:
    return Sign(kind, says, re.compile("|".join(patterns), re.IGNORECASE))


# The first that is found decides, so the sure ones come first.
SIGNS = (
    _sign(
        "bot_check",
        "a challenge of Cloudflare",
        r"cf-browser-verification|cf_chl_|cf-challenge|challenges\.cloudflare\.com",
        r"/cdn-cgi/challenge-platform",
    ),
    _sign("bot_check", "a challenge of DataDome", r"captcha-delivery\.com"),
    _sign("bot_check", "a challenge of PerimeterX", r"px-captcha|_pxappid|perimeterx"),
    _sign("bot_check", "a challenge of Imperva", r"_incapsula_resource|/_imperva"),
    _sign("bot_check", "a challenge of Akamai", r"sec-if-cpt-container|/akam/1\d/"),
    _sign("bot_check", "a challenge of AWS", r"awswafcookiedomainlist|gokuprops"),
    _sign(
        "bot_check",
        "a captcha",
        r"\b(?:g-recaptcha|h-captcha|cf-turnstile|frc-captcha)\b",
    ),
    _sign(
        "redirect",
        "a refresh that leads to another page",
        r"<meta[^>]{0,60}http-equiv\s*=\s*[\"']?refresh[^>]{0,80}url\s*=",
    ),
    _sign(
        "redirect",
        "a script that leads to another page",
        r"<script[^>]*>\s*(?:(?:window|document|self|top)\.)?"
        r"location(?:\.href|\.replace)?\s*[=(]",
    ),
    _sign(
        "consent",
        "the markup of a consent platform",
        r"didomi-host|onetrust-consent|sp_message_|qc-cmp2|usercentrics|iubenda-cs",
        r"cookiebot|cmpbox|truste-consent|sourcepoint|consensu\.org|fc-consent-root",
    ),
    _sign(
        "login",
        "a field for a password",
        r"<input[^>]{0,200}type\s*=\s*[\"']?password",
    ),
    _sign(
        "javascript",
        "an element that a script fills",
        r"<(?:div|main)[^>]{0,80}\bid\s*=\s*[\"']?"
        r"(?:root|app|__next|__nuxt|main-app|react-root|application)[\"' >]",
        r"<app-root",
    ),
)


def find_sign(markup: str) -> str | None:
    """Say which wall a page without text is, and what in its markup shows it."""
    read = markup[:READ]
    for sign in SIGNS:
        if sign.pattern.search(read):
            return f"{KINDS[sign.kind]}: {sign.says}, and no text"
    return None

"""Bring the names of authors into one form: "Ada Lovelace", without "By", role, date or handle.

Lines of text and markup name authors in the same ways; this is the one place that knows them. A
newsroom, an agency or a team may sign an article and counts as its author. What only fills the field
(admin, staff, guest, an address, a handle) is no name.
"""

from __future__ import annotations

import re

# "By", and the words for it in six languages, as they stand before a name.
LABEL = (
    r"(?:(?:written|words|text|posted|published|story|recipe|report(?:ed|ing)?|created|contributed|submitted|article"
    r"|guest\s+post|(?:view\s+)?(?:all|more)\s+(?:posts|articles|stories)"
    r"|this\s+(?:post|article|story|blog)\s+(?:was|is)\s+(?:written|contributed))\s+by"
    r"|by|(?:authors?|contributors?)(?:\s*\(s\))?|about\s+the\s+author|byline"
    r"|(?:geschrieben|verfasst|text|ein\s+(?:artikel|beitrag|gastbeitrag))\s+von|autor(?:in|innen|en)?"
    r"|(?:écrit|rédigé|publié|article|propos\s+recueillis)\s+par|auteure?s?"
    r"|(?:escrito|publicado|redactado|texto)\s+por|autora?(?:es)?"
    r"|a\s+cura\s+di|(?:scritto|articolo|testo|pubblicato)\s+d[ai]|autor[ei]|autrice)"
)
LEAD = re.compile(
    rf"^(?:{LABEL}(?:\s*:\s*|\s+(?!:))|(?:texte?|texto|testo)\s*:\s*)+", re.IGNORECASE
)
LABEL_ALONE = re.compile(
    rf"(?:{LABEL}|von|par|por|d[ie]|texte?|texto|testo)\s*:?", re.IGNORECASE
)
# These begin surnames too: "Von Trapp" stays, "Von Anna Muster" is Anna Muster.
PARTICLE_LEAD = re.compile(
    r"^(?:von|par|por|d[ie])\s+(?=[A-ZÀ-Þ]\S*\s+\S)(?!L[aeo]s?\s)", re.IGNORECASE
)
# "May", "April" and "August" are surnames too: these count only before a number.
SURE_MONTH = (
    r"(?:feb(?:ruary)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
MONTH = (
    rf"(?:{SURE_MONTH}|jan(?:uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?)"
)
# "Ada Lovelace, updated March 3": bylines come with their dates, sometimes without the year.
DATE_LEFT = re.compile(
    rf"[\s,|•·–-]+(?:(?:last )?(?:updated|published|posted)\b.*|{MONTH}\.?\s+\d.*|{SURE_MONTH}\.?|\d+[./-]\d.*"
    r"|\d{1,2}\.?\s+(?:de\s+)?[^\W\d_]+\.?\s+(?:de\s+)?(?:19|20)\d\d\b.*|(?:19|20)\d\d-.*)$",
    re.IGNORECASE,
)
ROLE_WORD = (
    r"(?:Editor(?:-in-[Cc]hief)?|Reporter(?:in)?|Writer|Contributor|Correspondent|Author|Journalist(?:in|e)?|Columnist"
    r"|Redakteur(?:in)?|Redaktor(?:in)?|Korrespondent(?:in)?|[Pp]eriodista|[Rr]edactora?|[Rr]edatora?|[Jj]ornalista"
    r"|[Gg]iornalista|[Rr]édact(?:eur|rice)|[Jj]ournaliste|[Cc]orrespondante?|[Cc]orresponsal|[Cc]orrespondente"
    r"|[Cc]orrispondente|[Ee]nvoyée? spéciale?)"
)
POST = (
    r"(?:Head|(?:Vice )?President|VP|C[EFMOT]O|Chief|Director|Manager|Founder|Co-[Ff]ounder|Professor|Owner|Senior"
    r"|Junior|Freelance|Staff|Managing|Associate|Assistant|Executive|Special|Lead|Leiter(?:in)?|Chef(?:in|redakteur(?:in)?)?|Geschäftsführer(?:in)?)"
)
# ", Local Democracy Reporter" or " | Korrespondentin".
RANK = r"(?:Senior|Staff|Chief|Deputy|Managing|Associate|Contributing|Special)"
ROLE = re.compile(
    rf"\s*[,|–—]\s*(?:(?:[^,|–—]{{0,40}}\b)?{ROLE_WORD}\b(?!\s+[A-Z])|(?:the )?{POST}\b).*$"
    rf"|\s+{RANK}\s+(?:[A-Z]\w+\s+){{0,3}}{ROLE_WORD}$"
)
# ", extension educators": what comes after a comma and ends in a small word is no name.
APPOSITION = re.compile(r"\s*,\s*(?!(?:and|und|et|y|e)\s)[^,]*\s[a-zß-ÿ]+$")
# "(avec AFP)", "with agencies".
COMPANY = re.compile(
    r"\s*\(?\b(?:avec|mit|con|com|with)\s+(?:[A-Z]{2,6}|agenc\w+|material\b.*)\)?$"
)
HANDLE = re.compile(
    r"\s*(?:[(\[|,–-]\s*)?(?:https?://\S+|www\.\S+|@\s?\w+|[\w.+-]+@[\w-]+\.[\w.]+)\s*[)\]]?",
    re.IGNORECASE,
)
NO_NAME = re.compile(
    rf"admin(?:istrator)?|(?:the )?(?:author|editor)|staff|name|user|guest|root|webmaster|unknown|none|null|n/?a"
    rf"|anonymous|(?:written|posted) by|updated.*|{MONTH}|https?:.*|www\..*|@.*|\S+@\S+|\W*\d*"
    r"|(?=\S*[\d._])[a-z0-9._-]+|redaktion|redazione|redacción|redação|la rédaction|guest (?:author|contributor)"
    r"|gast(?:autor)?|invitado|invité|undefined|wordpress|default"
    r"|(?:author|autor)\W*(?:bio(?:graphy)?|box|info|page|profile)",
    re.IGNORECASE,
)
EDGES = " \"'“”,|–—-·•∙"
MAX_LENGTH = 120
MAX_TEXT = 1_000  # characters before the cuts; what is longer is no byline


def clean_name(text: str) -> str | None:
    """Cut label, role, date, address and handle off an author's name; None where none is left."""
    if len(text) > MAX_TEXT:
        return None
    name = " ".join(text.split()).strip(EDGES)
    for cut in (LEAD, PARTICLE_LEAD, DATE_LEFT, HANDLE, COMPANY, ROLE, APPOSITION):
        if NO_NAME.fullmatch(name):
            return None
        name = cut.sub("", name).strip(EDGES)
    return name if 1 < len(name) <= MAX_LENGTH and not NO_NAME.fullmatch(name) else None

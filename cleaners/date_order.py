"""Know the order of dates in figures from a language or from the address of a site."""

from __future__ import annotations

import re

from cleaners.languages import codes_of_day_first_figures

# Countries in which English does so too; "en-us" proves nothing, software fills it in.
ENGLISH_DAY_FIRST = "gb|au|nz|ie|in|za"
# Languages in which a date in figures alone begins with the day, and hardly ever with the month.
# Those with a language file say so there; these have none.
OTHER_DAY_FIRST = (
    "nl|da|nb|no|fi|pl|cs|ro|tr|ca|gl|el|ru|uk|ar|az|be|bg|bn|bs|cy|et|ga|he|hi|hr|hy|is|ka|kk|lv|mk"
    "|ms|mt|pa|sk|sl|sq|sr|ta|th|ur|uz|vi"
)
DAY_FIRST = re.compile(
    rf"(?:{'|'.join(codes_of_day_first_figures())}|{OTHER_DAY_FIRST}|en[_-](?:{ENGLISH_DAY_FIRST}))\b",
    re.IGNORECASE,
)
# Top-level domains of countries in which papers write so in every language of theirs.
DAY_FIRST_DOMAIN = re.compile(
    r"\.(?:uk|ie|au|nz|in|za|de|at|ch|fr|be|nl|lu|es|pt|it|gr|cy|mt|dk|no|fi|pl|cz|sk|ro|bg|hr|rs|ba"
    r"|si|mk|al|ru|ua|by|kz|tr|il|ma|dz|tn|eg|sa|qa|br|ar|cl|pe|mx|uy|ve|ec|bo|py|id|my|sg|vn|th"
    r"|pk|bd|lk|ng|ke|gh|ug|tz|zm|zw)$"
)
MONTH_FIRST_DOMAIN = re.compile(r"\.(?:us|gov|mil)$")


def day_leads_in(language: str | None, host: str = "") -> bool | None:
    """Return whether 03/04/2025 is the third of April; None where it may be March 4."""
    if DAY_FIRST.match(language or "") or DAY_FIRST_DOMAIN.search(host):
        return True
    return False if MONTH_FIRST_DOMAIN.search(host) else None

"""Know the agencies whose reports papers print, by the names and signs in credits."""

from __future__ import annotations

import re

# Case counts: "ap" and "tt" are no agencies.
SIGNS = (
    r"AAP|ADN|AFP|AGERPRES|ANA|ANI|ANP|ANSA|AP|APA|APP|ATS|BNS|BSS|BTA|CNA|CP|CTK|ČTK|DDP|DHA|DPA"
    r"|EFE|ENS|EPD|EUROPA PRESS|GNA|IANS|IHA|İHA|KNA|KUNA|KYODO|LUSA|MTI|NAN|NTB|NZN|PA|PAP|PNA"
    r"|PTI|REUTERS|RIA|SDA|SID|SPUTNIK|STT|TASS|ТАСС|РИА|TT|UNB|UNI|UPI|WAM|XINHUA|dpa|epd|sda|sid"
)
NAMES = (
    r"Reuters|(?:The )?Associated Press|United Press International|Agence France[- ]Presse"
    r"|Press Association|PA Media"
    r"|Press Trust of India|(?:The )?Canadian Press|Australian Associated Press|Bernama"
    r"|Bloomberg(?: News)?|Kyodo(?: News)?|Yonhap|Anadolu(?: Agency)?|Anadolu Ajansı|Xinhua"
    r"|Belga|Lusa|Ritzau|Adnkronos|LaPresse|Ansa|Radiocor|Antara|Interfax|Интерфакс"
    r"|РИА Новости|Укринформ|Keystone-SDA|Europa Press|Servimedia|Agência Brasil|Folhapress"
    r"|CNN Newsource|Tribune News Service|Global News Network"
    r"|Agenturen|Agencies|Agencias|Agências|Agenzie|Agences"
)
AGENCY = rf"(?:{SIGNS}|{NAMES})"
FULL = re.compile(AGENCY)


def is_agency(name: str) -> bool:
    """Whether a name is that of an agency."""
    return FULL.fullmatch(name) is not None

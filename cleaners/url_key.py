"""Tell whether two addresses lead to the same page.

A key is an address without what makes no other page: scheme, www., default port, fragment,
tracking parameters, the order of parameters, trailing slash, and marks of AMP where they are sure.
A copy in an archive or a cache of AMP has the key of its page, and so has a page on the "m." or
"amp." host of its site. Everything else stays, also the case of the path: two pages under one key
would count as one.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from cleaners.page_copies import page_address
from cleaners.sites import main_host

# Parameters by which senders of links count clicks. None of them chooses a page anywhere.
TRACKING_PREFIXES = ("utm_", "at_medium", "at_campaign", "mc_", "pk_", "mtm_", "_hs")
TRACKING_NAMES = frozenset(
    """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid twclid ttclid igshid igsh
    li_fat_id mkt_tok cmpid ocid ito xtor wt_mc ns_campaign ns_mchannel ncid smid
    guccounter guce_referrer guce_referrer_sig __twitter_impression _ga _gl spm
    """.split()  # noqa: SIM905  # a list of names reads badly
)
AMP_NAMES = frozenset(("amp", "outputtype"))  # parameters that ask for the AMP page
AMP_VALUES = frozenset(("", "1", "true", "amp"))
AMP_SUFFIX = re.compile(r"\.amp(\.html)?$", re.IGNORECASE)
# The last folder of a path is a mark of AMP only below a slug: /music/amp is a page on amplifiers.
AMP_FOLDER = re.compile(r"(?<=/)([^/]*[-\d][^/]*)/amp$", re.IGNORECASE)
PORTS = {"http": 80, "https": 443}
PATH_SAFE = "!$&'()*+,;=:@-._~"  # characters that a path has unescaped (RFC 3986)
KEEP_BYTES = "surrogateescape"  # escapes that are not UTF-8 stay what they are


def url_key(url: str | None) -> str | None:
    """Return the key of an address: host, path, and the parameters that choose a page.

    None for what is no web address, and for a front page: articles that name it come from
    somewhere below it.

    >>> url_key("http://www.Example.org/News/ferry/?utm_source=x#top")
    'example.org/News/ferry'
    """
    try:
        page = page_address((url or "").strip())
        return _key(urlsplit(page))
    except ValueError:
        return None


def _key(parts: SplitResult) -> str | None:
    """Join what counts of the parts of an address. Raises ValueError for a broken one."""
    host = _host(parts)
    if parts.scheme.lower() not in PORTS or not host:
        return None
    path = _path(parts.path)
    query = _query(parts.query)
    place = f"?{query}" if query else ""
    if _is_route(parts.fragment):
        place += f"#{_escaped_once(parts.fragment)}"
    if not path and not place:
        return None
    return f"{host}{path}{place}"


def _host(parts: SplitResult) -> str:
    """Return the host of the site, with a port that is not the default one."""
    host = main_host((parts.hostname or "").rstrip("."))
    port = parts.port
    if port is None or port == PORTS.get(parts.scheme.lower()):
        return host
    return f"{host}:{port}"


def _path(path: str) -> str:
    """Return a path without its trailing slash, marks of AMP, and needless escapes."""
    folders = [_escaped_once(folder) for folder in path.split("/")]
    without_slash = "/".join(folders).rstrip("/")
    without_folder = AMP_FOLDER.sub(r"\1", without_slash)
    return AMP_SUFFIX.sub(r"\1", without_folder).rstrip("/")


def _escaped_once(folder: str) -> str:
    """Escape the characters of a folder that need it, and no others."""
    return quote(unquote(folder, errors=KEEP_BYTES), PATH_SAFE, errors=KEEP_BYTES)


def _query(query: str) -> str:
    """Return the parameters that may choose a page, sorted."""
    pairs = parse_qsl(query, keep_blank_values=True, errors=KEEP_BYTES)
    kept = [(name, value) for name, value in pairs if not _is_idle(name, value)]
    return urlencode(sorted(kept), errors=KEEP_BYTES)


def _is_idle(name: str, value: str) -> bool:
    """Return whether a parameter chooses no page."""
    lower = name.lower()
    if lower in AMP_NAMES:
        return value.lower() in AMP_VALUES
    return lower in TRACKING_NAMES or lower.startswith(TRACKING_PREFIXES)


def _is_route(fragment: str) -> bool:
    """Return whether a fragment chooses the page, as in applications of one page."""
    return fragment.startswith(("!", "/"))

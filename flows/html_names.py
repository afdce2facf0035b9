"""The names of the elements of HTML, by how they are written."""

from __future__ import annotations


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


VOID = _names("area base br col embed hr img input link meta param source track wbr")
# Elements that authors need not close.
CLOSED_BY_THE_NEXT = _names(
    "p li dt dd tr td th thead tbody tfoot option colgroup html head body rp rt"
)
BLOCKS = _names(
    """
    address article aside audio blockquote body center details dialog dd div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe li main nav
    noscript object ol p picture pre section summary table tbody td tfoot th thead title tr ul
    video
    """
)
# Elements whose content nobody sees.
HIDDEN = _names("script style template")
INLINE = _names(
    """
    a abbr acronym b bdi bdo big button canvas circle cite code data del dfn em font g i ins kbd
    label map mark math meter nobr option output path progress q rect rp rt ruby s samp select small
    span strike strong sub sup svg textarea time tt u use var
    """
)
KNOWN = VOID | CLOSED_BY_THE_NEXT | BLOCKS | HIDDEN | INLINE

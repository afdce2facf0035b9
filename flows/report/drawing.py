"""Draw a chart of Vega-Lite as SVG for a page with a strict policy: no script and no style in it.

Specifications are files of `flows/report/chart_specs`; any editor for Vega-Lite opens them. Colours
are those of the light look, for which the style sheet of the page has dark ones.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import vl_convert
from lxml import etree

SPECS = files("flows.report") / "chart_specs"
SVG = "{http://www.w3.org/2000/svg}"
DESCRIPTION = "aria-label"  # of a mark; it becomes what a pointer shows
ROLE = "aria-roledescription"
OF_GUIDES = ("axis", "legend", "title")  # what is no mark; its text is in the chart
Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its name, what it shows in words, and the drawing."""

    name: str
    words: str
    svg: str


def draw(name: str, rows: Sequence[Row], words: str) -> Chart:
    """Draw the chart of a specification with some rows as its data."""
    spec = json.loads(_text(name)) | json.loads(_text("config"))
    spec["data"] = {"values": list(rows)}
    svg = vl_convert.vegalite_to_svg(spec)
    return Chart(name, words, _for_page(svg, words))


@cache
def _text(name: str) -> str:
    return (SPECS / f"{name}.json").read_text(encoding="utf-8")


def _for_page(svg: str, words: str) -> str:
    """Make the drawing one picture with a name, whose marks show their values."""
    root = etree.fromstring(svg.encode())
    root.set("role", "img")
    root.set(DESCRIPTION, words)
    for element in root.iter(f"{SVG}*"):
        if element is not root:
            _add_title(element)
    _rename_ids(root, words)
    etree.cleanup_namespaces(root)
    return str(etree.tostring(root, encoding="unicode"))


def _add_title(element: Any) -> None:  # noqa: ANN401 - lxml has no types
    """Show the description of a mark to who points at it."""
    words = element.attrib.pop(DESCRIPTION, None)
    kind = element.attrib.pop(ROLE, None)
    element.attrib.pop("role", None)
    if words and kind not in OF_GUIDES and "container" not in (kind or ""):
        title = etree.Element(f"{SVG}title")
        title.text = words
        element.insert(0, title)


def _rename_ids(root: Any, words: str) -> None:  # noqa: ANN401 - the same
    """Give the ids of a drawing names that no other drawing of the page has."""
    prefix = "".join(char for char in words if char.isalpha())
    names = {}
    for number, element in enumerate(root.xpath("//*[@id]")):
        old = element.get("id")
        new = f"{prefix}{number}"
        names[f"url(#{old})"] = f"url(#{new})"
        element.set("id", new)
    for element in root.iter():
        for key, value in element.attrib.items():
            name = names.get(value, value)
            element.set(key, name)

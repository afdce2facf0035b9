"""List the elements that are inside a line of text, and those whose text no reader sees.

The readers of blocks, headings and lines share these, and each adds the tags on which its measured
behaviour depends.
"""

# fmt: off
# Elements inside a line of text: their edges do not end it.
INLINE_TAGS = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
})
# Elements without text that a reader sees.
SILENT_TAGS = frozenset({
    "audio", "canvas", "iframe", "noscript", "object", "script", "select", "style", "svg",
    "template", "textarea", "video",
})
# fmt: on

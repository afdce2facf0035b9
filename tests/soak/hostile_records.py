"""Records that attack: each kind is one way to be large, deep, broken or odd.

All are made here, by rules alone, so that every run of the tests sees the same bytes.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator

SENTENCE = "The council said on Tuesday that the bridge will be closed for two weeks."
PARAGRAPH = f"<p>{SENTENCE}</p>"
DEEPEST = 250  # nested tags; libxml2 drops what is deeper than 256


def filled(unit: str, size: int) -> str:
    """Repeat a unit up to a size in characters."""
    return unit * max(1, size // len(unit))


def numbered(unit: str, size: int) -> str:
    """Repeat a unit with a number in it, up to a size in characters."""
    parts: list[str] = []
    length = 0
    for number in itertools.count():
        part = unit.format(n=number)
        length += len(part)
        if length > size and parts:
            return "".join(parts)
        parts.append(part)
    raise AssertionError


def page(body: str, head: str = "") -> str:
    """Make a page around a body, with some paragraphs that are an article."""
    article = PARAGRAPH * 3
    return (
        f"<!doctype html><html><head><title>Bridge closes</title>{head}</head>"
        f"<body><article><h1>Bridge closes</h1>{article}</article>{body}</body></html>"
    )


def nested(tag: str, depth: int, inner: str) -> str:
    """Put tags around a text, one in the other."""
    return f"<{tag}>" * depth + inner + f"</{tag}>" * depth


def _json_ld(size: int) -> str:
    items = [
        {"@type": "NewsArticle", "headline": f"Bridge {n}"} for n in range(size // 60)
    ]
    data = json.dumps({"@context": "https://schema.org", "@graph": items})
    return page("", f'<script type="application/ld+json">{data}</script>')


def _next_data(size: int) -> str:
    blocks = [{"type": "p", "text": f"{SENTENCE} {n}"} for n in range(size // 100)]
    data = json.dumps({"props": {"pageProps": {"story": {"body": blocks}}}})
    return page(
        "", f'<script id="__NEXT_DATA__" type="application/json">{data}</script>'
    )


def _deep_json(size: int) -> str:
    depth = size // 12
    data = '{"a":[' * depth + "]}" * depth
    return page("", f'<script type="application/json">{data}</script>')


MARKUP: dict[str, Callable[[int], str]] = {
    "headings": lambda size: page(filled("<h1>", size)),
    "closed headings": lambda size: page(numbered("<h2>Story {n}</h2>", size)),
    "open divs and paragraphs": lambda size: page(filled("<div><p>", size)),
    "empty divs": lambda size: page(filled("<div></div>", size)),
    "paragraphs": lambda size: page(numbered(f"<p>{{n}} {SENTENCE}</p>", size)),
    "equal paragraphs": lambda size: page(filled(PARAGRAPH, size)),
    "short paragraphs": lambda size: page(filled("<p>ab</p>", size)),
    "links": lambda size: page(numbered('<a href="/{n}">Story {n}</a> ', size)),
    "links in a list": lambda size: page(
        "<ul>" + numbered('<li><a href="/{n}">Story {n}</a></li>', size) + "</ul>"
    ),
    "breaks": lambda size: page("<p>" + filled("ab<br>", size) + "</p>"),
    "table of rows": lambda size: page(
        "<table>" + numbered("<tr><td>{n}</td><td>boats</td></tr>", size) + "</table>"
    ),
    "table of one row": lambda size: page(
        "<table><tr>" + filled("<td>a</td>", size) + "</tr></table>"
    ),
    "nested tables": lambda size: page(
        filled(
            nested("table><tr><td", 40, "a").replace(
                "</table><tr><td>", "</td></tr></table>"
            ),
            size,
        )
    ),
    "list": lambda size: page("<ul>" + numbered("<li>Item {n}</li>", size) + "</ul>"),
    "open lists": lambda size: page(filled("<ul><li>", size)),
    "nested spans": lambda size: page(
        filled(f"<p>{nested('span', DEEPEST - 10, 'word ')}</p>", size)
    ),
    "nested divs": lambda size: page(
        filled(nested("div", DEEPEST - 10, f"<p>{SENTENCE}</p>"), size)
    ),
    "inline tags": lambda size: page(
        "<p>" + filled("<b>a</b><i>b</i> ", size) + "</p>"
    ),
    "misnested": lambda size: page(filled("<b><i><p>a</b></i></p>", size)),
    "many attributes": lambda size: page(
        "<p " + numbered('data-a{n}="x" ', size) + f">{SENTENCE}</p>"
    ),
    "some attributes": lambda size: page(
        filled("<p " + " ".join(f'a{n}="x"' for n in range(900)) + ">a</p>", size)
    ),
    "long attribute": lambda size: page(
        f'<p class="{filled("a ", size)}">{SENTENCE}</p>'
    ),
    "classes": lambda size: page(
        numbered('<div class="c{n} story-{n} ad">a</div>', size)
    ),
    "entities": lambda size: page("<p>" + filled("&amp;", size) + "</p>"),
    "numeric entities": lambda size: page("<p>" + filled("&#8217;a ", size) + "</p>"),
    "unknown entities": lambda size: page("<p>" + filled("&nonsense; ", size) + "</p>"),
    "long line": lambda size: page(f"<p>{filled(SENTENCE + ' ', size)}</p>"),
    "no spaces": lambda size: page(f"<p>{filled('x', size)}</p>"),
    "preformatted": lambda size: page(f"<pre>{filled('a b c' + chr(10), size)}</pre>"),
    "comments": lambda size: page(filled("<!-- a -->", size)),
    "open comment": lambda size: page("<!--" + filled(" - ", size)),
    "scripts": lambda size: page(filled("<script>var a = 1;</script>", size)),
    "styles": lambda size: page(filled("<style>p { color: red }</style>", size)),
    "open script": lambda size: page("<script>" + filled("if (a < b) { c() }", size)),
    "linked data": _json_ld,
    "many linked data": lambda size: page(
        "",
        numbered(
            '<script type="application/ld+json">{{"headline": "{n}"}}</script>', size
        ),
    ),
    "next data": _next_data,
    "deep json": _deep_json,
    "broken json": lambda size: page(
        "", f'<script type="application/ld+json">{filled("[[{", size)}</script>'
    ),
    "meta tags": lambda size: page(
        "", numbered('<meta property="og:x{n}" content="y">', size)
    ),
    "equal meta tags": lambda size: page(
        "",
        filled(
            '<meta name="author" content="Ann Weir"><meta name="date" content="2025-01-01">',
            size,
        ),
    ),
    "authors": lambda size: page(
        filled('<a rel="author" class="byline">By Ann Weir</a> ', size)
    ),
    "dates": lambda size: page(
        filled('<time datetime="2025-03-04">March 4, 2025</time> ', size)
    ),
    "images": lambda size: page(numbered('<img src="/{n}.jpg" alt="Boat {n}">', size)),
    "figures": lambda size: page(
        numbered(
            '<figure><img src="{n}"><figcaption>Boat {n}</figcaption></figure>', size
        )
    ),
    "data uri": lambda size: page(
        f'<img src="data:image/png;base64,{filled("QUJD", size)}"><p>{SENTENCE}</p>'
    ),
    "forms": lambda size: page(
        filled("<form><input><select><option>a</select></form>", size)
    ),
    "articles": lambda size: page(
        numbered(f"<article><h2>Story {{n}}</h2><p>{SENTENCE}</p></article>", size)
    ),
    "sections": lambda size: page(
        filled("<section><header>a</header></section>", size)
    ),
    "unknown tags": lambda size: page(numbered("<x-{n}>a</x-{n}>", size)),
    "angle brackets": lambda size: page(f"<p>{filled('< ', size)}</p>"),
    "open tags": lambda size: page(filled("<a", size)),
    "end tags": lambda size: page(filled("</div>", size)),
    "svg": lambda size: page(filled("<svg><path d='M0 0'/></svg>", size)),
    "frames": lambda size: page(filled("<iframe src=a></iframe>", size)),
    "cdata": lambda size: page(filled("<![CDATA[ a ]]>", size)),
    "doctypes": lambda size: filled("<!doctype html>", size) + page(""),
    "heads": lambda size: filled("<html><head><body>", size) + page(""),
    "quotes": lambda size: page(filled(f"<blockquote>{SENTENCE}</blockquote>", size)),
    "comment threads": lambda size: page(
        '<div class="comments">'
        + numbered('<div class="comment"><p>Reader {n}: I agree.</p></div>', size)
        + "</div>"
    ),
    "definition list": lambda size: page(
        "<dl>" + filled("<dt>a</dt><dd>b</dd>", size) + "</dl>"
    ),
}

TEXT: dict[str, Callable[[int], str]] = {
    "equal lines": lambda size: filled(SENTENCE + "\n", size),
    "equal paragraphs of text": lambda size: filled(SENTENCE + "\n\n", size),
    "numbered lines": lambda size: numbered(f"{{n}} {SENTENCE}\n", size),
    "one line": lambda size: filled(SENTENCE + " ", size),
    "short lines": lambda size: filled("a\n", size),
    "numbered short lines": lambda size: numbered("{n}\n", size),
    "blank lines": lambda size: SENTENCE + filled("\n", size) + SENTENCE,
    "spaces": lambda size: SENTENCE + filled(" ", size) + SENTENCE,
    "tabs": lambda size: filled("a\tb\t", size),
    "carriage returns": lambda size: filled("a\r\n", size),
    "one word": lambda size: filled("x", size),
    "digits": lambda size: filled("0123456789", size),
    "digits and points": lambda size: filled("1.2,3-", size),
    "years": lambda size: filled("2024 ", size),
    "dates of text": lambda size: filled("March 4, 2025 ", size),
    "lines of dates": lambda size: filled("March 4, 2025\n", size),
    "capitals": lambda size: filled(SENTENCE.upper() + " ", size),
    "points": lambda size: filled(".", size),
    "dashes": lambda size: filled("-", size),
    "quotation marks": lambda size: filled('"', size),
    "open quotations": lambda size: filled('" a ', size),
    "brackets": lambda size: filled("(", size),
    "stars": lambda size: filled("* ", size),
    "bars": lambda size: filled("| a ", size),
    "bylines": lambda size: filled("By Ann Weir\n", size),
    "share lines": lambda size: filled("Share this article\n", size),
    "read more": lambda size: numbered("Read more: Story {n}\n", size),
    "entities of text": lambda size: filled("&amp;", size),
    "spaced entities": lambda size: filled("&amp; ", size),
    "nested entities": lambda size: "&" + filled("amp;", size),
    "mojibake": lambda size: filled("Itâ€™s dry. ", size),
    "joined mojibake": lambda size: filled("â€™", size),
    "combining marks": lambda size: "a" + filled("\u0301\u0323", size),
    "letters with marks": lambda size: filled("e\u0301", size),
    "bidi": lambda size: filled("\u202e\u202da", size),
    "joiners": lambda size: filled("a\u200d", size),
    "soft hyphens": lambda size: filled("a\u00ad", size),
    "zero bytes": lambda size: SENTENCE + filled("\x00a", size),
    "escapes": lambda size: filled("\x1b[", size),
    "colours": lambda size: filled("\x1b[31mred\x1b[0m ", size),
    "controls": lambda size: filled("\x01\x02", size),
    "surrogates": lambda size: filled("\ud800a", size),
    "private use": lambda size: filled("\ue000", size),
    "non-characters": lambda size: filled("\ufffe\uffff", size),
    "replacement characters": lambda size: filled("\ufffd", size),
    "ligatures": lambda size: filled("ﬁﬂ", size),
    "full width": lambda size: filled("Ｂｒｉｄｇｅ ", size),
    "Chinese": lambda size: filled("大桥将关闭两周，市政府周二表示。", size),
    "Chinese without stops": lambda size: filled("大桥将关闭两周", size),
    "Japanese": lambda size: filled("橋は二週間閉鎖されると市は火曜日に述べた。", size),
    "Thai": lambda size: filled("สะพานจะปิดสองสัปดาห์", size),
    "Arabic": lambda size: filled("قال المجلس إن الجسر سيغلق لمدة أسبوعين. ", size),
    "Russian": lambda size: filled(
        "Совет сообщил, что мост закроют на две недели. ", size
    ),
    "German": lambda size: filled(
        "Die Brücke bleibt laut Stadtrat zwei Wochen lang geschlossen. ", size
    ),
    "emoji": lambda size: filled("😀", size),
    "emoji and words": lambda size: filled("boat 😀 ", size),
    "urls": lambda size: numbered("https://a.example/{n} ", size),
    "long url": lambda size: "https://a.example/" + filled("a/", size),
    "addresses": lambda size: filled("ann@a.example ", size),
    "tags": lambda size: filled("#boat ", size),
    "json": lambda size: filled('{"a": [', size),
    "markup in text": lambda size: "Text first. " + filled("<b>a</b> ", size),
    "markdown links": lambda size: numbered(
        "[Story {n}](https://a.example/{n}) ", size
    ),
    "markdown heads": lambda size: filled("# Head\n", size),
    "spun": lambda size: filled(
        "Medical doctors within the northern glens of the nation requested individuals to boil"
        " their water, and faculties will keep closed. ",
        size,
    ),
    "spun lines": lambda size: numbered(
        "{n} Medical doctors requested individuals to boil their water, it mentioned.\n\n",
        size,
    ),
    "names": lambda size: numbered("Ann Weir{n} met Bea Frost. ", size),
    "words": lambda size: numbered("bridge{n} ", size),
}


def each_kind() -> Iterator[tuple[str, Callable[[int], str]]]:
    """Yield the name of every kind, and what makes a record of a size of it."""
    yield from MARKUP.items()
    yield from TEXT.items()

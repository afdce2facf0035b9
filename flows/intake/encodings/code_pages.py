"""The legacy encodings that news sites were written in, and the languages of each."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import webencodings


@dataclass(frozen=True, slots=True)
class CodePage:
    """An encoding that a guess may name.

    `detected_as` is chardet's name for it, `codec` the one to decode with, which knows all its
    characters. `languages` are those whose sites use or used it. `weight` multiplies the score of
    a guess: it decides between encodings in which a text reads the same, for the usual one.
    """

    detected_as: str
    codec: str
    languages: frozenset[str]
    weight: float = 1.0


def _page(
    detected_as: str, languages: str, weight: float = 1.0, codec: str | None = None
) -> CodePage:
    name = codec or detected_as
    return CodePage(detected_as, name, frozenset(languages.split()), weight)


WESTERN = (
    "en de fr es pt it nl sv fi da no nb nn is ca gl eu ga sq af lb fo id ms cy br oc"
)
CENTRAL = "pl cs sk hu ro hr sl bs sq"
BALTIC = "lt lv et"
CYRILLIC = "ru uk bg be sr mk mn kk"
# Weights. What only old files and mail have is named where it reads better than the encodings of
# the web by more than this.
ISO = 0.99
DOS = 0.97
MAC = 0.97

CODE_PAGES = (
    _page("cp1252", f"{WESTERN} et"),
    _page("iso8859-15", f"{WESTERN} et", ISO),
    _page("mac-roman", WESTERN, MAC),
    _page("cp850", WESTERN, DOS),
    _page("cp437", WESTERN, DOS),
    _page("cp1250", CENTRAL),
    _page("iso8859-2", CENTRAL, ISO),
    _page("iso8859-16", "ro", DOS),
    _page("cp852", CENTRAL, DOS),
    _page("mac-latin2", CENTRAL, DOS),
    _page("cp1257", BALTIC),
    _page("iso8859-13", BALTIC, ISO),
    _page("iso8859-4", BALTIC, DOS),
    _page("cp775", BALTIC, DOS),
    _page("cp1251", CYRILLIC),
    _page("koi8-r", "ru", ISO),
    _page("koi8-u", "uk", ISO),
    _page("iso8859-5", CYRILLIC, ISO),
    _page("cp866", "ru uk be", DOS),
    _page("mac-cyrillic", CYRILLIC, MAC),
    _page("cp1253", "el"),
    _page("iso8859-7", "el", ISO),
    _page("cp737", "el", DOS),
    _page("mac-greek", "el", DOS),
    _page("cp1254", "tr az"),
    _page("mac-turkish", "tr", DOS),
    _page("cp1255", "he yi"),
    _page("iso8859-8", "he", ISO),
    _page("cp1256", "ar fa ur"),
    _page("iso8859-6", "ar", ISO),
    _page("cp1258", "vi"),
    _page("cp874", "th"),
    _page("gb18030", "zh"),
    _page("big5hkscs", "zh"),
    _page("cp949", "ko"),
    _page("cp932", "ja"),
    _page("euc_jis_2004", "ja", codec="euc_jp"),
)
MARKED = {  # encodings whose text is ASCII bytes, by the escape sequence that begins it
    b"\x1b$B": "iso2022_jp_ext",
    b"\x1b$@": "iso2022_jp_ext",
    b"\x1b$)C": "iso2022_kr",
}
# Labels that Python knows and the WHATWG does not, or that it maps to less than what sites mean.
# The bytes have disproved UTF-8 and UTF-16 by then.
UNTOLD = frozenset({"utf-8", "utf-16le", "utf-16be", "replacement", "x-user-defined"})
# Python's codecs that are Unicode or no encodings of running text.
NO_CODE_PAGE = re.compile(r"utf|.*unicode|idna|punycode|undefined|mbcs|oem")
SUPERSETS = {
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "big5": "big5hkscs",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "iso8859-8-i": "iso8859-8",
}
_BY_CODEC = {codecs.lookup(page.codec).name: page for page in CODE_PAGES}


def page_of(codec: str) -> CodePage | None:
    """Return the code page that a codec decodes, None for one that a guess never names."""
    return _BY_CODEC.get(codec)


def codec_of_label(label: str) -> str | None:
    """Return the codec that a label means, None for an unknown one and for Unicode.

    Labels mean what they mean in browsers: latin-1 and ASCII, for one, are windows-1252
    (https://encoding.spec.whatwg.org/#names-and-labels). Python knows more of them.
    """
    cleaned = label.strip().strip("\"'").lower()
    known = webencodings.lookup(cleaned)
    if known and known.name in UNTOLD:
        return None
    name = known.codec_info.name if known else _python_codec(cleaned)
    if name is None:
        return None
    wider = SUPERSETS.get(name, name)
    return codecs.lookup(wider).name


def _python_codec(label: str) -> str | None:
    """Return the name of Python's codec for a label, None where it has none for text."""
    try:
        codec = codecs.lookup(label)
        codec.encode("")
    except (LookupError, TypeError, ValueError):
        return None
    is_text = getattr(codec, "_is_text_encoding", True)
    return codec.name if is_text and not NO_CODE_PAGE.match(codec.name) else None

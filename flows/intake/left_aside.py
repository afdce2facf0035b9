"""Files that no article is in, by their names and by how they begin."""

from __future__ import annotations

import re

# Suffixes in lower case, by what the files are.
BY_KIND = {
    "a style sheet": ".css .less .sass .scss",
    "program code": (
        ".c .cpp .cs .go .h .ipynb .java .js .jsx .lua .map .mjs .pyc .py .r .rb .rs .sh .sql"
        " .swift .ts .tsx .vue .wasm .download"
    ),
    "settings": ".cfg .conf .ini .lock .properties .toml .yaml .yml .htaccess",
    "a log": ".log",
    "a checksum or a signature": ".asc .md5 .sha1 .sha256 .sha512 .sig",
    "a picture": (
        ".avif .bmp .cur .gif .heic .ico .jfif .jpeg .jpg .png .psd .svg .tif .tiff .webp"
    ),
    "sound or film": (
        ".aac .avi .flac .flv .m3u8 .m4a .m4v .mkv .mov .mp3 .mp4 .mpeg .mpg .oga .ogg .ogv"
        " .opus .srt .vtt .wav .webm .wma .wmv"
    ),
    "a font": ".eot .otf .ttf .woff .woff2",
    "a PDF document": ".pdf",
    "an office document": (
        ".doc .docm .docx .key .numbers .odp .ods .odt .pages .pps .ppsx .ppt .pptx .rtf .xls"
        " .xlsb .xlsm .xlsx"
    ),
    "a book": ".azw3 .djvu .epub .mobi",
    "a program or a package": (
        ".apk .bin .crx .deb .dll .dmg .exe .iso .jar .msi .rpm .so .war .whl"
    ),
    "an archive of a kind that is not read; pack it as zip or tar": (
        ".7z .ace .arj .br .cab .cpio .lz .lz4 .lzh .lzma .rar .sz .z"
    ),
    "a database": ".accdb .db .dbf .duckdb .mdb .sqlite .sqlite3",
    "an index of an archive": ".cdx .cdxj",
    "a web page's manifest": ".webmanifest",
    "a table in Arrow or Feather; write it as Parquet": ".arrow .feather",
    "a table in ORC; write it as Parquet": ".orc",
    "a table in Avro; write it as Parquet": ".avro",
    "objects of Python; write them as Parquet or JSONL": ".pickle .pkl",
}
BY_SUFFIX = {
    suffix: kind for kind, suffixes in BY_KIND.items() for suffix in suffixes.split()
}
# Such files may be pages all the same: error pages, and pages saved under a document's name.
# The others may hold any text, of which none is an article.
OVERRULED = (
    "a picture",
    "sound or film",
    "a PDF document",
    "an office document",
    "a font",
    "a book",
    BY_SUFFIX[".arrow"],
    BY_SUFFIX[".orc"],
    BY_SUFFIX[".avro"],
    BY_SUFFIX[".pkl"],
)
# Names of files about a site or a folder, without the suffix.
BY_NAME = {
    "robots": "rules for robots",
    "ads": "rules for advertising",
    "app-ads": "rules for advertising",
    "humans": "a note on a site",
    "llms": "a note on a site",
    "security": "a note on a site",
    "readme": "a note on the folder",
    "license": "a licence",
    "licence": "a licence",
    "copying": "a licence",
    "changelog": "a note on the folder",
    "makefile": "program code",
    "dockerfile": "program code",
    "thumbs.db": "a database",
    "desktop.ini": "settings",
    "wget-log": "a log",
    "hts-log": "a log",
}
# Folders of programs that copy sites, which have every page once more.
BY_FOLDER = {"hts-cache": "the cache of a program that copies sites"}
NOTE_SUFFIXES = ("", ".txt", ".md", ".markdown", ".rst", ".html", ".db", ".ini")
UNFINISHED = (".part", ".tmp", ".crdownload", ".partial", ".download", ".filepart")
SAVED_SCRIPT = (
    ".js.download"  # as Chrome calls the scripts of a page, all of them there
)
XML_START = (
    rb"\s*(?:<\?xml[^>]{0,300}>\s*|<\?xml-[^>]{0,300}>\s*|<!--.{0,2000}?-->\s*)*+"
)
# How files begin that are no scrapes, by what they are.
BEGINNINGS = {
    "a picture": (
        rb"\x89PNG",
        rb"\xff\xd8\xff",
        rb"GIF8",
        rb"BM.{4}\x00{4}",
        rb"II\*\x00|MM\x00\*",
        rb"RIFF.{4}WEBP",
        rb".{4}ftyp(?:avif|heic|mif1)",
        rb"\x00\x00\x01\x00",
        XML_START + rb"<svg\b",
    ),
    "sound or film": (
        rb"OggS|fLaC|#EXTM3U|WEBVTT",
        rb"ID3[\x02-\x04]|\xff[\xfb\xf3]",
        rb".{4}ftyp",
        rb"RIFF.{4}(?:WAVE|AVI )",
        rb"\x1aE\xdf\xa3|FLV\x01",
    ),
    "a font": (rb"wOFF|wOF2|OTTO|\x00\x01\x00\x00\x00",),
    "a PDF document": (rb"%PDF-",),
    "an office document": (rb"\xd0\xcf\x11\xe0|\{\\rtf",),
    "a program or a package": (
        rb"\x7fELF|MZ[\x80-\x90]\x00|\x00asm",
        rb"\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe",
    ),
    BY_SUFFIX[".7z"]: (rb"7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|!<arch>|MSCF",),
    "a database": (rb"SQLite format 3\x00",),
    BY_SUFFIX[".arrow"]: (
        rb"ARROW1\x00\x00|FEA1",
        rb"\xff{4}.{2}\x00\x00\x10\x00\x00\x00",
    ),
    BY_SUFFIX[".orc"]: (rb"ORC[\x00-\x1f]",),
    BY_SUFFIX[".avro"]: (rb"Obj\x01",),
    BY_SUFFIX[".pkl"]: (rb"\x80[\x02-\x05][\x95\]}(cX\x8c]",),
    "a sitemap": (XML_START + rb"<(?:\w+:)?(?:urlset|sitemapindex)\b",),
    "program code": (
        rb"<\?php|#!\s*/|/\*!|!function|\(function",
        rb"\"use strict\"|'use strict'",
    ),
    "rules for robots": (rb"(?:#[^\n]*\n|\s)*+(?i:user-agent:)",),
    "an index of an archive": (rb" CDX ",),
}
CONTENT = tuple(
    (re.compile(b"|".join(patterns), re.DOTALL), kind)
    for kind, patterns in BEGINNINGS.items()
)
# What HTTrack says of itself in the list of its copies.
OWN_LIST = re.compile(
    rb"<meta name=\"description\" content=\"HTTrack is an easy-to-use website mirror utility"
)
LIST_BYTES = (
    4_096  # at the start, in which it says so. A guard against cost, not tuned.
)
# A ZIP whose first members are of these is a document or a program.
OFFICE_MEMBERS = re.compile(
    rb"PK\x03\x04.{26}(?:\[Content_Types\]\.xml|_rels/|docProps/|word/|xl/|ppt/|mimetype|META-INF/"
    rb"|AndroidManifest\.xml)",
    re.DOTALL,
)


def kind_by_name(stem: str, suffix: str) -> str | None:
    """Return what a file is by its name, None where a scrape may have the name."""
    if kind := BY_SUFFIX.get(suffix):
        return kind
    if suffix not in NOTE_SUFFIXES:
        return None
    return BY_NAME.get(stem) or BY_NAME.get(stem + suffix)


def kind_by_content(head: bytes) -> str | None:
    """Return what a file is that begins like this, None where it may be a scrape."""
    for pattern, kind in CONTENT:
        if pattern.match(head):
            return kind
    return "an office document or a program" if OFFICE_MEMBERS.match(head) else None


def kind_by_folder(path: str) -> str | None:
    """Return what a file is by the folders in its path, None where it may be a scrape."""
    _, *folders = reversed(path.split("/"))
    return next(filter(None, map(BY_FOLDER.get, folders)), None)


def is_own_list(head: bytes) -> bool:
    """Return whether a page is the list that a program makes of the sites that it copied."""
    return OWN_LIST.search(head, 0, LIST_BYTES) is not None


def is_unfinished(name: str) -> bool:
    """Return whether a file is still being written, by its name."""
    name = name.lower()
    return name.endswith(UNFINISHED) and not name.endswith(SAVED_SCRIPT)

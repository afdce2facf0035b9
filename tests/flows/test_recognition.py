"""A file is read as what it is, whatever it is called; what is no scrape is named with a reason."""

import bz2
import gzip
import io
import json
import lzma
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from rich.console import Console

from flows.commands.summary_view import show
from flows.intake import LeftAside, discover, read
from flows.intake.formats import FORMATS
from flows.intake.left_aside import BY_SUFFIX
from flows.intake.recognition import recognise
from flows.report.summary import Summary
from flows.settings import Settings

PAGE = (
    b"<!DOCTYPE html>\n<html lang=en><head><title>Ferry</title></head>"
    b"<body><p>The ferry to Orrin sails again on Monday.</p></body></html>"
)
PROSE = (
    b"The ferry to Orrin sails again on Monday, said the harbour master on Friday.\n\n"
    b"Its engine was repaired in a yard at Skell, which took three weeks and two days.\n"
)
ROW = {"url": "https://news.example/ferry", "text": PROSE.decode()}
LINES = f"{json.dumps(ROW)}\n{json.dumps(ROW)}\n".encode()
OLD = "Das Fährschiff fährt wieder täglich, so der Hafenmeister am Freitag in Kühlungsborn.\n"
COMMENT = b"<!-- Mirrored from news.example by HTTrack -->\n"

LISTED = (
    b'<html><head><meta name="description" content="HTTrack is an easy-to-use website'
    b' mirror utility."><title>Local index</title></head><body></body></html>'
)
MIRRORS = PAGE.replace(b"Ferry", b"HTTrack, a website mirror utility")

READ = [
    # wget -r, HTTrack and browsers, with any name
    ("slug", PAGE, "html"),
    ("index.html?p=12", PAGE, "html"),
    ("index.html@p=12", PAGE, "html"),
    ("index.html%3Fp=12&lang=en", PAGE, "html"),
    ("page.php", PAGE, "html"),
    ("page.php?file=notes.txt", PAGE, "html"),
    ("page.aspx", PAGE, "html"),
    ("page.shtml", PAGE, "html"),
    ("story-3.5", PAGE, "html"),
    ("story.cgi", COMMENT + PAGE, "html"),
    ("story.dat", b"\xef\xbb\xbf" + PAGE, "html"),
    ("wide", PAGE.decode().encode("utf-16"), "html"),
    (
        "old.do",
        b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x"><html></html>',
        "html",
    ),
    ("fragment", b"<article><p>The ferry sails.</p></article>", "html"),
    ("page.txt", PAGE, "html"),
    ("page.md", PAGE, "html"),
    ("page.jsonl", PAGE, "html"),
    ("page.pdf", PAGE, "html"),
    ("page.pkl", PAGE, "html"),
    ("rows.arrow", LINES, "jsonl"),
    ("orchard", b"ORCHARDS. " + PROSE, "text"),
    ("obj", b"Objections. " + PROSE, "text"),
    ("mirrors.html", MIRRORS, "html"),
    ("photo.jpg", PAGE, "html"),
    ("PAGE.HTM", b"no tags at all", "html"),
    ("cut.html", b"", "html"),
    # text
    ("story", PROSE, "text"),
    ("story.text", PROSE, "text"),
    ("story.md", PROSE, "text"),
    ("story.MARKDOWN", PROSE, "text"),
    ("2024-05-01.ferry-sails", PROSE, "text"),
    ("latin", OLD.encode("cp1252"), "text"),
    ("about.txt", b"The <p> tag begins a paragraph, and <html> begins a page.", "text"),
    ("robots-strike.txt", PROSE, "text"),
    ("note.txt", b"short", "text"),
    # lines of JSON
    ("scrape", LINES, "jsonl"),
    ("scrape.txt", LINES, "jsonl"),
    ("scrape.html", LINES, "jsonl"),
    ("scrape.jl", LINES, "jsonl"),
    ("scrape.2024-05-01", LINES, "jsonl"),
    ("broken.jsonl", b"{broken\n" + LINES, "jsonl"),
    ("long.jsonl", b'{"text": "' + b"word " * 40_000 + b'"}\n', "jsonl"),
    # damaged: read as the suffix says, so that a row says what is wrong
    ("damaged.txt", b"\x89PNG\r\n\x1a\n", "text"),
    ("damaged.html", b"%PDF-1.7 and more", "html"),
    ("zeros.jsonl", bytes(99), "jsonl"),
]


@pytest.mark.parametrize(("name", "data", "kind"), READ, ids=[row[0] for row in READ])
def test_a_file_is_read_as_what_it_is(name: str, data: bytes, kind: str) -> None:
    found = recognise(name, data, FORMATS)
    assert (found.format, found.compression) == (kind, None)


def zst(data: bytes) -> bytes:
    return bytes(pa.compress(data, "zstd", asbytes=True))


PACKERS = {"gzip": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "zstd": zst}


@pytest.mark.parametrize("compression", PACKERS)
@pytest.mark.parametrize(("name", "data", "kind"), READ, ids=[row[0] for row in READ])
def test_and_so_is_a_compressed_one_with_and_without_a_suffix(
    name: str, data: bytes, kind: str, compression: str
) -> None:
    pack: Callable[[bytes], bytes] = PACKERS[compression]
    for called in (name, f"{name}.gz", f"{name}.XZ"):
        found = recognise(called, pack(data), FORMATS)
        assert (found.format, found.compression) == (kind, compression)


def office() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:p/>")
    return packed.getvalue()


SITEMAP = b'<?xml version="1.0"?>\n<urlset xmlns="x"><url><loc>y</loc></url></urlset>'
LEFT = [
    ("site.css", b"p { color: red }", "a style sheet"),
    ("site.css?ver=5.2", b"p { color: red }", "a style sheet"),
    ("app.js", b"function go() { return 1; }", "program code"),
    ("app.min.js@v=2", b"function go() { return 1; }", "program code"),
    ("error.js", PAGE, "program code"),
    ("robots.txt", b"User-agent: *\nDisallow: /", "rules for robots"),
    ("robots", b"# none\nUser-agent: *\nDisallow: /", "rules for robots"),
    ("README.md", PROSE, "a note on the folder"),
    ("LICENSE", PROSE, "a licence"),
    ("sitemap.xml", SITEMAP, "a sitemap"),
    ("sitemap", SITEMAP, "a sitemap"),
    ("crawl.log", PROSE, "a log"),
    ("photo.jpg", b"\xff\xd8\xff\xe0 and more", "a picture"),
    ("photo", b"\x89PNG\r\n\x1a\n", "a picture"),
    ("logo", b'<svg xmlns="x"><title>Logo</title></svg>', "a picture"),
    ("report.pdf", b"%PDF-1.7", "a PDF document"),
    ("report", b"%PDF-1.7", "a PDF document"),
    ("letter.docx", office(), "an office document"),
    ("letter", office(), "an office document or a program"),
    ("page.php", b"<?php echo 1; ?>", "program code"),
    ("main.js.download", b"go()", "program code"),
    ("main.download", PAGE, "still being written"),
    ("hts-log.txt", PROSE, "a log"),
    ("index.html", LISTED, "a list of copied sites"),
    ("news.feather", b"ARROW1\0\0", "a table in Arrow or Feather; write it as Parquet"),
    ("stream", b"\xff" * 4 + b"\x02\x03\0\0\x10\0\0\0", BY_SUFFIX[".arrow"]),
    ("news.orc", b"ORC\x01", "a table in ORC; write it as Parquet"),
    ("part-0", b"Obj\x01\x04", "a table in Avro; write it as Parquet"),
    ("news", b"\x80\x04\x95\x14", "objects of Python; write them as Parquet or JSONL"),
    ("nothing", b"", "an empty file"),
    (
        "numbers",
        b"1 2 3\n4 5 6\n",
        "neither its name nor its content is of a known format",
    ),
    (
        "random",
        bytes(range(256)),
        "neither its name nor its content is of a known format",
    ),
    (
        "module",
        b"import os\n\n\ndef go():\n    return os.getcwd()\n" * 20,
        "neither its name nor its content is of a known format",
    ),
]


@pytest.mark.parametrize(("name", "data", "reason"), LEFT, ids=[row[0] for row in LEFT])
def test_what_is_no_scrape_is_left_aside_with_the_reason(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(data)
    found = discover([tmp_path])
    assert found.files == ()
    assert found.left_aside == (LeftAside(name, reason),)


def test_a_mirror_keeps_its_pages_alone(tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    for name in ("hts-cache/old/page.html", "news/page.html", "hts-cache.html"):
        path = mirror / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(PAGE)
    packed = tmp_path / "mirror.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in mirror.rglob("*.html"):
            archive.write(path, path.relative_to(mirror))
    found = discover([mirror])
    assert [file.source_path for file in found.files] == [
        "hts-cache.html",
        "news/page.html",
    ]
    kind = "the cache of a program that copies sites"
    assert found.left_aside == (LeftAside("hts-cache/old/page.html", kind),)
    (file,) = discover([packed]).files
    aside = [item for item in read(file, Settings()) if isinstance(item, LeftAside)]
    assert aside == [LeftAside("mirror.zip/hts-cache/old/page.html", kind)]


def test_a_damaged_compressed_file_without_a_suffix_is_not_lost(tmp_path: Path) -> None:
    (tmp_path / "dump").write_bytes(gzip.compress(os.urandom(999), mtime=0)[:40])
    (file,) = discover([tmp_path]).files
    (item,) = read(file, Settings())
    assert getattr(item, "reason", None) == "truncated"


def test_the_summary_names_what_was_left_aside_without_control_characters() -> None:
    pictures = [LeftAside(f"{n}.png", "a picture") for n in range(9)]
    files = (*pictures, LeftAside("a\x1b[31m\u202e.log", "a log"))
    console = Console(width=100, record=True, file=io.StringIO())
    show(Summary(1, None, nothing_new=True, files=1, left_aside=files), console)
    lines = console.export_text().splitlines()
    assert lines[-3:] == [
        "Left aside: 10",
        "  1 a log: a\\x1b[31m\\u202e.log",
        "  9 a picture: 0.png, 1.png, 2.png, 6 more",
    ]

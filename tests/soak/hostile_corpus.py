"""A folder of files that attack: every kind of hostile record, and files that are odd themselves.

`write` returns how many records each file must be accounted for with.
"""

from __future__ import annotations

import gzip
import json
import os
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from flows.intake.streams import ALWAYS_ALLOWED_BYTES
from flows.settings import Settings
from tests.soak.hostile_records import MARKUP, PARAGRAPH, SENTENCE, TEXT, filled, page

STORY = f"Bridge closes\n\n{SENTENCE} Lorries must take the ring road.\n\n{SENTENCE}\n"
ROW = json.dumps({"text": STORY}).encode()

FILES: dict[str, Callable[[int], bytes]] = {
    "empty.txt": lambda _: b"",
    "empty.html": lambda _: b"",
    "empty.jsonl": lambda _: b"",
    "blank.txt": lambda size: b" \n" * (size // 2),
    "zero bytes.txt": lambda size: b"\0" * size,
    "zero bytes.html": lambda size: b"\0" * size,
    "picture.html": lambda size: b"\x89PNG\r\n\x1a\n" + b"\x01\xff\x80" * (size // 3),
    "program.txt": lambda size: b"\x7fELF" + bytes(range(256)) * (size // 256),
    "noise.txt": lambda size: bytes(
        (number * 7919 + number // 255) % 251 + 4
        for number in range(min(size, 200_000))
    ),
    "utf-16.txt": lambda _: STORY.encode("utf-16"),
    "utf-32.txt": lambda _: STORY.encode("utf-32"),
    "utf-16 without mark.txt": lambda _: STORY.encode("utf-16-le"),
    "half a character.txt": lambda _: STORY.encode() + "é".encode()[:1],
    "latin.txt": lambda _: (STORY + "Café déjà vu.\n").encode("cp1252"),
    "wrong declaration.html": lambda _: page(
        '<meta charset="koi8-r"><p>Café</p>'
    ).encode(),
    "no such encoding.html": lambda _: page('<meta charset="x-none">').encode(),
    "only a doctype.html": lambda _: b"<!doctype html>",
    "only a comment.html": lambda size: b"<!--" + b"a" * size,
    "cut tag.html": lambda _: page("<p class=").encode()[:-30],
    "two pages.html": lambda _: (page(PARAGRAPH) * 2).encode(),
    "frameset.html": lambda _: b"<frameset><frame src=a><frame src=b></frameset>",
    "bomb.html.gz": lambda _: gzip.compress(b"<p>" + b"a" * 30_000_000),
    "bomb.jsonl.gz": lambda _: gzip.compress(b"\n" * 60_000_000),
    "padded bomb.jsonl.gz": lambda size: gzip.compress(
        b"\n".join(
            json.dumps({"text": f"{number}" + filled("&amp;", size)}).encode()
            for number in range(12)
        )
    ),
    "cut.txt.gz": lambda _: gzip.compress(STORY.encode() * 50)[:-20],
    "cut.jsonl.gz": lambda _: gzip.compress((ROW + b"\n") * 50)[:-20],
    "no gzip.html.gz": lambda _: page("").encode(),
    "empty.txt.gz": lambda _: b"",
    "twice.txt.gz": lambda _: gzip.compress(gzip.compress(STORY.encode())),
    "no zstd.txt.zst": lambda _: b"\x28\xb5\x2f\xfd" + b"\0" * 40,
    "broken lines.jsonl": lambda size: b"x\n" * (size // 20),
    "open braces.jsonl": lambda size: b"{\n" * (size // 20),
    "not objects.jsonl": lambda size: b"[1]\n" * (size // 20),
    "no text.jsonl": lambda size: b'{"a": 1}\n' * (size // 40),
    "one long line.jsonl": lambda size: b'{"text": "' + b"a" * size + b'"}\n',
    "long line without end.jsonl": lambda size: b'{"text": "' + b"a" * size,
    "deep.jsonl": lambda size: b'{"a":' * (size // 5) + b"\n" + ROW + b"\n",
    "long number.jsonl": lambda size: b'{"id": ' + b"9" * size + b', "text": "a"}\n',
    "surrogates.jsonl": lambda _: b'{"text": "\\ud800 boat \\udfff"}\n' + ROW + b"\n",
    "zero in text.jsonl": lambda _: b'{"text": "a \\u0000 boat"}\n' + ROW + b"\n",
    "many fields.jsonl": lambda size: json.dumps(
        {f"f{number}": number for number in range(size // 12)} | {"text": STORY}
    ).encode(),
    "many tags.jsonl": lambda size: json.dumps(
        {"text": STORY, "tags": ["boat"] * (size // 8)}
    ).encode(),
    "odd values.jsonl": lambda _: b"\n".join(
        json.dumps(
            {"text": STORY, "url": value, "date": value, "author": value}
        ).encode()
        for value in ([], {}, 0, True, "None", "\u202e", -1e308, "9" * 400)
    ),
    "nan.jsonl": lambda _: b'{"text": "a boat", "date": NaN}\n{"text": Infinity}\n',
    "mixed ends.jsonl": lambda _: ROW + b"\r\n" + ROW + b"\r" + ROW + b"\n\n\n" + ROW,
    "with mark.jsonl": lambda _: b"\xef\xbb\xbf" + ROW + b"\n",
    "utf-16.jsonl": lambda _: (ROW.decode() + "\n").encode("utf-16"),
    "markup.jsonl": lambda size: json.dumps(
        {"html": MARKUP["open divs and paragraphs"](size)}
    ).encode(),
    f"{'n' * 240}.txt": lambda _: STORY.encode(),
    "line\nbreak.txt": lambda _: STORY.encode(),
    "colour \x1b[31m.txt": lambda _: STORY.encode(),
    "quote ' and \".txt": lambda _: STORY.encode(),
    "percent %s {} $HOME.txt": lambda _: STORY.encode(),
}


def write(folder: Path, size: int) -> Mapping[str, int]:
    """Write the files; return the number of records of each by its source path."""
    records: dict[str, int] = {}
    for kinds, suffix in ((MARKUP, ".html"), (TEXT, ".txt")):
        for name, make in kinds.items():
            content = make(size).encode("utf-8", "surrogatepass")
            records[_write(folder, f"{name}{suffix}", content)] = 1
            row = json.dumps({"text": make(size // 4)}).encode()
            records[_write(folder, f"{name}{suffix}.jsonl", row + b"\n")] = 1
    for name, make_file in FILES.items():
        content = make_file(size)
        records[_write(folder, name, content)] = _count(name, content)
    records |= _write_odd(folder)
    return records


def _write(folder: Path, name: str, content: bytes) -> str:
    (folder / name).write_bytes(content)
    return name


def _write_odd(folder: Path) -> dict[str, int]:
    """Write what is no plain file, or has a name that is no text."""
    os.mkfifo(folder / "pipe.txt")
    (folder / "link.txt").symlink_to("latin.txt")
    (folder / "zeros.txt").symlink_to("/dev/zero")
    (folder / "lost.txt").symlink_to("nowhere")
    (folder / "round.html").symlink_to("round.html")
    name = os.fsdecode(b"caf\xe9.txt")
    (folder / name).write_bytes(STORY.encode())
    odd = dict.fromkeys(
        ("pipe.txt", "link.txt", "zeros.txt", "lost.txt", "round.html"), 1
    )
    return odd | {"caf\\xe9.txt": 1}


def _count(name: str, content: bytes) -> int:
    """Count the records of a file: a line that is not blank is one in JSONL.

    A carriage return alone ends no line, but the objects on both sides of it are read.
    """
    if ".jsonl" not in name:
        return 1
    if name == "mixed ends.jsonl":
        return content.count(ROW)
    if name in {"utf-16.jsonl", "bomb.jsonl.gz"}:
        return 1  # the second is refused before its end
    if name == "cut.jsonl.gz":
        readable = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(content)
        return readable.count(b"\n") + 1  # lines before the damage, and the damage
    if name.endswith(".gz"):
        packed, content = len(content), gzip.decompress(content)
        limit = max(ALWAYS_ALLOWED_BYTES, packed * Settings().file_ratio)
        if len(content) > limit:
            return content[:limit].count(b"\n") + 1  # and the refusal
    lines = [line for line in content.split(b"\n") if line.strip()]
    return max(1, len(lines))

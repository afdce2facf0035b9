"""Measure what it costs to read large files: CPU time a record, and memory at its peak.

    python tests/bench/intake.py [--megabytes 100] [--folder DIR] [FORMAT ...]

A file of each format is generated in DIR (a folder of the system's for temporary files), read and
removed. Each file is read in a process of its own, for its peak memory, once of the whole size and
once of a tenth of it.
"""

# ruff: noqa: T201 - a benchmark prints
from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import generated_news
from scoreboard import Table, publish, record_scores

from cleaners.article import Record
from flows.intake import discover, read, record_ranges
from flows.settings import Settings

IN_PROCESS = "--in-process"  # internal: run once for each file
MEGABYTES = 100
MEGABYTE = 1_000_000  # bytes
PART = 10  # the small file is this part of the large one
DOCUMENTS = 500  # different texts, which a file repeats under other addresses
FAST = 1  # the level of gzip: how small the file is does not matter
KILOBYTE = 1_024  # bytes: Linux counts memory in these
# What issue 13 asks for: milliseconds of CPU a record, and MB of memory at the peak.
MOST_MS = {"jsonl": 1.0, "csv": 1.0, "warc": 3.0, "warc.gz": 3.0}
MOST_MEMORY = 600
INTRO = """
Files of generated news, read as a worker reads them: the cutting into ranges, and then the records,
each with its metadata; nothing is cleaned. *ms a record* is CPU time; the limits are 1 ms for JSONL
and CSV and 3 ms for pages in WARC. *Peak* is the memory of the whole process, of which some 70 MB
are libraries; the limit is 600 MB. Sizes are those before compression.
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the reading of one file cost."""

    records: int
    cut_seconds: float
    read_seconds: float
    peak_megabytes: float


def jsonl(number: int, text: str) -> bytes:
    """Return a line of JSON."""
    item = {**fields_of(number), "text": text}
    return json.dumps(item, ensure_ascii=False).encode() + b"\n"


def csv_row(number: int, text: str) -> bytes:
    """Return a row of a table, below its header if it is the first."""
    values = fields_of(number)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    if not number:
        writer.writerow([*values, "text"])
    writer.writerow([*values.values(), text])
    return out.getvalue().encode()


def fields_of(number: int) -> dict[str, str]:
    """Return what a record says beside its text."""
    return {
        "url": f"https://paper-{number % 90}.example/news/{number}",
        "title": f"Überland ferry number {number} resumes",
        "author": "Ann Weir, Béa Frost",
        "published_at": f"2024-03-{1 + number % 28:02} 10:00:00+01:00",
    }


def warc(number: int, text: str) -> bytes:
    """Return a response in WARC that delivers a page."""
    known = fields_of(number)
    paragraphs = "".join(f"<p>{line}</p>\n" for line in text.split("\n"))
    menu = "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(40))
    page = (
        f"<!doctype html><html lang=en><head><title>{known['title']}</title></head>"
        f"<body><ul>{menu}</ul><article>{paragraphs}</article></body></html>"
    )
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    block = http + page.encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2024-03-05T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{number:032x}>\r\nWARC-Target-URI: {known['url']}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


WRITERS: dict[str, Callable[[int, str], bytes]] = {
    "jsonl": jsonl,
    "csv": csv_row,
    "warc": warc,
    "warc.gz": warc,
}


def generate(path: Path, name: str, size: int) -> None:
    """Write a file of at least `size` bytes."""
    texts = list(texts_of_news())
    write = WRITERS[name]
    written = number = 0
    with path.open("wb") as file:
        while written < size:
            data = write(number, texts[number % len(texts)])
            written += len(data)
            number += 1
            file.write(gzip.compress(data, FAST) if name.endswith(".gz") else data)


def texts_of_news() -> Iterator[str]:
    """Yield the different texts of a file, with some letters that are not ASCII."""
    for number in range(DOCUMENTS):
        two = generated_news.documents(2 * number, 2)
        yield "\n".join(document.text.replace("the", "thé", 1) for document in two)


def measure(path: Path) -> Outcome:
    """Cut and read one file in this process."""
    settings = Settings()
    (file,) = discover([path]).files
    warm_up = time.process_time()
    ranges = record_ranges(file, settings)
    cut = time.process_time()
    count = 0
    for records in ranges:
        for item in read(file, settings, records):
            assert isinstance(item, Record), item
            count += 1
    done = time.process_time()
    return Outcome(count, cut - warm_up, done - cut, peak_megabytes())


def peak_megabytes() -> float:
    """Return the most memory that this program had; getrusage counts the one that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    kilobytes = int(status.partition("VmHWM:")[2].split()[0])
    return kilobytes * KILOBYTE / MEGABYTE


def measure_apart(folder: Path, name: str, megabytes: int) -> Outcome:
    """Generate a file, measure it in a new process, and remove it."""
    path = folder / f"news.{name}"
    try:
        generate(path, name, megabytes * MEGABYTE)
        command = [sys.executable, __file__, IN_PROCESS, str(path)]
        run = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    finally:
        path.unlink(missing_ok=True)
    return Outcome(**json.loads(run.stdout))


def row_of(name: str, megabytes: int, outcome: Outcome) -> list[str | int | float]:
    """Return a row of the table."""
    cut = 1_000 * outcome.cut_seconds / outcome.records
    whole = 1_000 * outcome.read_seconds / outcome.records
    peak = f"{outcome.peak_megabytes:.0f}"
    return [f"{name}, {megabytes:,} MB", outcome.records, cut, whole, peak]


def headroom(name: str, outcome: Outcome) -> dict[str, float]:
    """Return 1 for each limit that is kept, 0 for one that is not."""
    seconds = outcome.cut_seconds + outcome.read_seconds
    is_fast = 1_000 * seconds / outcome.records <= MOST_MS[name]
    is_small = outcome.peak_megabytes <= MOST_MEMORY
    return {
        f"{name}: CPU in its limit": is_fast,
        f"{name}: memory in its limit": is_small,
    }


def main() -> None:
    """Measure the formats, and publish what they cost."""
    arguments = parse_arguments()
    if arguments.in_process:
        print(json.dumps(asdict(measure(arguments.in_process))))
        return
    rows = []
    scores: dict[str, float] = {}
    texts = "\n".join(texts_of_news()).encode()
    digest = hashlib.sha256(texts)
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        for name in arguments.formats or WRITERS:
            for megabytes in (arguments.megabytes // PART, arguments.megabytes):
                outcome = measure_apart(Path(folder), name, megabytes)
                rows.append(row_of(name, megabytes, outcome))
                print(*rows[-1], file=sys.stderr)
            scores |= headroom(name, outcome)
    columns = [
        "file",
        "records",
        "ms a record to cut",
        "ms a record to read",
        "peak MB",
    ]
    title = "Reading alone, in one process"
    publish("intake", "Intake", INTRO, [Table(title, columns, rows)])
    record_scores("intake", digest.hexdigest(), scores)


def parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--megabytes", type=int, default=MEGABYTES, metavar="N")
    parser.add_argument("--folder", type=Path, metavar="DIR")
    parser.add_argument(IN_PROCESS, type=Path, help=argparse.SUPPRESS)
    parser.add_argument("formats", nargs="*", metavar="FORMAT", help=", ".join(WRITERS))
    arguments = parser.parse_args()
    unknown = set(arguments.formats) - set(WRITERS)
    if unknown:
        parser.error(f"no such format: {', '.join(sorted(unknown))}")
    return arguments


if __name__ == "__main__":
    main()

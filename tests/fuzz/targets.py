"""What is fuzzed, and the laws that hold for any bytes whatever.

Each target is a function of bytes that raises where a law is broken. `make fuzz` feeds it with what
atheris makes of the project's own cases; tests/flows/test_fuzz_cases.py with what that has found.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from cleaners import pipeline
from cleaners.article import Article, Record
from cleaners.draft import replay, rewind
from flows import intake
from flows.raw_text import storable_text
from tests.flows.inboxes import MANY, SINGLE, every_format
from tests.flows.reading import keep_the_laws

ROOT = Path(__file__).parents[2]
NAMES = (*(f"a.{suffix}" for suffix in sorted(SINGLE | MANY)), "a.mhtml", "a.tar", "a")
RANGE_BYTES = 100  # small, so that files are cut into many ranges
SHOWN = 200  # characters of a text that a broken law is shown with


def readers(data: bytes) -> None:
    """Read a file whose format the first byte chooses: whole, in ranges, and again."""
    if not data:
        return
    name = NAMES[data[0] % len(NAMES)]
    with TemporaryDirectory(dir=_memory()) as folder:
        path = Path(folder) / name
        path.write_bytes(data[1:])
        if intake.discover([path]).files:
            keep_the_laws(Path(folder), name, data[1:], RANGE_BYTES)


def pages(data: bytes) -> None:
    """Clean a page of HTML: the ledger leads from the raw text to the clean one and back."""
    _clean(data, is_html=True)


def texts(data: bytes) -> None:
    """Clean a text: the same of what rules, models and the search for spun words do."""
    _clean(data, is_html=False)


def _clean(data: bytes, *, is_html: bool) -> None:
    content = storable_text(data.decode("utf-8", "surrogateescape"))
    record = Record("a", "html", 0, content, "0", is_html=is_html)
    result = pipeline.clean(record)
    assert pipeline.clean(record) == result, f"not the same again: {content[:SHOWN]!r}"
    if isinstance(result, Article):
        shown = f"the ledger is broken: {content[:SHOWN]!r}"
        assert replay(result.raw, result.ledger) == result.text, shown
        assert rewind(result.text, result.ledger) == result.raw, shown
        result.text.encode()  # raises on what no file can hold


def _memory() -> str | None:
    """Return a folder in memory, where there is one."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  # made unguessable


def reader_corpus() -> Iterator[bytes]:
    """Yield a file of every format."""
    for name, data in every_format().items():
        suffix = name.partition(".")[2].partition(".")[2] or name.rpartition(".")[2]
        number = (
            NAMES.index(f"a.{suffix}") if f"a.{suffix}" in NAMES else len(NAMES) - 1
        )
        yield bytes([number]) + data


def page_corpus() -> Iterator[bytes]:
    """Yield the pages among seeds and cases."""
    for folder in ("seeds", "tests/cases"):
        for path in sorted((ROOT / folder).rglob("*.html")):
            yield path.read_bytes()


def text_corpus() -> Iterator[bytes]:
    """Yield the texts among seeds and cases."""
    for path in sorted((ROOT / "seeds").glob("*.txt")):
        yield path.read_bytes()
    for line in (ROOT / "tests/cases/records.jsonl").read_text("utf-8").splitlines():
        yield json.dumps(json.loads(line), ensure_ascii=False).encode()


TARGETS: dict[str, Callable[[bytes], None]] = {
    "readers": readers,
    "pages": pages,
    "texts": texts,
}
CORPORA: dict[str, Callable[[], Iterator[bytes]]] = {
    "readers": reader_corpus,
    "pages": page_corpus,
    "texts": text_corpus,
}

"""Read the texts of real spun pages beside their originals, where they are at hand.

They are no part of the project. A page's folder `FOLDER/NAME/` has `spun.txt` and `original.txt`;
its name is that of the list of pages (`lexicon/observed/stories.tsv`).
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.training.bench_data import BENCH_DATA
from flows.training.observed_pages import MAIN_DIALECT, ObservedPage, read_pages

DEFAULT_FOLDER = BENCH_DATA / "paraphrase" / "pages"
SPUN_PAGES = Path(os.environ.get("SPUN_PAGES", DEFAULT_FOLDER))
FOLDS = 6  # of texts; each is judged with what the others show


@dataclass(frozen=True, slots=True)
class SpunPage:
    """A spun page with its original."""

    page: ObservedPage
    spun: str
    original: str

    @property
    def fold(self) -> int:
        """The fold of the page's text, so that all pages spun from one text share it."""
        return fold_of(self.page.text)


def fold_of(text: str) -> int:
    """Return the fold of a text by its name."""
    return zlib.crc32(text.encode()) % FOLDS


def texts_of_fold(fold: int) -> set[str]:
    """Return the names of the texts of a fold."""
    return {page.text for page in read_pages() if fold_of(page.text) == fold}


def spun_pages(
    role: str, dialect: str | None = MAIN_DIALECT, folder: Path = SPUN_PAGES
) -> Iterator[SpunPage]:
    """Yield the pages of a role and a dialect (all for None) whose texts are in a folder."""
    for page in read_pages():
        spun = folder / page.name / "spun.txt"
        is_wanted = page.role == role and dialect in (None, page.dialect)
        if is_wanted and spun.exists():
            yield SpunPage(
                page=page,
                spun=spun.read_text(encoding="utf-8").rstrip(),
                original=_original(spun),
            )


def _original(spun: Path) -> str:
    """Read the original next to a spun text."""
    original = spun.with_name("original.txt")
    return original.read_text(encoding="utf-8").rstrip()

"""Recognise the parts of a page that a browser saved: what the page shows, in a folder beside it.

The browser calls the folder as the page, with a word behind it, in the language of its user. The
pages in it are frames: advertisements, comments, films.
"""

from __future__ import annotations

import os
from pathlib import PurePath

ENDINGS = tuple(
    """
    _files .files -dateien _dateien _fichiers _archivos _arquivos _ficheiros _file _bestanden
    -filer _filer _tiedostot _pliki _soubory _elemei _dosyalar _datoteke _fajlovi _bylos _fails
    _failid _fitxers _fitxategiak _файлы
    """.split()  # noqa: SIM905  # a list of names reads badly
)
PAGES = (".html", ".htm", ".xhtml")


def kind_by_page(path: PurePath) -> str | None:
    """Return what a file is if it is a part of the page that its folder is called after.

    What is larger than the page may be its article: of old sites, and of some blogs, the page
    only has frames.
    """
    page = _page_of(path.parent)
    if page is None:
        return None
    largest = max(_size(f"{page}{suffix}") for suffix in PAGES)
    is_part = 0 <= _size(path) <= largest
    return "a part of a saved page" if is_part else None


def _page_of(folder: PurePath) -> str | None:
    """Return the page that a folder is called after, without its suffix."""
    name = folder.name.lower()
    for ending in filter(name.endswith, ENDINGS):
        return os.fspath(folder)[: -len(ending)]
    return None


def _size(path: str | PurePath) -> int:
    """Return the size of a file; less than that of any file where there is none."""
    try:
        return os.stat(path).st_size  # noqa: PTH116  # a path may be a name alone
    except (OSError, ValueError):
        return -1

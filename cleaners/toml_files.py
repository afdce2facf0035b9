"""The TOML files that ship in a folder of the package."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files


def toml_files(*folders: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file in a folder of `cleaners`, by name."""
    folder = files("cleaners").joinpath(*folders)
    names = sorted(file.name for file in folder.iterdir())
    for name in names:
        if name.endswith(".toml"):
            yield name, (folder / name).read_text(encoding="utf-8")

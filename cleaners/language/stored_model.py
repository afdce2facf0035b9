"""Read py3langid's model from data files of ours, without unpacking it.

To unpack it takes .4 s of CPU and 72 MB. The files have the same numbers in an eighth of the space,
laid out as they are read, so they are only mapped into memory. `python -m
flows.training.build_derived` writes them. They name the model that they were made from by its hash:
where another one is installed, it is read instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from cleaners.language import model_file
from cleaners.language.automaton import Automaton, StateTree
from cleaners.language.sparse_table import SparseTable

if TYPE_CHECKING:
    from cleaners.language.identifier import StoredIdentifier

FOLDER = "language_tables"
SHA256 = "model_sha256"
# The arrays, each in a file of its name: the hash of the model, its labels, and what they are
# scored by.
TREE = ("letters", "children", "fails", "features")
TABLE = ("usual", "counts", "columns", "values")
NAMES = (SHA256, "labels", "priors", *TREE, *TABLE)

Arrays = Mapping[str, NDArray[Any]]


def read() -> StoredIdentifier | None:
    """Read the model; None where it is not that of the installed py3langid."""
    arrays = {name: _mapped(name) for name in NAMES}
    if arrays[SHA256].tobytes() != model_file.sha256():
        return None
    return _identifier(arrays)


def _mapped(name: str) -> NDArray[Any]:
    """Map a file into memory: only what is read of it is loaded, and processes share that."""
    path = files("cleaners") / "data" / FOLDER / f"{name}.npy"
    return np.asarray(np.load(str(path), mmap_mode="r"))


def _identifier(arrays: Arrays) -> StoredIdentifier:
    from cleaners.language.identifier import StoredIdentifier  # noqa: PLC0415 - see model_file

    tree = StateTree(*(arrays[name] for name in TREE))
    table = SparseTable(*(arrays[name] for name in TABLE))
    labels: list[str] = arrays["labels"].tolist()
    return StoredIdentifier(table, arrays["priors"], labels, Automaton(tree))

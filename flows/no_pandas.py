"""Do without pandas in the processes that are ours alone.

Arrow looks for pandas when it makes its first array of Python objects. Where pandas is installed,
that costs every command and every worker half a second. Nothing here uses it; the Python API, in a
process of the user's, leaves it alone.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import NoReturn

PANDAS = "pandas"


class _Refusal(MetaPathFinder, Loader):
    """Finds pandas, and refuses to load it."""

    def find_spec(
        self, name: str, _: Sequence[str] | None, __: ModuleType | None = None
    ) -> ModuleSpec | None:
        return ModuleSpec(name, self) if name == PANDAS else None

    def create_module(self, _: ModuleSpec) -> NoReturn:
        raise ImportError("unspun does without pandas")


def forgo_pandas() -> None:
    """Make an import of pandas fail, as where it is not installed."""
    sys.meta_path.insert(0, _Refusal())

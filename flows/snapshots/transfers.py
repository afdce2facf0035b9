"""Copy many files and objects at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

THREADS = 8  # a guess: one connection seldom fills a network


@dataclass(frozen=True, slots=True)
class Transfer:
    """A copy of a file or an object, and the way that it is made."""

    copy: Callable[[Any, Any], None]
    source: object
    target: object


def do_all(transfers: Iterable[Transfer]) -> None:
    """Make all copies. Raises the first error, an OSError."""
    with ThreadPoolExecutor(THREADS, thread_name_prefix="objects") as threads:
        done = [
            threads.submit(each.copy, each.source, each.target) for each in transfers
        ]
    for each in done:
        each.result()

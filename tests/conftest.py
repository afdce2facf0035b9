"""How all tests run: laws on the same examples, so that a change alone can make one fail."""

import gc

import pytest
from hypothesis import settings

settings.register_profile("repeatable", derandomize=True)
settings.load_profile("repeatable")

# What takes long comes first: at the end no processor waits for the other. Servers and soaks take
# a minute each, mostly of waiting, the others half a minute.
LONGEST = (
    "test_half_hour.py",
    "test_work_pool.py",
    "test_snapshots.py",
    "test_deployment.py",
    "test_forget.py",
    "test_anywhere.py",
    "test_hostile_corpus.py",
    "test_soak.py",
    "test_flow.py",
    "test_stopping.py",
    "test_wheel.py",
    "test_cli.py",
    "test_same_bytes.py",
    "test_boilerplate.py",
    "test_hostile_records.py",
    "test_seen_again.py",
    "test_repair_from_copies.py",
    "test_site_templates.py",
    "test_watch.py",
)
PLACES = {name: place for place, name in enumerate(LONGEST)}


def pytest_collection() -> None:
    """Collect without a search for garbage: ten thousand tests stay till the end."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Search for garbage again, but not among the tests."""
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; --no-loadscope-reorder keeps them there."""
    items.sort(key=lambda item: PLACES.get(item.path.name, len(PLACES)))

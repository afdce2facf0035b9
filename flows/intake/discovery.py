"""Find the input files: what each one is, and the hash of its bytes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from flows.intake.hash_cache import HashCache
from flows.intake.inputs import InputFile, LeftAside
from flows.intake.inspection import Inspector, kind_of, may_be_input
from flows.intake.listing import Input, ListedFile, list_files, with_unique_names
from flows.intake.listing_errors import InputError
from flows.settings import Settings

SPOOL = "spool"  # the folder for what is fetched, in the state of a dataset


@dataclass(frozen=True, slots=True)
class Discovery:
    """The input files by source path, and what is no input with the reason."""

    files: tuple[InputFile, ...]
    left_aside: tuple[LeftAside, ...]


def discover(
    inputs: Sequence[Input], settings: Settings | None = None, state: Path | None = None
) -> Discovery:
    """List, recognise and hash the files of the given inputs. Raises InputError.

    `state` is the folder of a dataset in which hashes are remembered and what is fetched is kept.
    """
    cache = HashCache.load(state)
    inspector = Inspector(settings or Settings(), cache, spool_of(state))
    found = _inspected(list_files(inputs), inspector)
    cache.save()
    return found


@dataclass(frozen=True, slots=True)
class LocalDiscovery(Discovery):
    """What is on this machine; `unlisted` are standard input and addresses."""

    unlisted: tuple[str, ...]


def inspect_here(
    inputs: Sequence[Input], settings: Settings, state: Path
) -> LocalDiscovery:
    """Discover files without writing or fetching anything. Raises InputError."""
    inspector = Inspector(settings, HashCache.load(state), None)
    here: list[ListedFile] = []
    unlisted: list[str] = []
    for listed in list_files(inputs):
        if listed.remote or listed.is_standard_input:
            unlisted.append(listed.remote.url if listed.remote else "-")
        else:
            here.append(listed)
    found = _inspected(here, inspector)
    return LocalDiscovery(found.files, found.left_aside, tuple(sorted(unlisted)))


def _inspected(listed: Iterable[ListedFile], inspector: Inspector) -> Discovery:
    """Recognise files, and tell what is no input. Raises InputError."""
    opened: list[ListedFile] = []
    files: list[InputFile] = []
    left_aside: list[LeftAside] = []
    for each in listed:
        found = inspector.inspect(each)
        if isinstance(found, LeftAside):
            left_aside.append(found)
        else:
            opened.append(each)
            files.append(found)
    named = _named(files, opened)
    return Discovery(named, tuple(sorted(left_aside)))


def fetch(
    files: Sequence[InputFile], settings: Settings, state: Path
) -> tuple[InputFile, ...]:
    """Fetch the files that are known from an earlier run, and are to be read again."""
    inspector = Inspector(settings, HashCache(), spool_of(state))
    return tuple(inspector.fetched(file) if file.remote else file for file in files)


def spool_of(state: Path | None) -> Path | None:
    """Return the folder for what is fetched; it lasts as long as the run."""
    return state / SPOOL if state else None


@contextmanager
def spooling(state: Path) -> Iterator[None]:
    """Remove what was fetched at the end of a run, and before it what a killed run left."""
    spool = state / SPOOL
    shutil.rmtree(spool, ignore_errors=True)
    try:
        yield
    finally:
        shutil.rmtree(spool, ignore_errors=True)


def _named(
    files: Sequence[InputFile], listed: Sequence[ListedFile]
) -> tuple[InputFile, ...]:
    """Name files so that no two of several inputs have the same name, and sort them by it."""
    named: list[InputFile] = []
    unique = with_unique_names(listed)
    for file, place in zip(files, unique, strict=True):
        renamed = replace(file, source_path=place.name)
        named.append(renamed)
    named.sort(key=lambda file: file.source_path)
    return tuple(named)


def check_inputs(inputs: Sequence[Input], output: Path) -> None:
    """Check that there is any input file, without reading one whole. Raises InputError."""
    _require_apart(inputs, output)
    listed = list_files(inputs)
    if any(map(may_be_input, listed)):
        return
    kinds = [f"{file.path}: {kind}" for file in listed if (kind := kind_of(file))]
    if len(kinds) == 1:
        raise InputError(_not_read(kinds[0]))
    raise InputError(no_files(inputs, is_empty=not listed))


def _require_apart(inputs: Sequence[Input], output: Path) -> None:
    """Raise InputError where an input is the folder of the dataset: its files are passed over."""
    for given in inputs:
        if Path(given).resolve() == output.resolve():
            raise InputError(
                f"{given}: is the input and the dataset; name another folder for the dataset"
            )


def _not_read(kind: str) -> str:
    """Return the message for one file of a kind that may say itself what to do with it."""
    advice = "is not read; if it has articles, save it as CSV, HTML or text"
    return kind if ";" in kind else f"{kind} {advice}"


def no_files(inputs: Sequence[Input] = (), *, is_empty: bool = False) -> str:
    """Return the message for inputs without any file to read."""
    named = ", ".join(os.fspath(given) for given in inputs)
    if is_empty:
        return f"No input files: nothing is in {named}"
    return (
        f"No input files: nothing in {named or 'the inputs'} is recognised by its content or"
        " its name; `unspun formats` lists what is read"
    )

"""Whatever happens to an inbox and its dataset, every record of every file is accounted for.

A machine of random steps: files of all formats come, change, go and come back, runs take them in,
pages are forgotten, quarantine is read again, the index is lost. `make soak` takes many more steps.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cleaners.draft import Entry, Mark, replay, rewind
from flows.forget import forget
from flows.report.summary import Summary
from flows.run import RunRequest, run
from flows.settings import Settings
from flows.snapshots import Dataset, compaction, verification
from flows.snapshots.takedown import Target
from tests.flows.conftest import read_rows
from tests.flows.inboxes import BROKEN, MANY, SINGLE, Scrape
from tests.flows.test_snapshots import SOAK, check, story

EXAMPLES, STEPS = (25, 30) if SOAK else (4, 12)
SETTINGS = Settings(shard_files=3, keep_snapshots=2)
STORIES = 6
PAGES = [
    f"https://{site}.example/{page}" for site in ("paper", "wire") for page in "ab"
]
ARCHIVES = ("zip", "tar.gz")
SCRAPES = st.lists(
    st.builds(
        Scrape,
        st.one_of(st.integers(0, STORIES), st.just(-1)),
        st.sampled_from(["", *PAGES]),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda scrape: scrape.number,
)
SUFFIXES = sorted(SINGLE | MANY)


@dataclass(slots=True)
class File:
    """What the machine knows of a file by name: what is in it, and what was ever taken in."""

    data: bytes
    scrapes: list[Scrape]
    broken: int = 0
    is_there: bool = True
    kept: set[Scrape] = field(default_factory=set)  # articles and duplicates
    in_quarantine: int = 0
    known: set[bytes] = field(default_factory=set)
    forgotten: set[bytes] = field(default_factory=set)

    @property
    def records(self) -> int:
        """Count the records."""
        return len(self.scrapes) + self.broken


class Inbox(RuleBasedStateMachine):
    """An inbox, the dataset that is made of it, and what must be in that."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp(prefix="conservation-"))
        self.inbox = self.folder / "in"
        self.dataset = Dataset(self.folder / "out")
        self.files: dict[str, File] = {}
        self.suppressed: set[str] = set()
        self.is_index_lost = False

    @initialize()
    def begin(self) -> None:
        """Begin with a file, as an empty inbox is refused."""
        self.put("txt", 0, [Scrape(0)], broken=False)
        self.clean()

    @rule(
        suffix=st.sampled_from(SUFFIXES),
        number=st.integers(0, 1),
        scrapes=SCRAPES,
        broken=st.booleans(),
    )
    def put(
        self, suffix: str, number: int, scrapes: list[Scrape], *, broken: bool
    ) -> None:
        """Write a file, new or over the one that has its name."""
        name = f"{number}.{suffix}"
        if suffix in SINGLE or suffix == "html.zst":
            scrapes = scrapes[:1]
        if suffix == "rss":  # whose short items are teasers
            scrapes = [each for each in scrapes if each.number >= 0] or [Scrape(1)]
        data = (SINGLE | MANY)[suffix](scrapes)
        is_broken = broken and suffix == "jsonl"
        data += BROKEN * is_broken
        file = self.files.setdefault(name, File(b"", []))
        file.data, file.scrapes, file.broken = data, scrapes, int(is_broken)
        self._write(name)

    @rule(number=st.integers(0, 1))
    def put_nothing(self, number: int) -> None:
        """Write a file without any text."""
        name = f"{number}.txt"
        file = self.files.setdefault(name, File(b"", []))
        file.data, file.scrapes, file.broken = b" \n", [], 1
        self._write(name)

    def _write(self, name: str) -> None:
        self.inbox.mkdir(exist_ok=True)
        self.files[name].is_there = True
        (self.inbox / name).write_bytes(self.files[name].data)

    @precondition(lambda self: self._there(1))
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        """Remove a file, but not the last."""
        name = data.draw(st.sampled_from(self._there(1)))
        (self.inbox / name).unlink()
        self.files[name].is_there = False

    @rule(data=st.data())
    def put_back(self, data: st.DataObject) -> None:
        """Write a file again, also one that was removed."""
        self._write(data.draw(st.sampled_from(sorted(self.files))))

    @rule(data=st.data(), suffix=st.sampled_from(["jsonl", "csv", "zip"]))
    def copy(self, data: st.DataObject, suffix: str) -> None:
        """Put the records of a file into one of another name and format."""
        name = data.draw(st.sampled_from(sorted(self.files)))
        scrapes = self.files[name].scrapes
        if scrapes:
            self.put(suffix, 2, list(scrapes), broken=False)

    def _there(self, more_than: int = 0) -> list[str]:
        names = [name for name, file in self.files.items() if file.is_there]
        return sorted(names) if len(names) > more_than else []

    @rule()
    def clean(self) -> None:
        """Run, and then find nothing new."""
        unread = [self.files[name] for name in self._there() if self._is_new(name)]
        expected = sum(file.records for file in unread)
        self._take_in(unread, expected)
        assert self._run().nothing_new

    @rule()
    def retry(self) -> None:
        """Read again the files that have records in quarantine."""
        there = [self.files[name] for name in self._there()]
        again = [file for file in there if self._is_again(file)]
        new = [self.files[name] for name in self._there() if self._is_new(name)]
        unread = [file for file in there if file in again or file in new]
        reasons = ("broken_record", "no_article", "empty")
        self._take_in(unread, sum(file.records for file in unread), *reasons)

    def _is_new(self, name: str) -> bool:
        file = self.files[name]
        return file.data not in file.known | file.forgotten

    def _is_again(self, file: File) -> bool:
        return bool(file.in_quarantine) and file.data not in file.forgotten

    def _run(self, *retried: str) -> Summary:
        return run(RunRequest((self.inbox,), self.dataset.folder, SETTINGS, 0, retried))

    def _take_in(self, unread: list[File], expected: int, *retried: str) -> None:
        summary = self._run(*retried)
        assert (summary.inputs or 0) == expected
        self.is_index_lost = self.is_index_lost and not expected
        for file in unread:
            left = [each for each in file.scrapes if each.url not in self.suppressed]
            file.kept |= {each for each in left if each.number >= 0}
            walls = sum(each.number < 0 for each in left)
            file.in_quarantine = walls + file.broken
            file.known.add(file.data)

    @rule(page=st.sampled_from(PAGES), whole_site=st.booleans())
    def forget(self, page: str, *, whole_site: bool) -> None:
        """Forget a page or a site."""
        site = page.rsplit("/", 1)[0]
        pages = (
            {each for each in PAGES if each.startswith(site)} if whole_site else {page}
        )
        target = Target(sites=(site,)) if whole_site else Target(urls=(page,))
        forget(self.dataset, target)
        self.suppressed |= pages
        for name, file in self.files.items():
            gone = {each for each in file.kept if each.url in pages}
            file.kept -= gone
            if gone and not file.kept and not file.in_quarantine:
                self._forget_file(name, file)
            if gone:
                self.is_index_lost = False

    def _forget_file(self, name: str, file: File) -> None:
        """Note that no byte of a file is read again: all of its records are forgotten."""
        if not name.endswith(ARCHIVES):
            file.forgotten |= file.known
            file.known.clear()

    @rule()
    def lose_the_index(self) -> None:
        """Lose all indexes: everything that is there is read again."""
        shutil.rmtree(self.dataset.folder / "index", ignore_errors=True)
        self.is_index_lost = True
        for file in self.files.values():
            file.known.clear()

    @invariant()
    def everything_adds_up(self) -> None:
        """Check the laws of a snapshot, its files, and the rows of every file."""
        if not self.dataset.current():
            return
        check(self.dataset)
        faults = verification.begin(self.dataset.folder).run(lambda _: None)
        assert all("index" in fault.path.parts for fault in faults)
        assert self.is_index_lost or not faults
        kept, refused = Counter[str](), Counter[str]()
        for row in read_rows(self.dataset, "articles", "duplicates"):
            kept[str(row["source_path"]).split("/")[0]] += 1
        for row in read_rows(self.dataset, "quarantine"):
            name = str(row["source_path"]).split("/")[0]
            refused[name] += int(str(row["records"]))
        for name, file in self.files.items():
            assert kept[name] == len(file.kept), name
            assert refused[name] == file.in_quarantine, name

    @invariant()
    def raw_texts_come_back(self) -> None:
        """Check that every raw text can be rebuilt from the clean one and the edits."""
        if self.dataset.current():
            for text, raw in raw_texts(self.dataset):
                assert any(
                    story(number)[19:60] in raw for number in range(STORIES + 1)
                ), text

    def teardown(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder)


def raw_texts(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Yield the clean and the raw text of every article."""
    ledgers: dict[object, list[Entry]] = {}
    for row in read_rows(dataset, "edits"):
        place = int(str(row["start"])), int(str(row["end"]))
        marks = (Mark(str(row["stage"]), str(row["rule"])),)
        entry = Entry(*place, str(row["before"]), str(row["after"]), marks)
        ledgers.setdefault(row["article_id"], []).append(entry)
    for row in read_rows(dataset, "articles", "duplicates"):
        text, ledger = str(row["text"]), ledgers.get(row["article_id"], [])
        raw = rewind(text, ledger)
        assert replay(raw, ledger) == text
        yield text, raw


def test_any_history_is_accounted_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compaction, "FAN_IN", 2)
    chosen = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        phases=[Phase.generate],  # to shrink a history takes many minutes
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Inbox, settings=chosen)

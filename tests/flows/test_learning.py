"""Spun copies and their originals give pairs, which a user accepts into a lexicon."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from cleaners.paraphrase import parse_own
from flows import learning
from flows.cli import cli
from flows.settings import Settings
from flows.snapshots import Current, Dataset
from tests.flows.conftest import take_in

ORIGINAL = (
    "The health ministry said on Monday that the number of patients with the new "
    "fever has doubled within a week.\n\n"
    "Doctors in the northern valleys of the country asked people to boil their "
    "water, and schools will\n"
    "stay closed until the tests\n"
    "are back from the laboratory. The ministry has sent two teams to help the "
    "hospital, which has forty beds and\n"
    "one kitchen.\n\n"
    "Most patients recover after three or four days, the ministry said, but "
    "small children need help more often.\n"
)
# What no lexicon has: valleys -> glens, laboratory -> test kitchen, beds -> cots.
SPUN = (
    "The well being ministry mentioned on Monday that the variety of sufferers "
    "with the brand new fever has doubled\n"
    "inside every week.\n\n"
    "Medical doctors within the northern glens of the nation requested "
    "individuals to boil their water, and\n"
    "faculties will keep\n"
    "closed till the assessments are again from the test kitchen. The ministry "
    "has despatched two groups to assist\n"
    "the hospital, which has forty cots and one kitchen.\n\n"
    "Most sufferers get better after three or 4 days, the ministry mentioned, "
    "however small youngsters want assist\n"
    "extra usually.\n"
)


def published(tmp_path: Path, settings: Settings) -> Current:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "original.txt").write_text(ORIGINAL, encoding="utf-8")
    (inbox / "spun.txt").write_text(SPUN, encoding="utf-8")
    take_in(Dataset(tmp_path / "out"), inbox, settings)
    current = Dataset(tmp_path / "out").current()
    assert current
    return current


def test_pairs_of_a_spun_copy_that_no_lexicon_has_are_proposed(tmp_path: Path) -> None:
    learned = learning.learn(published(tmp_path, Settings()))
    assert (learned.compared, learned.unreadable) == (1, 0)
    found = {
        (proposal.original, proposal.spun): proposal for proposal in learned.proposals
    }
    for pair in (
        ("valleys", "glens"),
        ("laboratory", "test kitchen"),
        ("beds", "cots"),
    ):
        assert found[pair].copies == 1
        assert pair[1] in found[pair].contexts[0]
    assert ("patients", "sufferers") not in found, "the shipped lexicon has it"


def test_pairs_of_ones_own_lexicon_are_not_proposed_again(tmp_path: Path) -> None:
    learned = learning.learn(published(tmp_path, Settings()), [("beds", "cots")])
    assert "cots" not in {proposal.spun for proposal in learned.proposals}


def test_copies_whose_raw_text_is_not_kept_are_counted_and_left_out(
    tmp_path: Path,
) -> None:
    learned = learning.learn(published(tmp_path, Settings(keep_before=False)))
    assert (learned.compared, learned.unreadable, learned.proposals) == (0, 1, ())


def test_a_pair_is_accepted_by_uncommenting_it(tmp_path: Path) -> None:
    text = learning.format_lexicon(
        learning.learn(published(tmp_path, Settings())), "pairs.tsv"
    )
    assert parse_own(text, "pairs.tsv").pairs == ()
    accepted = parse_own(text.replace("#beds\t", "beds\t"), "pairs.tsv")
    assert [(pair.original, pair.spun, pair.weight) for pair in accepted.pairs] == [
        ("beds", "cots", 1.0)
    ]


def test_the_command_writes_a_file_and_never_overwrites_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = published(tmp_path, Settings()).folder
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli, ["learn", str(dataset)])
    assert done.exit_code == 0, done.output
    assert "1 spun copies compared" in done.output
    proposals = Path("lexicon-proposals.tsv").read_text(encoding="utf-8")
    assert "#beds\tcots\t1\n" in proposals
    again = CliRunner().invoke(cli, ["learn", str(dataset)])
    assert again.exit_code == 2
    assert "exists; name another file with --output" in again.output
    assert Path("lexicon-proposals.tsv").read_text(encoding="utf-8") == proposals

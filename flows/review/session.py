"""A review under way: the queue, the answers so far, and what can be taken back.

Every decision is written to the folder of answers at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cleaners.answer_files import AnswerError, check_answer
from cleaners.answers import ArticleAnswer, SiteAnswer, ValueAnswer, Verdict
from cleaners.boilerplate import broken_cases
from cleaners.rule import RuleError
from cleaners.rule_files import parse
from flows.account import Account, accounts
from flows.review import files, queue
from flows.review.book import Answer, BoilerplateAnswer, Book, PairAnswer
from flows.review.proposals import Offered, offered_pairs
from flows.review.queue import Candidate
from flows.review.spots import Spot, spots_of

if TYPE_CHECKING:
    from flows.snapshots import Current

BEFORE = (
    1_000  # decisions that can be taken back one after the other: more than anyone does
)


class DecisionError(ValueError):
    """A decision that cannot be made; the message says why."""


@dataclass(frozen=True, slots=True)
class Item:
    """An article under review: its row, its account, its spots, what was decided about it."""

    candidate: Candidate
    account: Account
    spots: tuple[Spot, ...]
    verdict: Verdict | None
    is_site_dropped: bool
    values: tuple[tuple[str, str, bool], ...]  # column, value, whether a person set it


class Session:
    """The review of one snapshot by one person."""

    def __init__(self, current: Current, folder: Path) -> None:
        self.current = current
        self.folder = folder
        self.book = files.read_book(folder)
        self.queue = queue.candidates(current)
        self._by_key = {candidate.key: candidate for candidate in self.queue}
        self._before: list[Book] = []
        self._offered: tuple[Offered, ...] | None = None

    @property
    def decided(self) -> int:
        """How many decisions were made and not taken back."""
        return len(self._before)

    def open(self) -> list[Candidate]:
        """List the articles that are not decided about yet."""
        return [each for each in self.queue if not each.is_done(self.book)]

    def find(self, key: str) -> Candidate | None:
        """Return a candidate by its key."""
        return self._by_key.get(key)

    def neighbour(self, candidate: Candidate | None, step: int) -> Candidate | None:
        """Return the next open article, or the one before (step -1); None at the end."""
        place = self.queue.index(candidate) if candidate else -1
        others = self.queue[place + 1 :] if step > 0 else self.queue[:place][::-1]
        return next((each for each in others if not each.is_done(self.book)), None)

    def item(self, candidate: Candidate) -> Item:
        """Read an article with what was decided about it. Raises DatasetError."""
        account = self._account(candidate)
        verdict = self.book.verdict_of(candidate.names)
        spots = spots_of(account, candidate, self.book)
        values = self._values(candidate, account)
        return Item(
            candidate=candidate,
            account=account,
            spots=spots,
            verdict=verdict.verdict if verdict else None,
            is_site_dropped=SiteAnswer(candidate.host or "") in self.book,
            values=tuple(values),
        )

    def _account(self, candidate: Candidate) -> Account:
        if candidate.article_id:
            return accounts(self.current, [candidate.article_id])[0]
        from flows.account import Match, read_match  # noqa: PLC0415 - few are in quarantine

        match = Match(
            table="quarantine",
            article_id=None,
            source_path=candidate.source_path,
            record_number=candidate.record_number,
            url=candidate.url,
            title=None,
            stands=True,
        )
        return read_match(self.current, match)

    def _values(
        self, candidate: Candidate, account: Account
    ) -> Iterable[tuple[str, str, bool]]:
        """Yield the columns that can be corrected, as they are or will be."""
        if candidate.article_id is None:
            return
        known = {each.column: each.value for each in account.values}
        known["title"] = account.title or ""
        for column in files.CORRECTED:
            answer = self.book.value_of(candidate.names, column)
            value = answer.value if answer else known.get(column, "")
            yield column, value, answer is not None

    def turn(self, answer: Answer) -> bool:
        """Give an answer, or take it back where it was given; return whether it holds now.

        Raises DecisionError.
        """
        if answer in self.book:
            self._change(self.book.without(answer))
            return False
        _check(answer)
        self._change(self.book.with_answer(answer))
        return True

    def judge(self, candidate: Candidate, verdict: Verdict) -> bool:
        """Say what becomes of an article, or take that back. Raises DecisionError."""
        _require_sense(candidate, verdict)
        text = _judged_text(candidate, verdict)
        given = self.book.verdict_of(candidate.names)
        if given and (given.verdict, given.text) == (verdict, text):
            return self.turn(given)
        book = self.book.without(given) if given else self.book
        answer = ArticleAnswer(candidate.page, verdict, text)
        self._change(book.with_answer(answer))
        return True

    def drop_site(self, candidate: Candidate) -> bool:
        """Drop all articles of a site, or take that back. Raises DecisionError."""
        if not candidate.host:
            raise DecisionError("its site is not known")
        return self.turn(SiteAnswer(candidate.host))

    def correct(self, candidate: Candidate, column: str, value: str) -> None:
        """Set the right value of a column. Raises DecisionError."""
        answer = ValueAnswer(candidate.page, column, " ".join(value.split()))
        if answer not in self.book:
            self.turn(answer)

    def uncorrect(self, candidate: Candidate, column: str) -> None:
        """Take the right value of a column back."""
        answer = self.book.value_of(candidate.names, column)
        if answer:
            self.turn(answer)

    def undo(self) -> bool:
        """Take the last decision back; return whether there was one."""
        if not self._before:
            return False
        self.book = self._before.pop()
        files.write_book(self.folder, self.book)
        return True

    def pairs(self) -> tuple[Offered, ...]:
        """List the pairs that spun copies propose, with what was decided about each."""
        if self._offered is None:
            self._offered = offered_pairs(self.current)
        return tuple(replace(each, **each.state(self.book)) for each in self._offered)

    def _change(self, book: Book) -> None:
        """Write the answers; the last are kept, to be taken back."""
        files.write_book(self.folder, book)
        self._before = [*self._before[-BEFORE:], self.book]
        self.book = book


def _check(answer: Answer) -> None:
    """Raise DecisionError for an answer that could have no effect."""
    try:
        if isinstance(answer, BoilerplateAnswer):
            _check_rule(answer)
        elif not isinstance(answer, PairAnswer):
            check_answer(answer)
    except (RuleError, AnswerError) as error:
        raise DecisionError(str(error)) from error


def _check_rule(answer: BoilerplateAnswer) -> None:
    """Run the cases of the rule of a line, alone: a run does so next to all others.

    Raises RuleError.
    """
    rules = tuple(parse(files.rules_text([answer]), files.RULE_FILE))
    for problem in broken_cases(rules):
        raise RuleError(problem)


def _judged_text(candidate: Candidate, verdict: Verdict) -> str:
    """Return the hash of the text that is right; "" for a verdict on no text."""
    if verdict is Verdict.RIGHT:
        return candidate.text_sha256 or ""
    return ""


def _require_sense(candidate: Candidate, verdict: Verdict) -> None:
    """Raise DecisionError for a verdict that an article cannot have."""
    is_refused = candidate.article_id is None
    if verdict is Verdict.RIGHT and is_refused:
        raise DecisionError("it is in quarantine: it has no text that could be right")
    if verdict is Verdict.KEEP and not is_refused:
        raise DecisionError("it is an article already; nothing needs to be kept")

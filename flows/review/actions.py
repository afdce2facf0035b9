"""What the addresses of the review page do: show a page, or decide and go on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cleaners.answers import Verdict
from flows.review import page
from flows.review.book import Answer
from flows.review.proposals import Offered
from flows.review.queue import Candidate
from flows.review.session import DecisionError, Session

HTML = "text/html; charset=utf-8"
OK, SEE_OTHER, BAD_REQUEST, NOT_FOUND = 200, 303, 400, 404  # states of HTTP
FILES: dict[str, tuple[str, Callable[[], str]]] = {
    "/review.css": ("text/css; charset=utf-8", page.style),
    "/review.js": ("text/javascript; charset=utf-8", page.script),
}
Form = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to the browser: a page, or the address that it is to go to."""

    body: str = ""
    location: str = ""
    state: int = OK
    kind: str = HTML
    is_last: bool = False


UNKNOWN = Reply("There is no such page.", state=NOT_FOUND, kind="text/plain")


def show(session: Session, path: str) -> Reply:
    """Show a page. Raises DatasetError."""
    if path in FILES:
        kind, read = FILES[path]
        return Reply(read(), kind=kind)
    if path == "/":
        return _to(session.neighbour(None, 1))
    if path in PAGES:
        return Reply(PAGES[path](session))
    name, _, key = path.removeprefix("/").partition("/")
    candidate = session.find(key)
    if candidate and name == "article":
        return Reply(page.article(session, candidate))
    if candidate and name in STEPS:
        return _to(session.neighbour(candidate, STEPS[name]))
    return UNKNOWN


PAGES: dict[str, Callable[[Session], str]] = {
    "/end": page.end,
    "/pairs": page.pairs,
    "/answers": page.answers,
}
STEPS = {"after": 1, "before": -1}  # to the next article, or the one before


def do(session: Session, path: str, form: Form) -> Reply:
    """Do what a button says, and go on. Raises DatasetError."""
    if path in DEEDS:
        return DEEDS[path](session, form)
    candidate = session.find(path.removeprefix("/article/"))
    if candidate is None:
        return UNKNOWN
    try:
        return _decide(session, candidate, form)
    except DecisionError as error:
        body = page.article(session, candidate, str(error))
        return Reply(body, state=BAD_REQUEST)


def _stop(session: Session, _: Form) -> Reply:
    return Reply(page.ended(session), is_last=True)


def _undo(session: Session, form: Form) -> Reply:
    session.undo()
    return _go(_back(form.get("back", "")))


def _decide(session: Session, candidate: Candidate, form: Form) -> Reply:
    """Decide about an article. Raises DecisionError."""
    name, _, rest = form.get("act", "").partition(":")
    here = f"/article/{candidate.key}"
    if name == "judge" and rest in list(Verdict):
        holds = session.judge(candidate, Verdict(rest))
        if not holds:
            return _go(here)
        following = session.neighbour(candidate, 1)
        return _to(following)
    if name == "turn":
        answer = _choice(session, candidate, rest)
        session.turn(answer)
        spot = rest.partition(":")[0]
        return _go(f"{here}#spot-{spot}")
    if name == "value":
        session.correct(candidate, rest, form.get("value", ""))
    elif name == "unvalue":
        session.uncorrect(candidate, rest)
    elif name == "site":
        session.drop_site(candidate)
    else:
        raise DecisionError("this page does not know that button; load it again")
    return _go(here)


def _choice(session: Session, candidate: Candidate, numbers: str) -> Answer:
    """Find the answer that a button stands for. Raises DecisionError."""
    spots = session.item(candidate).spots
    try:
        spot, choice = map(int, numbers.split(":"))
        return spots[spot].choices[choice].answer
    except (ValueError, IndexError) as error:
        raise DecisionError("there is no such line; load the page again") from error


def _offered(session: Session, number: str) -> Offered | None:
    """Return the pair of words with a number, if there is one."""
    offered = session.pairs()
    if number.isdecimal() and int(number) < len(offered):
        return offered[int(number)]
    return None


def _decide_pair(session: Session, form: Form) -> Reply:
    name, _, number = form.get("act", "").partition(":")
    each = _offered(session, number)
    if not each:
        return UNKNOWN
    try:
        session.turn(each.pair if name == "accept" else each.refusal)
    except DecisionError as error:
        return Reply(page.pairs(session, str(error)), state=BAD_REQUEST)
    return _go(f"/pairs#spot-{number}")


def _remove(session: Session, form: Form) -> Reply:
    """Take an answer back."""
    name, _, number = form.get("act", "").partition(":")
    given = list(session.book.all())
    if name != "remove" or not number.isdecimal() or int(number) >= len(given):
        return UNKNOWN
    session.turn(given[int(number)])
    return _go(f"/answers#spot-{number}")


def _to(candidate: Candidate | None) -> Reply:
    return _go(f"/article/{candidate.key}" if candidate else "/end")


def _go(location: str) -> Reply:
    return Reply(location=location, state=SEE_OTHER)


def _back(location: str) -> str:
    """Return the address of a page of ours, whatever was asked for."""
    is_ours = location.startswith(("/article/", "/pairs", "/answers"))
    return location if is_ours and "\n" not in location else "/"


DEEDS: dict[str, Callable[[Session, Form], Reply]] = {
    "/stop": _stop,
    "/undo": _undo,
    "/answers": _remove,
    "/pairs": _decide_pair,
}

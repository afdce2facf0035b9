"""Write the pages of a review. All text is escaped, and what would steer a page is shown."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from flows.account.page import STYLE, pieces_html, reason
from flows.printable import printable
from flows.review.describing import describe
from flows.review.queue import Candidate
from flows.review.session import Session
from flows.review.spots import Spot, What

TABLES = {"articles": "kept", "duplicates": "copy", "quarantine": "quarantined"}
# What deciding about a spot does, by what it is.
VERBS = {
    What.KEPT: "Boilerplate",
    What.REMOVED: "Keep this line",
    What.REPAIRED: "Wrong: keep the original",
}
FIELDS = {"title": "t", "author": "b", "published_at": "d"}  # keys of the columns


def article(session: Session, candidate: Candidate, problem: str = "") -> str:
    """Write the page of an article. Raises DatasetError."""
    item = session.item(candidate)
    fields = dict.fromkeys((column for column, _, _ in item.values), "") | FIELDS
    return _render(
        "article",
        session,
        f"/article/{candidate.key}",
        problem,
        item=item,
        names=TABLES,
        verbs=VERBS,
        fields=fields,
    )


def pairs(session: Session, problem: str = "") -> str:
    """Write the page of the pairs that are proposed."""
    return _render("pairs", session, "/pairs", problem, pairs=session.pairs())


def answers(session: Session) -> str:
    """Write the page of all answers."""
    lines = [describe(answer) for answer in session.book.all()]
    return _render("answers", session, "/answers", lines=lines)


def end(session: Session) -> str:
    """Write the page that is shown when nothing is left to review."""
    return _render("end", session, "/")


def ended(session: Session) -> str:
    """Write the last page. It asks for no other file: the server has stopped then."""
    return _render("ended", session, "/")


def style() -> str:
    """Return the style sheet."""
    own = files("flows.review").joinpath("static/review.css")
    return STYLE + own.read_text(encoding="utf-8")


def script() -> str:
    """Return the script."""
    own = files("flows.review").joinpath("static/review.js")
    return own.read_text(encoding="utf-8")


def _render(
    name: str, session: Session, here: str, problem: str = "", **more: object
) -> str:
    template = _templates().get_template(f"{name}.html.j2")
    return template.render(
        here=here,
        problem=problem,
        left=len(session.open()),
        decided=session.decided,
        folder=str(session.folder),
        answers=sum(1 for _ in session.book.all()),
        **more,
    )


@cache
def _templates() -> Environment:
    loader = PackageLoader("flows.review")
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["shown"] = printable
    environment.filters["marked"] = _marked
    environment.filters["reason"] = _reason
    return environment


def _marked(spot: Spot) -> Markup:
    """Write the text of a spot with its changes marked; `pieces_html` escapes."""
    return Markup(pieces_html(spot.pieces).strip())  # noqa: S704


def _reason(spot: Spot) -> str:
    return reason(spot.pieces[0])

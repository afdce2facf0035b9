"""Make sets of articles and copies as outlets make them, with the article that each row is."""

# ruff: noqa: ARG001, S311 - makers have one signature; random choices must be repeatable
from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from duplicates import edit, spinners

from cleaners.duplicates import Document
from flows.training.bench_data import BENCH_DATA

FURNITURE = (
    "Sign up for our newsletter",
    "Follow us on Facebook and Twitter",
    "Share this article",
    "Read more: the stories that everybody is talking about today",
    "All rights reserved. No part of this page may be used without permission.",
    "Support local journalism. Become a member for the price of a coffee a week.",
    "Have something to add? Write to the newsroom, and tell us what you think.",
)
DAY = datetime(2024, 3, 1, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Made:
    """A document, the article that it tells, and how it was made."""

    document: Document
    article: str
    kind: str


Maker = Callable[[str, str, random.Random], str]


def genuine(least: int = 150) -> list[tuple[str, str]]:
    """Read the genuine articles of so many words and more: id, text."""
    found = []
    for folder in ("html_extraction", "html_news"):
        path = BENCH_DATA / folder / "gold.jsonl"
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            if len(row["text"].split()) >= least:
                found.append((str(row["id"]), row["text"]))
    return list(_distinct(found))


def _distinct(articles: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the articles that share few shingles of eight words with those before."""
    seen: set[tuple[str, ...]] = set()
    for name, text in articles:
        words = text.split()
        shingles = {tuple(words[at : at + 8]) for at in range(len(words) - 7)}
        if len(shingles & seen) < 0.1 * len(shingles):
            yield name, text
        seen |= shingles


def paragraphs(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def local(text: str, other: str, chance: random.Random) -> str:
    """Return a wire text with a lead and paragraphs of another, and a few dropped."""
    lines = paragraphs(text)
    kept = [line for line in lines if chance.random() > 0.12]
    added = sorted(paragraphs(other), key=len)[-3:]
    budget = int(min(0.5 * len(text), 0.4 * len(other)))
    for line in added:
        if len(line) < budget:
            kept.insert(chance.randrange(len(kept) + 1), line)
            budget -= len(line)
    return "\n".join(kept)


def foreign(text: str, other: str, chance: random.Random) -> str:
    """Return a lightly edited text with one paragraph of another."""
    lines = paragraphs(edit(text, chance, 0.03)) or [text]
    added = max(paragraphs(other), key=len)[:600]
    lines.insert(chance.randrange(1, len(lines) + 1), added)
    return "\n".join(lines)


def framed(text: str, other: str, chance: random.Random) -> str:
    lines = chance.sample(FURNITURE, 4)
    heads = [line[:80] for line in paragraphs(other)[:4]]
    return "\n".join([lines[0], text, *lines[1:], *heads])


def cut(text: str, other: str, chance: random.Random) -> str:
    words = text.split(" ")
    return " ".join(words[: int(len(words) * chance.uniform(0.4, 0.9))])


def teaser(text: str, other: str, chance: random.Random) -> str:
    return " ".join(text.split(" ")[: chance.randrange(40, 90)]) + " … Read more"


def verbatim(text: str, other: str, chance: random.Random) -> str:
    return text


def edited(text: str, other: str, chance: random.Random) -> str:
    return edit(text, chance, chance.choice((0.03, 0.08, 0.12)))


def makers() -> dict[str, Maker]:
    """Name the ways in which copies are made."""
    spin = spinners()
    return {
        "verbatim": verbatim,
        "edited": edited,
        "local": local,
        "foreign": foreign,
        "framed": framed,
        "cut": cut,
        "teaser": teaser,
        "spun": lambda text, _, chance: spin["spun"](text, chance),
        "spun-unlike": lambda text, _, chance: spin["spun-unlike"](text, chance),
    }


def outlets(
    kinds: Sequence[str], copies: int, *, flagged: bool, limit: int, seed: int = 0
) -> Iterator[Made]:
    """Yield articles, and copies of random kinds of each.

    Spun ones are known as such if `flagged`.
    """
    made = makers()
    articles = genuine()[:limit]
    for number, (name, text) in enumerate(articles):
        chance = random.Random(f"{seed} {name}")
        other = articles[(number + len(articles) // 2) % len(articles)][1]
        day = DAY + timedelta(days=chance.randrange(20))
        rows = [("original", text)]
        rows += [
            (kind, made[kind](text, other, chance))
            for kind in chance.choices(kinds, k=copies)
        ]
        order = list(range(len(rows)))
        chance.shuffle(order)
        for place in order:
            kind, copy = rows[place]
            later = (
                timedelta(hours=chance.randrange(1, 60))
                if kind != "original"
                else timedelta()
            )
            document = Document(
                f"{chance.getrandbits(64):016x}",
                copy,
                spun=flagged and kind.startswith("spun"),
                published_at=day + later,
                site=f"site{chance.randrange(400)}.example",
            )
            yield Made(document, name, kind)


def quoting(limit: int = 300, share: float = 0.45) -> Iterator[Made]:
    """Yield pairs of articles with leads of their own that share one long passage."""
    articles = genuine(250)[:limit]
    for number in range(0, len(articles) - 2, 3):
        (one, left), (two, right), (_, passage) = articles[number : number + 3]
        words = passage.split(" ")[:220]
        size = int(len(words) * (1 - share) / share)
        for name, own in ((one, left), (two, right)):
            head = own.split(" ")[: max(60, size // 2)]
            tail = own.split(" ")[max(60, size // 2) : size]
            text = "\n".join([" ".join(head), " ".join(words), " ".join(tail)])
            yield Made(Document(f"q{name}", text), name, "quoting")


def digests(
    limit: int = 300,
    *,
    members: bool = True,
    stories: int = 5,
    outlets: bool = False,
) -> Iterator[Made]:
    """Yield pages of several stories, with the articles or with one of them alone.

    With `outlets` the page and each of the articles are known to be of another one.
    """
    articles = genuine()[:limit]
    for start in range(0, len(articles) - stories, stories):
        group = articles[start : start + stories]
        parts = [" ".join(text.split(" ")[:300]) for _, text in group]
        site = "digest.example" if outlets else None
        page = Document(f"d{start:05}", "\n".join(parts), site=site)
        yield Made(page, f"digest{start}", "digest")
        for name, text in group if members else group[2:3]:
            site = f"site{name}.example" if outlets else None
            words = " ".join(text.split(" ")[:300])
            yield Made(Document(f"a{name}", words, site=site), name, "article")


def paged(parts: int = 3, limit: int = 300, *, outlets: bool = False) -> Iterator[Made]:
    """Yield articles on one page, with the pages on which they are cut. Addresses say nothing.

    With `outlets` all pages of an article are known to be of one.
    """
    for name, text in genuine(450)[:limit]:
        site = f"site{name}.example" if outlets else None
        yield Made(Document(f"w{name}", text, site=site), name, "original")
        for at, page in enumerate(_pages(text, parts)):
            yield Made(Document(f"p{name}-{at}", page, site=site), name, "page")


def _pages(text: str, parts: int) -> Iterator[str]:
    """Cut a text between paragraphs into parts of about the same length."""
    words = len(text.split())
    pages: list[list[str]] = [[] for _ in range(parts)]
    before = 0
    for line in paragraphs(text):
        pages[min(parts - 1, before * parts // words)].append(line)
        before += len(line.split())
    yield from ("\n".join(page) for page in pages if page)


def teased(limit: int = 300) -> Iterator[Made]:
    """Yield articles and their first two paragraphs, on twenty sites, each with both."""
    for number, (name, text) in enumerate(genuine()[:limit]):
        site = f"site{number % 20}.example"
        lead = "\n".join(paragraphs(text)[:2])
        if len(lead) < len(text) / 2:
            yield Made(Document(f"o{name}", text, site=site), name, "original")
            yield Made(Document(f"t{name}", lead, site=site), name, "teaser")

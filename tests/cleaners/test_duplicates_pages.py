"""Parts of a page are pages of an article, or stories: their outlets say which is likelier."""

from __future__ import annotations

import pytest

from cleaners.duplicates import Document, find_clusters

LETTERS = "bcdfghjklmnpqrstvwxz"


def part(first: str, shared: int) -> str:
    """Return a text of 40 long words, of which so many are in every part."""
    own = [f"{first}a{letter}{other}o" for letter in LETTERS for other in "nt"]
    common = [f"m{letter}ur{letter}e" for letter in LETTERS[:shared]]
    return " ".join(common + own[shared:])


def page_and_parts(shared: int, *sites: str | None) -> list[Document]:
    """Return a page of two parts, and both parts, each on its site."""
    parts = [part(first, shared) for first in ("be", "so")]
    texts = ["\n".join(parts), *parts]
    return [
        Document(f"{at}", text, site=site)
        for at, (text, site) in enumerate(zip(texts, sites, strict=True))
    ]


ONE, TWO, THREE = "one.example", "two.example", "three.example"


@pytest.mark.parametrize(
    ("shared", "sites", "kept"),
    [
        (6, (ONE, ONE, ONE), 1),
        (6, (None, None, None), 3),
        (6, (ONE, TWO, THREE), 3),
        (7, (ONE, ONE, ONE), 1),
        (7, (None, None, None), 1),
        (7, (ONE, TWO, THREE), 3),
        (9, (ONE, TWO, THREE), 1),
        (3, (ONE, ONE, ONE), 3),
    ],
)
def test_parts_of_other_outlets_have_more_in_common(
    shared: int, sites: tuple[str | None, ...], kept: int
) -> None:
    assert len(find_clusters(page_and_parts(shared, *sites))) == kept

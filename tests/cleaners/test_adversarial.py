"""Check that article sentences that look like boilerplate are kept, in twelve languages."""

import json
from pathlib import Path

import pytest

from cleaners.boilerplate import find_removals

CASES = Path(__file__).parents[1] / "cases"
EVERYWHERE = CASES / "adversarial.jsonl"
INSIDE = CASES / "adversarial_inside.jsonl"
ARTICLES = json.loads((CASES / "adversarial_articles.json").read_text("utf-8"))


def read_rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def cases(path: Path) -> list[object]:
    return [
        pytest.param(
            row["text"], row["language"], id=f"{row['language']}-{row['text'][:30]}"
        )
        for row in read_rows(path)
    ]


@pytest.mark.parametrize(("text", "language"), cases(EVERYWHERE))
def test_a_sentence_that_looks_like_boilerplate_is_kept(
    text: str, language: str
) -> None:
    for place in (2, 0, 4):
        body = [*ARTICLES[language][:place], text, *ARTICLES[language][place:]]
        removed = find_removals("\n\n".join(body))
        assert [(removal.rule, removal.line.text) for removal in removed] == [], (
            f"as paragraph {place}"
        )


@pytest.mark.parametrize(("text", "language"), cases(INSIDE))
def test_a_line_inside_an_article_that_looks_like_boilerplate_is_kept(
    text: str, language: str
) -> None:
    body = [*ARTICLES[language][:2], text, *ARTICLES[language][2:]]
    removed = find_removals("\n\n".join(body))
    assert [(removal.rule, removal.line.text) for removal in removed] == []


def test_every_language_has_ten_cases() -> None:
    rows = read_rows(EVERYWHERE) + read_rows(INSIDE)
    assert all(row["text"] and row["why"] for row in rows)
    assert {
        language: sum(row["language"] == language for row in rows) >= 10
        for language in ARTICLES
    } == dict.fromkeys(ARTICLES, True)

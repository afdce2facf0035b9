"""Print what an article is related to, one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from flows.printable import printable_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from flows.related import RelatedArticle

ID = 12  # characters of an id that are shown, as in `clusters_view`
PHRASES = {  # by relation, and whether the article that was asked for comes first
    ("contains", True): "contains",
    ("contains", False): "is part of",
    ("quotes", True): "shares a passage with",
    ("quotes", False): "shares a passage with",
    ("retells", True): "retells",
    ("retells", False): "is retold by",
    ("same_form", True): "fills in the form of",
    ("same_form", False): "fills in the form of",
}


def print_related(console: Console, related: Sequence[RelatedArticle]) -> None:
    """Print what a kept article is related to; nothing if there is nothing."""
    if related:
        console.print()
        console.print("Related articles, which are kept too:", style="bold")
    for article in related:
        console.print(Text(f"  {_line(article)}"))


def _line(article: RelatedArticle) -> str:
    phrase = PHRASES[article.relation, article.is_first]
    name = article.title or "without a title"
    site = article.site or "unknown site"
    line = (
        f"{phrase} {article.article_id[:ID]}  {site}  {name}"
        f"  ({article.words:,} words, {article.share:.0%} of the shorter text)"
    )
    return printable_line(line)

"""Write the cleaned columns, text and edits of every record in seeds/.

`make golden` runs this. The differences that git then shows are the effect of a change on real
pages.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from cleaners.article import Article, Record, Rejection
from cleaners.pipeline import clean
from flows.intake import Quarantined, discover, read
from flows.settings import Settings

HERE = Path(__file__).parent
SEEDS = HERE.parent.parent / "seeds"
Page = dict[str, object]


def pages() -> Iterator[tuple[str, str]]:
    """Yield the name of each golden file and its content."""
    settings = Settings()
    for file in discover([SEEDS]).files:
        for item in read(file, settings):
            outcome = clean(item) if isinstance(item, Record) else item
            content = json.dumps(_page(outcome), ensure_ascii=False, indent=1)
            yield f"{item.source_path}.{item.record_number}.json", content + "\n"


def _page(outcome: Article | Rejection | Quarantined) -> Page:
    """Return the content of a golden file."""
    if not isinstance(outcome, Article):
        return {"reason": outcome.reason, "detail": outcome.detail}
    metadata = outcome.metadata
    spinning = outcome.spinning
    published = metadata.published_at
    return {
        "title": metadata.title,
        "author": metadata.author,
        "published_at": published and published.isoformat(),
        "site": metadata.site,
        "section": metadata.section,
        "tags": metadata.tags,
        "source_credit": metadata.source_credit,
        "language": outcome.language.code,
        "spun": spinning.dialect if spinning.spun else None,
        "text": outcome.text.split("\n"),
        "edits": [
            f"{edit.start}-{edit.end} {edit.stage}: "
            f"{edit.before!r} -> {edit.after!r} by {edit.rule}"
            for edit in outcome.ledger
        ],
    }


def rewrite() -> None:
    """Replace all golden files."""
    for old in HERE.glob("*.json"):
        old.unlink()
    for name, content in pages():
        (HERE / name).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    rewrite()

"""Write what cleaning makes of every record in seeds/: its columns, its text and its edits.

`make golden` runs this; what git then shows as changed is what a change of rules does to real pages.
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
            page = _page(clean(item) if isinstance(item, Record) else item)
            yield (
                f"{item.source_path}.{item.record_number}.json",
                json.dumps(page, ensure_ascii=False, indent=1) + "\n",
            )


def _page(outcome: Article | Rejection | Quarantined) -> Page:
    if not isinstance(outcome, Article):
        return {"reason": outcome.reason, "detail": outcome.detail}
    known, spinning = outcome.metadata, outcome.spinning
    return {
        "title": known.title,
        "author": known.author,
        "published_at": known.published_at and known.published_at.isoformat(),
        "site": known.site,
        "section": known.section,
        "tags": known.tags,
        "source_credit": known.source_credit,
        "language": outcome.language.code,
        "spun": spinning.dialect if spinning.spun else None,
        "text": outcome.text.split("\n"),
        "edits": [
            f"{entry.start}-{entry.end} {entry.stage}: {entry.before!r} -> {entry.after!r} by {entry.rule}"
            for entry in outcome.ledger
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

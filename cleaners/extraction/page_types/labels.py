"""Count the labels and signs of a page that go with a type: "Reply", "Add to cart", prices."""

from __future__ import annotations

from collections import Counter
from functools import cache

from cleaners.extraction.page_types.arrays import PageArrays
from cleaners.extraction.page_types.prose import Features
from cleaners.languages import words_of

LABELS = (
    "listing_labels",
    "product_labels",
    "forum_labels",
    "service_labels",
    "documentation_labels",
    "article_labels",
)
MAX_LABEL = 4  # words of the longest label
OFTEN = 3  # times that a label is there on a page that is about one thing; not tuned
SIGNS = {
    "questions": "?？",
    "prices": "$€£¥₹",
    "code": "{}();",
    "copyright": "©",
    "percent": "%",
}


def measure_labels(page: PageArrays) -> Features:
    """Count the labels of each type, the short texts that are there again, and the signs."""
    counts = Counter(
        " ".join(block.words).lower()
        for block in page.source_blocks
        if len(block.words) <= MAX_LABEL
    )
    short = counts.total()
    return {
        **_count_labels(counts),
        **_count_signs(page),
        "short blocks": float(short),
        "repeated": 1 - len(counts) / max(1, short),
        "most repeated": float(max(counts.values(), default=0)),
        "repeated often": float(sum(count > OFTEN for count in counts.values())),
    }


def _count_labels(counts: Counter[str]) -> Features:
    """Count the labels of each type, and how often the most frequent of them is there."""
    types_of = _types_by_label()
    features: Features = {}
    for name in LABELS:
        features[name] = 0.0
        features[f"most {name}"] = 0.0
    for label in counts.keys() & types_of.keys():
        for name in types_of[label]:
            features[name] += 1
            most = features[f"most {name}"]
            features[f"most {name}"] = max(most, float(counts[label]))
    return features


@cache
def _types_by_label() -> dict[str, list[str]]:
    """Return for each label of any language the lists that it is in."""
    types: dict[str, list[str]] = {}
    for name in LABELS:
        for label in words_of(name):
            types.setdefault(label, []).append(name)
    return types


def _count_signs(page: PageArrays) -> Features:
    text = "\n".join([block.text for block in page.source_blocks])
    return {
        f"sign {name}": sum(map(text.count, signs)) / page.total
        for name, signs in SIGNS.items()
    }

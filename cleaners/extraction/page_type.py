"""Tell the type of a page, and refuse a page that lists articles or products as no article.

A model for each type gives its log-odds. A listing is refused only where the model is sure enough,
where a reader can see on the page that it lists something, and where the page is not plainly an
article by its markup or its text: this last test needs no model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from cleaners.article import PageType
from cleaners.decision_tables import Model, load_several, sigmoid
from cleaners.extraction.blocks import HtmlPage
from cleaners.extraction.page_types.address import read_address
from cleaners.extraction.page_types.arrays import read_arrays
from cleaners.extraction.page_types.declarations import read_declarations
from cleaners.extraction.page_types.features import page_features
from cleaners.extraction.page_types.prose import Features

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MODEL = "page_type_model.json"
ARTICLE = "article"
LISTING = "listing"
KINDS = (ARTICLE, LISTING, "forum", "product", "service", "documentation")
# Log-odds of a listing above which a page is refused, and how much lower that is where two signs
# show one; `build_page_type_model --check` measures both.
THRESHOLD = -1.75
SECOND_SIGN = 0.25
# What a reader can see of a listing: items of one shape and their share of the page's words,
# headings that are links, items with a price, the share of the words in links, labels as
# "Sort by", and fewer words of prose in one place than an article has, among links. Not tuned.
MIN_ITEMS = 6
MIN_ITEM_SHARE = 0.2
MIN_LINKED = 0.5
MIN_PROSE = 50
MIN_LINKED_AROUND = 0.25
COUNTED_SIGNS = (
    ("kin priced", 3, "items with a price"),
    ("linked headings", 5, "headings that are links"),
    ("listing_labels", 4, "labels of a list"),
)
# Words of prose in one place that make a declared article plain, and one without a declaration,
# and the shares of the page's words that they must be. Guards, not tuned.
DECLARED_PROSE = 50
DECLARED_SHARE = 0.03
PLAIN_PROSE = 200
PLAIN_SHARE = 0.4
# Likewise for prose below a headline and a date, before anything leads elsewhere.
DATED_PROSE = 40
DATED_PARAGRAPHS = 2
# Prose is no article's where most of it is in teasers, as on a front page: items of few words on
# average, nearly all with a link and with a heading that is one. Not tuned.
MIN_TEASERS = 5
MIN_TEASED = 0.6  # of the page's prose
TEASER_WORDS = 60
NEARLY_ALL = 0.9


def classify_page(tree: HtmlElement, page: HtmlPage, url: str | None) -> PageType:
    """Tell the type of a page from its layout, what it declares and its address."""
    arrays = read_arrays(page)
    features = page_features(arrays, read_declarations(tree), read_address(url))
    log_odds = score_page(features, load_several(MODEL, tuple(features)))
    return decide(features, log_odds)


def score_page(features: Features, models: Mapping[str, Model]) -> dict[str, float]:
    """Return the log-odds of each type."""
    row = np.array([list(features.values())])
    return {kind: float(models[kind].score(row)[0]) for kind in KINDS}


def decide(features: Features, log_odds: Mapping[str, float]) -> PageType:
    """Choose the type of a page by the log-odds of all types."""
    confidence = _probabilities(log_odds)
    evidence = find_evidence(features, log_odds)
    kind = LISTING if evidence else _likeliest(features, confidence)
    return PageType(kind, confidence[kind], evidence)


def _likeliest(features: Features, confidence: Mapping[str, float]) -> str:
    """Return the most probable type, which is not a listing where the page is an article."""
    excluded = LISTING if is_plain_article(features) else None
    kinds = [kind for kind in KINDS if kind != excluded]
    return max(kinds, key=confidence.__getitem__)


def _probabilities(log_odds: Mapping[str, float]) -> dict[str, float]:
    """Return the probability of each type; they add up to 1."""
    row = np.array([log_odds[kind] for kind in KINDS])
    chances = sigmoid(row)
    shares = chances / chances.sum()
    return dict(zip(KINDS, shares.tolist(), strict=True))


def find_evidence(
    features: Features, log_odds: Mapping[str, float], threshold: float = THRESHOLD
) -> str | None:
    """Say what shows that a page is a listing and no article; None where it may be one."""
    signs = _list_signs(features)
    is_sure = _is_listing(log_odds, threshold, signs)
    if not is_sure or is_plain_article(features):
        return None
    return f"a listing: {', '.join(signs)}"


def _is_listing(
    log_odds: Mapping[str, float], threshold: float, signs: Sequence[str]
) -> bool:
    """Whether the models are as sure of a listing as its signs require."""
    needed = threshold - SECOND_SIGN if len(signs) > 1 else threshold
    listing = log_odds[LISTING]
    return bool(signs) and listing > needed and listing > log_odds[ARTICLE]


def is_plain_article(features: Features) -> bool:
    """Return whether markup or text show an article, whatever the models say.

    Either the page declares one article; or prose stands below a headline with a date; or the page
    is an article with a date for previews, and some prose is in one place; or one place has much
    prose and a large share of the page's words, and this prose is not that of teasers.
    """
    if features["type article"] == 1 or _has_dated_story(features):
        return True
    if features["og article"] and features["publication time"]:
        return _has_prose(features, DECLARED_PROSE, DECLARED_SHARE)
    is_long = _has_prose(features, PLAIN_PROSE, PLAIN_SHARE)
    return is_long and not has_teasers_alone(features)


def _has_prose(features: Features, fewest: float, share: float) -> bool:
    """Whether one place has enough prose, in words and as a share of the page's."""
    needed = max(fewest, share * features["words"])
    return features["grandparent prose"] >= needed


def _has_dated_story(features: Features) -> bool:
    """Whether paragraphs stand below a headline and a date, before a link to another story."""
    has_text = features["story prose"] >= DATED_PROSE
    has_paragraphs = features["story paragraphs"] >= DATED_PARAGRAPHS
    return has_text and has_paragraphs and features["story dated"] > 0


def has_teasers_alone(features: Features) -> bool:
    """Return whether the prose of a page is in teasers: items with a heading that is a link."""
    teasers = features["kin cards items"]
    is_list = teasers >= MIN_TEASERS and features["kin cards mean"] <= TEASER_WORDS
    return (
        is_list
        and features["kin cards prose"] >= MIN_TEASED
        and features["kin cards links"] >= NEARLY_ALL
        and features["kin cards heads"] >= NEARLY_ALL
        and features["linked headings"] >= NEARLY_ALL * teasers
    )


def _list_signs(features: Features) -> list[str]:
    """List what a reader can see of a listing."""
    return [*_repeated_items(features), *_other_signs(features)]


def _repeated_items(features: Features) -> Iterator[str]:
    for name, noun in (("kin cards", "items"), ("kin link lists", "linked lines")):
        items = features[f"{name} items"]
        share = features[f"{name} share"]
        if items >= MIN_ITEMS and share >= MIN_ITEM_SHARE:
            yield f"{items:.0f} {noun} of one shape"


def _other_signs(features: Features) -> Iterator[str]:
    if features["address front page"]:
        yield "the address of a front page"
    if features["linked"] >= MIN_LINKED:
        yield f"{features['linked']:.0%} of the words in links"
    if _has_links_alone(features):
        yield "no text of its own"
    for name, fewest, noun in COUNTED_SIGNS:
        if features[name] >= fewest:
            yield f"{features[name]:.0f} {noun}"


def _has_links_alone(features: Features) -> bool:
    """Return whether hardly any prose is in one place, and links are around it."""
    has_prose = features["grandparent prose"] >= MIN_PROSE
    return not has_prose and features["linked"] >= MIN_LINKED_AROUND

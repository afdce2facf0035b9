"""Describe each line of a page by features that a model can score.

They come from the text of the line, its position, the rules that match it, and the lines around it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cleaners.boilerplate.page import Removal, Removals, ScannedPage
from cleaners.boilerplate.position_features import position_features
from cleaners.boilerplate.repetition_features import repetition_features
from cleaners.boilerplate.scan import ScannedLine
from cleaners.boilerplate.text_features import (
    form_features,
    word_features,
)
from cleaners.boilerplate.window_features import (
    Features,
    runs,
    shifted,
    since,
    until,
    windows,
)
from cleaners.decision_tables import Reals

NEIGHBOURS = (-2, -1, 1, 2)  # lines; wider neighbours are averaged in windows
NEIGHBOUR_FEATURES = (
    "size",
    "words",
    "capitals",
    "removed",
    "own words",
    "copies",
    "alike",
    "ends",
)
# Kinds of rules that share a feature, so that rare kinds have enough lines to learn from.
GROUPS = {
    "cited": ("byline", "date", "author", "section", "tags", "counters"),
    "caption": ("caption",),
    "source": ("source",),
    "sharing": ("share", "follow", "app", "icon"),
    "asking": ("newsletter", "promo", "paywall", "comments"),
    "advertising": ("advertisement", "adblock"),
    "related": ("related",),
    "listing": ("navigation", "pagination", "widget"),
    "legal": ("copyright", "cookie", "disclaimer"),
}
GROUP_FEATURES = {
    kind: f"hit {group}" for group, kinds in GROUPS.items() for kind in kinds
}
RULE_FEATURES = (
    *(f"hit {group}" for group in GROUPS),
    "hit",
    "hit here",
    "opens",
    "removed",
    "by section",
)
RUN_FEATURES = ("ends", "words", "digits", "capitals", "hit")


def line_features(page: ScannedPage, proposed: Removals, title: str | None) -> Features:
    """Return the features of the lines of a page, which must have some.

    `proposed` holds what rules would remove. Training and scoring must use the same features.
    """
    scanned = page.scanned
    core = _core_flags(scanned)
    features = form_features(scanned)
    features["core"] = core
    features |= word_features(scanned, core, title)
    features |= repetition_features(scanned, features)
    features |= _rule_features(page, proposed)
    features |= position_features(page, core, proposed)
    features |= _context_features(features)
    return features


def _core_flags(scanned: Sequence[ScannedLine]) -> Reals:
    """Return 1 for each core line, else 0."""
    is_core = [each.is_core for each in scanned]
    return np.array(is_core, float)


def _rule_features(page: ScannedPage, proposed: Removals) -> Features:
    """Return which rules match a line, whether one applies at its place, and how it was proposed.

    Values are confidences, 0 for none; "hit" and "by section" are flags, "opens" counts rules.
    """
    features: Features = {}
    for name in RULE_FEATURES:
        features[name] = np.zeros(len(page.scanned))
    for number, scanned in enumerate(page.scanned):
        removal = proposed.get(scanned.line.index)
        if not scanned.hits and removal is None:
            continue
        place = page.places[number]
        values = _rule_values(scanned, place, removal)
        for name, value in values.items():
            column = features[name]
            column[number] = value
    return features


def _rule_values(
    scanned: ScannedLine, place: str, removal: Removal | None
) -> dict[str, float]:
    """Return the features of a line that rules give, without those that are zero."""
    return _hit_values(scanned, place) | _removal_values(removal)


def _hit_values(scanned: ScannedLine, place: str) -> dict[str, float]:
    """Return the features of a line that its hits give, without those that are zero."""
    values: dict[str, float] = {}
    for hit in scanned.hits:
        rule = hit.rule
        values["hit"] = 1.0
        openers_before = values.get("opens", 0.0)
        values["opens"] = openers_before + rule.opens
        group_feature = GROUP_FEATURES.get(rule.kind)
        if group_feature:
            _raise(values, group_feature, rule.confidence)
        if rule.allows(place):
            _raise(values, "hit here", rule.confidence)
    return values


def _raise(values: dict[str, float], name: str, confidence: float) -> None:
    """Raise a feature to a confidence, if that is higher."""
    values[name] = max(values.get(name, 0.0), confidence)


def _removal_values(removal: Removal | None) -> dict[str, float]:
    """Return the features of a line that its proposed removal gives, if there is one."""
    if removal is None:
        return {}
    return {
        "removed": removal.confidence,
        "by section": float(removal.rule.endswith("/section")),
    }


def _context_features(features: Features) -> Features:
    """Describe the run of core or of other lines around each line, its neighbours, and the page."""
    is_removed = features["removed"] > 0
    removed = is_removed.astype(float)
    flags = {
        "core": features["core"],
        "removed": removed,
        "hit": features["hit"],
    }
    averaged = flags | {"ends": features["ends"]}
    context = _run_features(features, removed)
    context |= windows(averaged)
    context |= _distances(flags, features["opens"])
    context |= _page_features(features, removed)
    context |= _neighbour_features(features)
    return context


def _distances(flags: Features, opens: Reals) -> Features:
    """Measure the distance of each line to the next flagged line above and below it."""
    stacked = np.array([*flags.values(), opens])
    above = since(stacked)
    below = until(stacked)
    distances: Features = {}
    for number, name in enumerate(flags):
        distances[f"since {name}"] = above[number]
        distances[f"until {name}"] = below[number]
    distances["since opener"] = above[-1]
    return distances


def _run_features(features: Features, removed: Reals) -> Features:
    """Average features over runs; a run ends where core lines turn into others, or back."""
    core = features["core"]
    changes = np.diff(core, prepend=core[0]) != 0
    averaged = {name: features[name] for name in RUN_FEATURES}
    averaged["removed"] = removed
    return runs(changes, averaged)


def _page_features(features: Features, removed: Reals) -> Features:
    """Return the features that are equal for all lines of a page."""
    lines = len(removed)
    is_inside = features["in body"] >= 0
    values = {
        "core": _share_of_ones(features["core"]),
        "removed": _share_of_ones(removed),
        "hit": _share_of_ones(features["hit"]),
        "apart": _share_of_ones(features["apart"]),
        "lines": np.log1p(lines),
        "words": _median(features["words"]),
        "removed inside": _share_of_ones(removed[is_inside]),
    }
    page_features: Features = {}
    for name, value in values.items():
        page_features[f"page {name}"] = np.full(lines, value)
    return page_features


def _share_of_ones(flags: Reals) -> float:
    """Return the share of flags that are 1; 0 if there is none."""
    return np.count_nonzero(flags) / max(1, len(flags))


def _median(values: Reals) -> float:
    """Return the median, which takes `np.median` ten times as long for a page."""
    in_order: list[float] = sorted(values.tolist())
    middle = len(in_order) // 2
    if len(in_order) % 2:
        return in_order[middle]
    return (in_order[middle - 1] + in_order[middle]) / 2


def _neighbour_features(features: Features) -> Features:
    """Return some features of the lines one and two above and below, by name and distance."""
    own_values = [features[name] for name in NEIGHBOUR_FEATURES]
    own = np.array(own_values)
    context: Features = {}
    for distance in NEIGHBOURS:
        neighbours = shifted(own, distance)
        for number, name in enumerate(NEIGHBOUR_FEATURES):
            context[f"{name} {distance:+}"] = neighbours[number]
    return context

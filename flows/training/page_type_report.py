"""Report how models tell the types of pages, and which pages would be refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cleaners.decision_tables import Model
from cleaners.extraction.page_type import (
    ARTICLE,
    KINDS,
    LISTING,
    THRESHOLD,
    decide,
    find_evidence,
    score_page,
)
from cleaners.extraction.page_types.prose import Features

# Log-odds by which the threshold of a listing is raised and lowered in the report.
SHIFTS = (1.0, 0.5, 0.25, 0.0, -0.25, -0.5, -1.0)


@dataclass(frozen=True, slots=True)
class Example:
    """A page with its site, its true type and its features.

    `declared` are the features where only the address that the page declares is known.
    """

    url: str
    site: str
    kind: str
    known: Features
    declared: Features


@dataclass(frozen=True, slots=True)
class JudgedPage:
    """An example with some of its features and the log-odds that models give them."""

    example: Example
    features: Features
    log_odds: dict[str, float]

    @property
    def kind(self) -> str:
        """The type that the page is told to be."""
        return decide(self.features, self.log_odds).kind

    @property
    def is_right(self) -> bool:
        """Whether that is its true type."""
        return self.kind == self.example.kind

    @property
    def line(self) -> str:
        """The page with its log-odds of a listing."""
        return f"    {self.log_odds[LISTING]:.2f} {self.example.url}\n"

    def is_refused(self, threshold: float) -> bool:
        """Return whether the page is refused at a threshold."""
        return bool(find_evidence(self.features, self.log_odds, threshold))


def report(examples: Sequence[Example], models: Sequence[dict[str, Model]]) -> str:
    """Report recall by type and what is refused; one set of models for each example."""
    known = [example.known for example in examples]
    declared = [example.declared for example in examples]
    return (
        f"address known\n{_report_pages(examples, known, models)}"
        f"address declared\n{_report_pages(examples, declared, models)}"
    )


def _report_pages(
    examples: Sequence[Example],
    pages: Sequence[Features],
    models: Sequence[dict[str, Model]],
) -> str:
    judged = [
        JudgedPage(example, page, score_page(page, own_models))
        for example, page, own_models in zip(examples, pages, models, strict=True)
    ]
    parts = list(_report_kinds(judged))
    for shift in SHIFTS:
        refusals = _report_refusals(judged, THRESHOLD + shift)
        parts.append(refusals)
    return "".join(parts)


def _report_kinds(judged: Sequence[JudgedPage]) -> Iterator[str]:
    """Yield the recall and the precision of each type."""
    for kind in KINDS:
        true = [page for page in judged if page.example.kind == kind]
        found = [page for page in judged if page.kind == kind]
        recall = _share_right(true)
        precision = _share_right(found)
        yield (
            f"  {kind}: {len(true)} pages,"
            f" recall {recall:.3f}, precision {precision:.3f}\n"
        )


def _share_right(pages: Sequence[JudgedPage]) -> float:
    return sum(page.is_right for page in pages) / max(1, len(pages))


def _report_refusals(judged: Sequence[JudgedPage], threshold: float) -> str:
    """Return how many pages of each type are refused, and the articles among them."""
    refused = [page for page in judged if page.is_refused(threshold)]
    counts = Counter(page.example.kind for page in refused)
    cells = [f"{kind} {counts[kind]}" for kind in KINDS]
    lost = [page.line for page in refused if page.example.kind == ARTICLE]
    first = f"  refused above {threshold:+.2f}: {', '.join(cells)}\n"
    return first + "".join(lost)
